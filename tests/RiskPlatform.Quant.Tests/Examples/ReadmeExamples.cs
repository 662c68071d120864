using RiskPlatform.Quant.FixedIncome;
using RiskPlatform.Quant.Options;
using RiskPlatform.Quant.Risk;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.Examples;

/// <summary>The README's examples, compiled; a test holds the two to the same text and output.</summary>
internal static class ReadmeExamples
{
    public static string PriceAnOption()
    {
        // example: option
        var option = new VanillaOption
        {
            Type = OptionType.Put, Spot = 129.5, Strike = 135.0, DomesticRate = 0.13, ForeignRate = 0.045,
            Years = 0.25, Volatility = 0.12,
        };
        var value = GarmanKohlhagen.Value(option);
        string text = $"price {value.Price:0.0000}, delta {value.Delta:0.0000}, vega {value.Vega:0.00}";
        // end
        return text;
    }

    public static string MeasureRisk(double[] returns)
    {
        // example: risk
        var historical = HistoricalVar.Compute(returns, confidence: 0.99, QuantileType.Type7);
        var fit = Garch.Fit(returns, new GarchSpecification { Innovations = InnovationLaw.StudentT });
        string text = fit.Estimate is { } garch
            ? $"VaR {historical.ValueAtRisk:0.0000}, next volatility {Math.Sqrt(garch.NextVariance):0.0000}"
            : $"VaR {historical.ValueAtRisk:0.0000}, no variance model: {fit.Status}";
        // end
        return text;
    }

    public static string RepayALoan()
    {
        // example: loan
        var schedule = LoanSchedule.Create(
            new LoanTerms
            {
                PrincipalMinor = 2_000_000, AnnualRate = 0.36m, Instalments = 26, Method = LoanMethod.Annuity,
                Frequency = PaymentFrequency.BiWeekly, Disbursement = new DateOnly(2026, 1, 19),
            },
            BusinessCalendar.EveryDay);
        var effective = EffectiveInterest.Rate(schedule, feesMinor: 40_000);
        string text = $"{schedule.Instalments[0].PaymentMinor} every two weeks, {effective.Rate:0.0000} a year";
        // end
        return text;
    }
}
