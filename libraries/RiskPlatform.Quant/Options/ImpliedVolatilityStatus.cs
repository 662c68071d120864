namespace RiskPlatform.Quant.Options;

/// <summary>Whether a price has a volatility, and if not, why. Each reason asks for another remedy.</summary>
public enum ImpliedVolatilityStatus
{
    /// <summary>There is exactly one, and it was found.</summary>
    Solved,

    /// <summary>The price is below the payoff of the forward: an arbitrage, or rates that do not fit.</summary>
    BelowIntrinsic,

    /// <summary>
    /// The price is the payoff of the forward to within its rounding: any small volatility gives it. Take the option on
    /// the other side of the strike.
    /// </summary>
    AtIntrinsic,

    /// <summary>
    /// The price reaches or exceeds what no volatility exceeds: a call the discounted underlying, a put the discounted
    /// strike.
    /// </summary>
    AboveBound,

    /// <summary>No time is left, so the price says nothing about volatility.</summary>
    NoTime,

    /// <summary>A term is outside the range that <see cref="OptionQuote"/> states, or NaN. In batches only.</summary>
    OutOfRange,
}
