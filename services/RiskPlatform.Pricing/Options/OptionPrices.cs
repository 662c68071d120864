using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Options;

namespace RiskPlatform.Pricing.Options;

/// <summary>Values and implied volatilities of single options. See docs/methods/garman-kohlhagen.md.</summary>
internal static class OptionPrices
{
    /// <summary>Price, sensitivities and the probability of a payoff.</summary>
    public static Result<PriceResponse> Value(PriceRequest request)
    {
        var faults = OptionTerms.Check(
                request.Spot, request.Strike, request.Maturity, request.Rate, request.DividendYield, request.Volatility)
            .Finite("notional", request.Notional);
        if (faults.Failure is { } failure)
        {
            return failure;
        }

        var option = OptionTerms.Of(request);
        var value = GarmanKohlhagen.Value(option);
        double units = request.Notional;
        var response = new PriceResponse(
            units * value.Price,
            units * value.Delta,
            units * value.Gamma,
            units * value.Vega,
            units * value.Theta,
            units * value.DomesticRho,
            units * value.ForeignRho,
            units * value.Vanna,
            units * value.Volga,
            units * value.Charm,
            GarmanKohlhagen.ProbabilityInTheMoney(option));
        return IsFinite(response)
            ? response
            : Failure.CalculationFailed(
                "notional, spot and strike are so far from each other that no double holds a figure.");
    }

    /// <summary>The volatility at which the option costs its price.</summary>
    public static Result<ImpliedVolatilityResponse> Imply(ImpliedVolatilityRequest request)
    {
        var faults = OptionTerms.Check(
                request.Spot, request.Strike, request.Maturity, request.Rate, request.DividendYield)
            .Finite("price", request.Price);
        if (faults.Failure is { } failure)
        {
            return failure;
        }

        var quote = new OptionQuote
        {
            Type = OptionTerms.Of(request.Type),
            Spot = request.Spot,
            Strike = request.Strike,
            DomesticRate = request.Rate,
            ForeignRate = request.DividendYield,
            Years = request.Maturity,
            Price = request.Price,
        };
        var found = ImpliedVolatility.Solve(quote);
        return found.Status == ImpliedVolatilityStatus.Solved
            ? new ImpliedVolatilityResponse(
                found.Volatility, ImpliedVolatility.Steps(quote), PriceAt(found.Volatility, quote) - request.Price)
            : Refusal(found.Status);
    }

    private static double PriceAt(double volatility, OptionQuote quote) => GarmanKohlhagen.Value(new VanillaOption
    {
        Type = quote.Type,
        Spot = quote.Spot,
        Strike = quote.Strike,
        DomesticRate = quote.DomesticRate,
        ForeignRate = quote.ForeignRate,
        Years = quote.Years,
        Volatility = volatility,
    }).Price;

    private static Failure Refusal(ImpliedVolatilityStatus status) => status switch
    {
        ImpliedVolatilityStatus.BelowIntrinsic => Failure.CalculationFailed(
            "price is below the discounted payoff of the forward: no volatility gives it.")
            with { Code = "belowIntrinsic" },
        ImpliedVolatilityStatus.AboveBound => Failure.CalculationFailed(
            "price is at or above what the option can cost at most: no volatility gives it.")
            with { Code = "aboveMaximum" },
        _ => Failure.CalculationFailed(
            "price has no time value, so it says nothing about volatility.") with { Code = "noTimeValue" },
    };

    private static bool IsFinite(PriceResponse r) => double.IsFinite(
        r.Price + r.Delta + r.Gamma + r.Vega + r.Theta + r.Rho + r.RhoForeign + r.Vanna + r.Volga + r.Charm);
}
