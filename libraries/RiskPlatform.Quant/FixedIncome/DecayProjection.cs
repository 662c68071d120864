namespace RiskPlatform.Quant.FixedIncome;

/// <summary>
/// Least squares of a curve's coefficients for given decays, and what is left as a function of the decays: the inner
/// half of variable projection. Scratch memory of one fit; not for sharing.
/// </summary>
internal sealed class DecayProjection
{
    private const double RankTolerance = 1e-12;

    private readonly double[] _years;
    private readonly double[] _roots; // Square roots of the weights.
    private readonly double[] _target; // Weighted rates.
    private readonly double[][] _basis; // Orthonormal columns.
    private readonly double[,] _triangle;
    private readonly double[] _residual;
    private readonly CancellationToken _cancellationToken; // Asked before every evaluation.

    public DecayProjection(
        ReadOnlySpan<double> years,
        ReadOnlySpan<double> rates,
        ReadOnlySpan<double> weights,
        int decays,
        CancellationToken cancellationToken = default)
    {
        int n = years.Length;
        _years = years.ToArray();
        _roots = new double[n];
        _target = new double[n];
        for (int i = 0; i < n; i++)
        {
            _roots[i] = weights.IsEmpty ? 1.0 : Math.Sqrt(weights[i]);
            _target[i] = _roots[i] * rates[i];
        }

        Decays = decays;
        Coefficients = new double[decays + 2];
        _basis = [.. Enumerable.Range(0, decays + 2).Select(_ => new double[n])];
        _triangle = new double[decays + 2, decays + 2];
        _residual = new double[n];
        _cancellationToken = cancellationToken;
    }

    /// <summary>Decays of the curve's form: 1 or 2.</summary>
    public int Decays { get; }

    /// <summary>Level, slope and curvatures of the last evaluation.</summary>
    public double[] Coefficients { get; }

    /// <summary>Rates to fit.</summary>
    public int Observations => _years.Length;

    /// <summary>Fits the coefficients; the sum of squares left, or none when the loadings are dependent.</summary>
    public double? Evaluate(ReadOnlySpan<double> logDecays)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        FillLoadings(logDecays);
        if (!Orthogonalise())
        {
            return null;
        }

        _target.CopyTo(_residual, 0);
        Span<double> projected = stackalloc double[Coefficients.Length];
        projected.Clear();
        for (int pass = 0; pass < 2; pass++) // The second pass removes what rounding left of the first.
        {
            for (int k = 0; k < projected.Length; k++)
            {
                projected[k] += Remove(_basis[k], _residual);
            }
        }

        for (int k = projected.Length - 1; k >= 0; k--)
        {
            double sum = projected[k];
            for (int j = k + 1; j < projected.Length; j++)
            {
                sum -= _triangle[k, j] * Coefficients[j];
            }

            Coefficients[k] = sum / _triangle[k, k];
        }

        return Dot(_residual, _residual);
    }

    /// <summary>
    /// Gradient and Gauss–Newton matrix of half the sum of squares by the logarithms of the decays, at the last
    /// evaluation, by Kaufman's form of the projected Jacobian: −P (∂Φ/∂u) β.
    /// </summary>
    public void Derivatives(ReadOnlySpan<double> logDecays, Span<double> gradient, Span<double> matrix)
    {
        double[][] columns = new double[Decays][];
        for (int d = 0; d < Decays; d++)
        {
            columns[d] = ProjectedSlope(logDecays[d], d);
            gradient[d] = Dot(columns[d], _residual);
        }

        for (int i = 0; i < Decays; i++)
        {
            for (int j = 0; j < Decays; j++)
            {
                matrix[i * Decays + j] = Dot(columns[i], columns[j]);
            }
        }
    }

    /// <summary>Sum of squared weighted rates: the scale below which a sum of squares is rounding.</summary>
    public double TargetSquares() => Dot(_target, _target);

    /// <summary>Condition number of the loadings with columns scaled to length one, at the last evaluation.</summary>
    public double Condition()
    {
        int n = Coefficients.Length;
        double[,] scaled = (double[,])_triangle.Clone();
        for (int j = 0; j < n; j++)
        {
            double length = Math.Sqrt(Enumerable.Range(0, j + 1).Sum(i => scaled[i, j] * scaled[i, j]));
            for (int i = 0; i <= j; i++)
            {
                scaled[i, j] /= length;
            }
        }

        var values = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfArray(scaled).Svd(false).S;
        return values[0] / values[n - 1];
    }

    private double[] ProjectedSlope(double logDecay, int decay)
    {
        double tau = Math.Exp(logDecay);
        double[] column = new double[_years.Length];
        for (int i = 0; i < column.Length; i++)
        {
            // dS/d ln τ = C and dC/d ln τ = C − x e^(−x).
            double x = _years[i] / tau;
            double curvature = CurveLoadings.Curvature(x);
            double slope = (decay == 0 ? Coefficients[1] * curvature : 0.0)
                + Coefficients[2 + decay] * (curvature - x * Math.Exp(-x));
            column[i] = -_roots[i] * slope;
        }

        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] basis in _basis)
            {
                Remove(basis, column);
            }
        }

        return column;
    }

    private void FillLoadings(ReadOnlySpan<double> logDecays)
    {
        double tau = Math.Exp(logDecays[0]);
        double second = Decays == 2 ? Math.Exp(logDecays[1]) : tau;
        for (int i = 0; i < _years.Length; i++)
        {
            _basis[0][i] = _roots[i];
            _basis[1][i] = _roots[i] * CurveLoadings.Slope(_years[i] / tau);
            _basis[2][i] = _roots[i] * CurveLoadings.Curvature(_years[i] / tau);
            if (Decays == 2)
            {
                _basis[3][i] = _roots[i] * CurveLoadings.Curvature(_years[i] / second);
            }
        }
    }

    // Gram–Schmidt, each column twice: orthogonal to rounding even for near-equal decays.
    private bool Orthogonalise()
    {
        for (int j = 0; j < _basis.Length; j++)
        {
            double before = Math.Sqrt(Dot(_basis[j], _basis[j]));
            for (int k = 0; k < j; k++)
            {
                _triangle[k, j] = 0.0;
            }

            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < j; k++)
                {
                    _triangle[k, j] += Remove(_basis[k], _basis[j]);
                }
            }

            double length = Math.Sqrt(Dot(_basis[j], _basis[j]));
            if (!(length > RankTolerance * before))
            {
                return false;
            }

            _triangle[j, j] = length;
            for (int i = 0; i < _basis[j].Length; i++)
            {
                _basis[j][i] /= length;
            }
        }

        return true;
    }

    private static double Remove(double[] direction, double[] vector)
    {
        double part = Dot(direction, vector);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] -= part * direction[i];
        }

        return part;
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0.0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
