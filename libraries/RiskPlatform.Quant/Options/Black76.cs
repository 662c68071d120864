namespace RiskPlatform.Quant.Options;

/// <summary>European options on a forward or futures price in closed form.</summary>
public static class Black76
{
    /// <summary>
    /// Computes V = θ e^(−rT)(F N(θ d1) − K N(θ d2)), d1 = ln(F/K)/(σ√T) + σ√T/2, d2 = d1 − σ√T, and its
    /// sensitivities.
    /// </summary>
    /// <param name="option">The terms and the market.</param>
    /// <returns>
    /// Delta, gamma, vanna and charm are by the forward. The rate only discounts: its rho, −T V, stands in
    /// <see cref="OptionGreeks.DomesticRho"/>, and <see cref="OptionGreeks.ForeignRho"/> is zero.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">A term is out of the range <see cref="VanillaOption"/>
    /// states, or NaN.</exception>
    /// <remarks>
    /// <para><b>Accuracy, repeatability, cost:</b> as <see cref="GarmanKohlhagen.Value"/>, of which this is the case
    /// rd = rf = r.</para>
    /// <para><b>Source:</b> F. Black, "The pricing of commodity contracts", Journal of Financial Economics 3 (1976)
    /// 167–179; docs/methods/garman-kohlhagen.md.</para>
    /// <para><b>Tested by:</b> Haug's tables, parity, central differences, integration of the payoff, every length.
    /// </para>
    /// </remarks>
    public static OptionGreeks Value(in ForwardOption option)
    {
        var vanilla = option.ToVanilla();
        vanilla.CheckRange();
        return BlackBatch.ComputeOne(vanilla, onForward: true);
    }

    /// <summary>Computes price and sensitivities of n options: what <see cref="Value"/> gives for each.</summary>
    /// <param name="options">Terms and market by columns, length n.</param>
    /// <param name="results">
    /// The columns wanted, each of length n; empty ones are left out. Foreign rhos are not written.
    /// </param>
    /// <returns>How many rows are outside the range; their results are NaN, in that place and no other.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <inheritdoc cref="GarmanKohlhagen.Compute"/>
    public static int Compute(in ForwardOptionColumns options, in GreekColumns results)
    {
        var columns = new OptionColumns
        {
            Types = options.Types,
            Spots = options.Forwards,
            Strikes = options.Strikes,
            DomesticRates = options.Rates,
            ForeignRates = options.Rates,
            Years = options.Years,
            Volatilities = options.Volatilities,
        };
        return BlackBatch.Compute(columns, onForward: true, results);
    }
}
