using RiskPlatform.Contracts.Reporting;
using RiskPlatform.Domain;
using RiskPlatform.Quant.LinearAlgebra;
using RiskPlatform.Quant.Risk;

namespace RiskPlatform.Reporting.Reports;

/// <summary>FX value at risk of the loan book. See docs/methods/fx-var.md.</summary>
internal static class BookVar
{
    public const string Method = "parametric";
    private const int HorizonDays = 1;

    /// <summary>Value at risk of exposures under the covariance of past returns.</summary>
    /// <param name="exposures">Worth in the base currency, in the order of the returns' columns.</param>
    /// <param name="returns">Joint daily returns.</param>
    /// <param name="confidence">A fraction strictly between 0.5 and 1.</param>
    public static ReportedVar Compute(IReadOnlyList<Money> exposures, DailyReturns returns, double confidence)
    {
        int n = exposures.Count;
        double[] worth = [.. exposures.Select(exposure => (double)exposure.Amount)];
        double[] covariance = new double[n * n];
        Covariance.Sample(returns.Values, returns.Rows, n, covariance);

        double[] components = new double[n];
        double shortfall = ParametricVar.ExpectedShortfall(worth, covariance, confidence, HorizonDays, components);
        double value = ParametricVar.Compute(worth, covariance, confidence, HorizonDays, components);

        var currency = exposures[0].Currency;
        var total = In(value, currency);
        var parts = LargestRemainder(components, total);
        return new ReportedVar(
            Method,
            confidence,
            HorizonDays,
            total,
            In(shortfall, currency),
            In(ParametricVar.StandardError(value, returns.Rows), currency),
            returns.Rows,
            returns.From,
            returns.To,
            [
                .. returns.Currencies.Select((factor, i) => new VarComponent(
                    factor, parts[i], value > 0.0 ? Math.Round(components[i] / value, 12) : 0.0)),
            ]);
    }

    /// <summary>Rounds parts to the smallest unit so that they still sum exactly to the rounded whole.</summary>
    internal static IReadOnlyList<Money> LargestRemainder(IReadOnlyList<double> parts, Money total)
    {
        decimal unit = 1m;
        for (int i = 0; i < total.Currency.Exponent; i++)
        {
            unit /= 10m;
        }

        decimal[] exact = [.. parts.Select(part => (decimal)part)];
        decimal[] floors = [.. exact.Select(part => Math.Floor(part / unit) * unit)];
        int units = (int)((total.Amount - floors.Sum()) / unit);
        foreach (int index in Enumerable.Range(0, exact.Length)
            .OrderByDescending(i => exact[i] - floors[i]).ThenBy(i => i).Take(units))
        {
            floors[index] += unit;
        }

        return [.. floors.Select(amount => new Money(amount, total.Currency))];
    }

    private static Money In(double estimate, Currency currency) => new Money((decimal)estimate, currency).Rounded();
}
