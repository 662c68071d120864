using System.Globalization;
namespace RiskPlatform.Quant.Benchmarks.SideBySide;

/// <summary>What every contestant gets, by formulas: u(i, p) is the fraction of (i + 1) √p.</summary>
internal static class Inputs
{
    public const int Closes = 1_000_000;

    /// <summary>Spot, drift, volatility, years, steps and paths: a year by days.</summary>
    public static readonly double[] Gbm = [100.0, 0.03, 0.2, 1.0, 250.0, 4096.0];

    /// <summary>Paths whose payoff at the horizon is averaged, over one thread and two.</summary>
    public const int TerminalPaths = 1 << 28;

    private const double Day = 1.0 / 365.0;

    /// <summary>Calls and puts three standard deviations about the forward, 9 days to two years, 5% to 60%.</summary>
    /// <returns>Sign, spot, strike, domestic rate, foreign rate, years, volatility: columns of length n.</returns>
    public static double[] Options(int n)
    {
        double[] columns = new double[7 * n];
        for (int i = 0; i < n; i++)
        {
            double years = Math.Floor(9.0 + 721.0 * Fraction(i, 2)) * Day;
            double volatility = 0.05 + 0.55 * Fraction(i, 3);
            double domestic = 0.10 * Fraction(i, 5);
            double foreign = 0.06 * Fraction(i, 7);
            double spot = 50.0 + 100.0 * Fraction(i, 11);
            double deviations = 6.0 * Fraction(i, 13) - 3.0;
            double strike = spot
                * Math.Exp((domestic - foreign) * years + deviations * volatility * Math.Sqrt(years));
            double[] row = [i % 2 == 0 ? 1.0 : -1.0, spot, strike, domestic, foreign, years, volatility];
            Put(row, columns, i, n);
        }

        return columns;
    }

    /// <summary>
    /// Out of the money, total deviation s from 0.01 to 4 and |ln(F/K)| up to the lesser of 16 and 35 s, where prices
    /// are still doubles.
    /// </summary>
    /// <returns>As <see cref="Options"/>.</returns>
    public static double[] HardOptions(int n)
    {
        double[] columns = new double[7 * n];
        for (int i = 0; i < n; i++)
        {
            double deviation = 0.01 * Math.Pow(400.0, Fraction(i, 2));
            double moneyness = (2.0 * Fraction(i, 3) - 1.0) * Math.Min(16.0, 35.0 * deviation);
            double[] row = [moneyness > 0.0 ? -1.0 : 1.0, Math.Exp(moneyness), 1.0, 0.0, 0.0, 1.0, deviation];
            Put(row, columns, i, n);
        }

        return columns;
    }

    /// <summary>The same options with their prices in the place of their volatilities.</summary>
    public static double[] Quotes(double[] options)
    {
        int n = options.Length / 7;
        double[] quotes = [.. options];
        new OptionBook(options).Price(quotes.AsSpan(6 * n, n));
        return quotes;
    }

    /// <summary>The windows of a crossover, 10 and 50, and a bounded walk of closes in whole ticks.</summary>
    /// <remarks>Whole numbers: sums are exact on both sides, so both trade on the same bars.</remarks>
    public static double[] Series()
    {
        double[] series = new double[2 + Closes];
        (series[0], series[1]) = (10.0, 50.0);
        double close = 20_000.0;
        for (int i = 0; i < Closes; i++)
        {
            close = Math.Floor(close + 60.0 * (Fraction(i, 2) + Fraction(i, 17) - 1.0) + (20_000.0 - close) / 512.0);
            series[2 + i] = close;
        }

        return series;
    }

    /// <summary>Daily returns of the mark against sterling in percent, 1984 to 1991: the tests' own file.</summary>
    public static double[] Returns() =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Peers", "dem2gbp.csv"))
            .Skip(1)
            .Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)),
    ];

    private static double Fraction(int i, int p)
    {
        double x = (i + 1) * Math.Sqrt(p);
        return x - Math.Floor(x);
    }

    private static void Put(double[] row, double[] columns, int i, int n)
    {
        for (int column = 0; column < row.Length; column++)
        {
            columns[column * n + i] = row[column];
        }
    }
}
