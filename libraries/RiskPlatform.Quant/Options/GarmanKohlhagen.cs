using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Options;

/// <summary>European options on an exchange rate (or a share with a dividend yield) in closed form.</summary>
public static class GarmanKohlhagen
{
    /// <summary>
    /// Computes V = θ(S e^(−rf T) N(θ d1) − K e^(−rd T) N(θ d2)), d1 = (ln(S/K) + (rd − rf + σ²/2)T)/(σ√T),
    /// d2 = d1 − σ√T, and its sensitivities.
    /// </summary>
    /// <param name="option">The terms and the market.</param>
    /// <exception cref="ArgumentOutOfRangeException">A term is out of the range <see cref="VanillaOption"/>
    /// states, or NaN.</exception>
    /// <remarks>
    /// <para>Without time or volatility the price is the discounted payoff of the forward. What would be infinite at
    /// the strike (gamma, vanna, volga, charm, the decay in theta) is zero there, and delta is half.</para>
    /// <para><b>Accuracy:</b> of price and vega, relative: 2.5e-15 (1 + d² + u(1 + d)) with u = |ln(F/K)|/(σ√T) and d
    /// the larger of |d1| and |d2|, which is what the last digit of the arguments decides; far out of the money too,
    /// until a number leaves the doubles.</para>
    /// <para><b>Repeatability:</b> the same bits as <see cref="Compute"/>, on every machine.</para>
    /// <para><b>Source:</b> M. Garman, S. Kohlhagen, "Foreign currency option values", Journal of International Money
    /// and Finance 2 (1983) 231–237; docs/methods/garman-kohlhagen.md.</para>
    /// <para><b>Tested by:</b> Haug's tables, 200 random cases of another program, parity, central differences,
    /// integration of the payoff, every length.</para>
    /// </remarks>
    public static OptionGreeks Value(in VanillaOption option)
    {
        option.CheckRange();
        return BlackBatch.ComputeOne(option, onForward: false);
    }

    /// <summary>Computes N(θ d2): the probability of a payoff under the domestic pricing measure.</summary>
    /// <param name="option">The terms and the market.</param>
    /// <returns>0 to 1; without time or volatility 1 if the forward pays and 0 if not, at the strike 0.</returns>
    /// <exception cref="ArgumentOutOfRangeException">As for <see cref="Value"/>.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> that of d2, rounding of its logarithm over σ√T. <b>Repeatability:</b> the same bits on
    /// one kind of machine. <b>Cost:</b> a logarithm and a normal tail.</para>
    /// <para><b>Source:</b> as <see cref="Value"/>; docs/methods/garman-kohlhagen.md.</para>
    /// <para><b>Tested by:</b> the price's slope by the strike, call and put that sum to one, the limits.</para>
    /// </remarks>
    public static double ProbabilityInTheMoney(in VanillaOption option)
    {
        option.CheckRange();
        double spread = option.Volatility * Math.Sqrt(option.Years);
        double moneyness = Math.Log(option.Spot / option.Strike)
            + (option.DomesticRate - option.ForeignRate) * option.Years;
        double sign = (int)option.Type;
        return spread > 0.0
            ? Normal.Cdf(sign * (moneyness / spread - 0.5 * spread))
            : sign * moneyness > 0.0 ? 1.0 : 0.0;
    }

    /// <summary>Computes price and sensitivities of n options: what <see cref="Value"/> gives for each.</summary>
    /// <param name="options">Terms and market by columns, length n.</param>
    /// <param name="results">The columns wanted, each of length n; empty ones are left out.</param>
    /// <returns>How many rows are outside the range; their results are NaN, in that place and no other.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>
    /// <para><b>Repeatability:</b> the same bits for a row whatever its place, the length, the vector width and the
    /// machine: every operation is correctly rounded.</para>
    /// <para><b>Cost:</b> one pass in blocks, no allocation; a logarithm, three exponentials and two normal tails a row
    /// at 8, 4 or 2 rows at a time, as wide as the CPU's vectors. Slow where the CPU has no fused multiply-add.</para>
    /// <inheritdoc cref="Value"/>
    /// </remarks>
    public static int Compute(in OptionColumns options, in GreekColumns results) =>
        BlackBatch.Compute(options, onForward: false, results);
}
