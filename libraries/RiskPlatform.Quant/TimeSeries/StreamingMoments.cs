namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Count, mean and central moments up to the fourth of values that come one by one or in batches.</summary>
/// <remarks>
/// <para>The default value has seen nothing. A mutable value: pass it by reference, or what is added is lost.</para>
/// <para>Two of them that saw two parts of a series merge to what one would have that saw the whole.</para>
/// <para><b>Not checked:</b> the values. NaN and infinities stay.</para>
/// <para><b>Accuracy:</b> relative error of the variance of one by one: n · 1e-16 · root mean square/deviation at
/// worst, and in practice near its root; batches do better. Nothing cancels that the values themselves have.</para>
/// <para><b>Repeatability:</b> the same bits for the same calls in the same order; another order, last digits.</para>
/// <para><b>Cost:</b> one division and some 20 operations a value; no allocation.</para>
/// <para><b>Source:</b> B. Welford, Technometrics 4 (1962), pp. 419-420; P. Pébay, Sandia report SAND2008-6212;
/// docs/methods/moments.md.</para>
/// <para><b>Tested by:</b> NIST's certified values, R's skewness and kurtosis, every split of a series, two
/// passes.</para>
/// </remarks>
public struct StreamingMoments
{
    private double _third;
    private double _fourth;

    /// <summary>Values seen.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; zero before the first.</summary>
    public double Mean { get; private set; }

    /// <summary>Σ(x − mean)²: zero or more.</summary>
    public double SumOfSquares { get; private set; }

    /// <summary>The variance, divisor n − 1; null before the second value.</summary>
    public readonly double? Variance => Count < 2 ? null : SumOfSquares / (Count - 1);

    /// <summary>The standard deviation, divisor n − 1; null before the second value.</summary>
    public readonly double? StandardDeviation => Count < 2 ? null : Math.Sqrt(SumOfSquares / (Count - 1));

    /// <summary>m₃ / m₂^1.5 of moments with divisor n; null while the values do not differ.</summary>
    public readonly double? Skewness => SumOfSquares > 0.0
        ? Math.Sqrt(Count / SumOfSquares) * _third / SumOfSquares
        : null;

    /// <summary>m₄ / m₂² − 3 of moments with divisor n, zero for a normal law; null while the values do not
    /// differ.</summary>
    public readonly double? ExcessKurtosis => SumOfSquares > 0.0
        ? Count * (_fourth / SumOfSquares) / SumOfSquares - 3.0
        : null;

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    public void Add(double value)
    {
        double before = Count;
        Count++;
        double n = Count;
        double apart = value - Mean;
        double step = apart / n;
        double square = step * step;
        double product = apart * step * before;
        Mean += step;
        _fourth += product * square * (n * n - 3.0 * n + 3.0) + 6.0 * square * SumOfSquares - 4.0 * step * _third;
        _third += product * step * (n - 2.0) - 3.0 * step * SumOfSquares;
        SumOfSquares += product;
    }

    /// <summary>Adds values: two passes over them, then a merge.</summary>
    /// <param name="values">The values; none changes nothing.</param>
    public void Add(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return;
        }

        double mean = 0.0;
        foreach (double value in values)
        {
            mean += value;
        }

        mean /= values.Length;
        StreamingMoments batch = default;
        double rest = 0.0;
        foreach (double value in values)
        {
            double apart = value - mean;
            double square = apart * apart;
            rest += apart;
            batch.SumOfSquares += square;
            batch._third += square * apart;
            batch._fourth += square * square;
        }

        batch.Count = values.Length;
        batch.Recentre(mean, rest / values.Length);
        Merge(batch);
    }

    /// <summary>Adds what another has seen.</summary>
    /// <param name="other">The other; it is not changed.</param>
    public void Merge(in StreamingMoments other)
    {
        if (other.Count == 0)
        {
            return;
        }

        if (Count == 0)
        {
            this = other;
            return;
        }

        double a = Count;
        double b = other.Count;
        double n = a + b;
        double apart = other.Mean - Mean;
        double step = apart / n;
        double product = apart * step * a * b;
        _fourth += other._fourth + product * step * step * (a * a - a * b + b * b)
            + 6.0 * step * step * (a * a * other.SumOfSquares + b * b * SumOfSquares)
            + 4.0 * step * (a * other._third - b * _third);
        _third += other._third + product * step * (a - b)
            + 3.0 * step * (a * other.SumOfSquares - b * SumOfSquares);
        SumOfSquares += other.SumOfSquares + product;
        Mean += b * step;
        Count += other.Count;
    }

    // The mean of the first pass is off by its rounding; the second pass knows by how much (Chan, Golub and LeVeque).
    private void Recentre(double mean, double off)
    {
        double square = off * off;
        _fourth += -4.0 * off * _third + 6.0 * square * SumOfSquares - 3.0 * Count * square * square;
        _third += -3.0 * off * SumOfSquares + 2.0 * Count * square * off;
        SumOfSquares = Math.Max(0.0, SumOfSquares - Count * square);
        Mean = mean + off;
    }
}
