namespace RiskPlatform.Quant.TimeSeries;

/// <summary>
/// What the filter runs over, column by column: the scaled values, a column for each value lost to differences, the
/// mean, the regressors; with rows for the future, which hold no value.
/// </summary>
internal sealed class ArimaData
{
    private const double SizeMax = 1e100;

    public ArimaData(
        ArimaSpecification model,
        ReadOnlySpan<double> values,
        ReadOnlySpan<double> regressors,
        int regressorCount,
        int horizon)
    {
        Model = model;
        Rows = values.Length + horizon;
        Lost = model.LostToDifferences;
        RegressionCount = regressorCount + (model.HasMean ? 1 : 0);
        IsSeen = new bool[Rows];
        Columns = new double[Rows * (1 + Lost + RegressionCount)];
        LoadValues(values);
        LoadStarts();
        int first = 1 + Lost;
        if (model.HasMean)
        {
            Columns.AsSpan(first * Rows, Rows).Fill(1.0);
            first++;
        }

        for (int i = 0; i < regressors.Length; i++)
        {
            if (!double.IsFinite(regressors[i]))
            {
                throw new ArgumentException("A regressor is not finite.", nameof(regressors));
            }

            Columns[(first + i % regressorCount) * Rows + i / regressorCount] = regressors[i];
        }
    }

    public ArimaSpecification Model { get; }

    public int Rows { get; }

    /// <summary>Columns of what stood before the series.</summary>
    public int Lost { get; }

    /// <summary>The mean and the regressors.</summary>
    public int RegressionCount { get; }

    public bool[] IsSeen { get; }

    public int SeenCount { get; private set; }

    public double[] Columns { get; }

    /// <summary>Taken off every value before scaling; zero unless there is a mean.</summary>
    public double Center { get; private set; }

    /// <summary>k of the power of two that values are divided by.</summary>
    public int Exponent { get; private set; }

    private void LoadValues(ReadOnlySpan<double> values)
    {
        double sum = 0.0;
        for (int t = 0; t < values.Length; t++)
        {
            if (Math.Abs(values[t]) > SizeMax)
            {
                throw new ArgumentException("A value is infinite or beyond 1e100.", nameof(values));
            }

            IsSeen[t] = !double.IsNaN(values[t]);
            SeenCount += IsSeen[t] ? 1 : 0;
            sum += IsSeen[t] ? values[t] : 0.0;
        }

        Center = Model.HasMean && SeenCount > 0 ? sum / SeenCount : 0.0;
        double largest = 0.0;
        for (int t = 0; t < values.Length; t++)
        {
            largest = Math.Max(largest, IsSeen[t] ? Math.Abs(values[t] - Center) : 0.0);
        }

        Exponent = largest > 1.0 / SizeMax ? Math.ILogB(largest) : 0;
        for (int t = 0; t < values.Length; t++)
        {
            Columns[t] = IsSeen[t] ? Math.ScaleB(values[t] - Center, -Exponent) : 0.0;
        }
    }

    // What a one in place j before the series, and zeros elsewhere, would have gone on to be.
    private void LoadStarts()
    {
        double[] weights = ArimaPolynomials.Differences(Model);
        for (int j = 0; j < Lost; j++)
        {
            var column = Columns.AsSpan((1 + j) * Rows, Rows);
            for (int t = 0; t < Rows; t++)
            {
                double sum = 0.0;
                for (int i = 1; i <= Lost; i++)
                {
                    double before = t - i >= 0 ? column[t - i] : (i - t - 1 == j ? 1.0 : 0.0);
                    sum += weights[i - 1] * before;
                }

                column[t] = sum;
            }
        }
    }
}
