using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Options;

namespace RiskPlatform.Pricing.Options;

/// <summary>What an option's terms may be, and the same terms as the kernels take them.</summary>
internal static class OptionTerms
{
    private const double PriceMin = 1e-100;
    private const double PriceMax = 1e100;
    private const double YearsMax = 1_000.0;
    private const double RateMax = 10.0;
    private const double VolatilityMax = 100.0;
    private const double RateTimeMax = 300.0; // A discount factor of e^-300 is still a double.

    /// <summary>Collects what is wrong with the terms every question has.</summary>
    public static InputFaults Check(double spot, double strike, double maturity, double rate, double dividendYield) =>
        new InputFaults()
            .Between("spot", spot, PriceMin, PriceMax)
            .Between("strike", strike, PriceMin, PriceMax)
            .Between("maturity", maturity, 0.0, YearsMax)
            .Between("rate", rate, -RateMax, RateMax)
            .Between("dividendYield", dividendYield, -RateMax, RateMax)
            .Check(
                !(Math.Abs(rate * maturity) > RateTimeMax || Math.Abs(dividendYield * maturity) > RateTimeMax),
                $"A rate times the maturity lies between -{RateTimeMax} and {RateTimeMax}.");

    /// <summary>The same with a volatility.</summary>
    public static InputFaults Check(
        double spot, double strike, double maturity, double rate, double dividendYield, double volatility) =>
        Check(spot, strike, maturity, rate, dividendYield).Between("volatility", volatility, 0.0, VolatilityMax);

    /// <summary>Terms that came as a query, in which an enum's words are not bound as JSON has them.</summary>
    public static Result<PriceRequest> FromQuery(
        string type,
        double spot,
        double strike,
        double maturity,
        double rate,
        double dividendYield,
        double volatility,
        double notional) => type switch
        {
            "call" => new PriceRequest(
                OptionSide.Call, spot, strike, maturity, rate, volatility, dividendYield, notional),
            "put" =>
                new PriceRequest(OptionSide.Put, spot, strike, maturity, rate, volatility, dividendYield, notional),
            _ => Failure.Malformed($"type is '{type}'; it is call or put."),
        };

    /// <summary>The sign of the payoff.</summary>
    public static OptionType Of(OptionSide side) => side == OptionSide.Call ? OptionType.Call : OptionType.Put;

    /// <summary>The kernel's form of a request that has been checked.</summary>
    public static VanillaOption Of(PriceRequest request) => new()
    {
        Type = Of(request.Type),
        Spot = request.Spot,
        Strike = request.Strike,
        DomesticRate = request.Rate,
        ForeignRate = request.DividendYield,
        Years = request.Maturity,
        Volatility = request.Volatility,
    };
}
