namespace RiskPlatform.Quant.FixedIncome;

/// <summary>Prices bonds from a yield or a curve, and finds the yield of a price. Prices are per 100 of face.</summary>
public static class BondPricer
{
    private const double BasisPoint = 1e-4;

    /// <summary>Computes price, accrued interest, durations, convexity and DV01 at a yield.</summary>
    /// <param name="bond">The bond.</param>
    /// <param name="settlement">When the buyer pays; before maturity. A coupon of that day is the seller's.</param>
    /// <param name="yield">Per year as a fraction, compounded as said.</param>
    /// <param name="compounding">The yield's compounding; usually the coupon's frequency.</param>
    /// <exception cref="ArgumentOutOfRangeException">The settlement is not before maturity, or the yield takes growth
    /// to zero.</exception>
    /// <remarks>
    /// <para>Time runs in the bond's own day count, period by period, to the dates that the bond's
    /// <see cref="YieldTiming"/> says.</para>
    /// <para><b>Accuracy:</b> 1e-13 relative.</para>
    /// <para><b>Cost:</b> one exponential a coupon, and two arrays.</para>
    /// <para><b>Source:</b> Fabozzi, Bond Markets, 8th ed. 2012, ch. 2 to 4; docs/methods/bonds.md.</para>
    /// <para><b>Tested by:</b> 60 bonds of QuantLib 1.29 in six day counts, prices published in its test-suite,
    /// par bonds, central differences.</para>
    /// </remarks>
    public static BondFigures FromYield(
        ResolvedBond bond, DateOnly settlement, double yield, Compounding compounding)
    {
        ArgumentNullException.ThrowIfNull(bond);
        var (amounts, years) = bond.FlowsAfter(settlement);
        var measures = CashFlowValue.AtYield(amounts, years, yield, compounding);
        double accrued = bond.Accrued(settlement);
        return new BondFigures
        {
            CleanPrice = measures.Value - accrued,
            DirtyPrice = measures.Value,
            Accrued = accrued,
            MacaulayDuration = measures.MacaulayDuration,
            ModifiedDuration = measures.ModifiedDuration,
            Convexity = measures.Convexity,
            Dv01 = measures.ModifiedDuration * measures.Value * BasisPoint,
        };
    }

    /// <summary>Finds the yield of a clean price.</summary>
    /// <param name="bond">The bond.</param>
    /// <param name="settlement">When the buyer pays; before maturity.</param>
    /// <param name="cleanPrice">Per 100 of face, without accrued interest.</param>
    /// <param name="compounding">The yield's compounding.</param>
    /// <returns>The yield, or why there is none.</returns>
    /// <exception cref="ArgumentException">The price is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The settlement is not before maturity.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> 1e-14 absolute for usual bonds.</para>
    /// <para><b>Source:</b> docs/methods/bonds.md.</para>
    /// <para><b>Tested by:</b> 60 bonds of QuantLib 1.29, yields published in its test-suite, round trips.</para>
    /// </remarks>
    public static YieldResult YieldOf(
        ResolvedBond bond, DateOnly settlement, double cleanPrice, Compounding compounding)
    {
        ArgumentNullException.ThrowIfNull(bond);
        var (amounts, years) = bond.FlowsAfter(settlement);
        return CashFlowValue.YieldOf(amounts, years, cleanPrice + bond.Accrued(settlement), compounding);
    }

    /// <summary>Computes the clean price from discount factors: Σ amount × factor − accrued interest.</summary>
    /// <param name="bond">The bond.</param>
    /// <param name="settlement">When the buyer pays; before maturity.</param>
    /// <param name="factors">
    /// Worth at settlement of one unit paid at each date of <see cref="ResolvedBond.PaymentsAfter"/>, in its order.
    /// </param>
    /// <exception cref="ArgumentException">There are more or fewer factors than payments.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The settlement is not before maturity.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the factors' values.</para>
    /// <para><b>Accuracy:</b> rounding only.</para>
    /// <para><b>Source:</b> the definition; docs/methods/bonds.md.</para>
    /// <para><b>Tested by:</b> prices published in QuantLib's test-suite, and agreement with a flat yield.</para>
    /// </remarks>
    public static double CleanPriceFromDiscountFactors(
        ResolvedBond bond, DateOnly settlement, ReadOnlySpan<double> factors)
    {
        ArgumentNullException.ThrowIfNull(bond);
        var payments = bond.PaymentsAfter(settlement);
        KernelGuard.Length(factors.Length, payments.Count);
        double value = 0.0;
        for (int i = 0; i < factors.Length; i++)
        {
            value += payments[i].Amount * factors[i];
        }

        return value - bond.Accrued(settlement);
    }
}

/// <summary>A bond's figures at one yield. Prices are per 100 of face.</summary>
public readonly record struct BondFigures
{
    /// <summary>Price without accrued interest: what is quoted.</summary>
    public required double CleanPrice { get; init; }

    /// <summary>Price with accrued interest: what is paid. Positive.</summary>
    public required double DirtyPrice { get; init; }

    /// <summary>Interest since the last coupon; zero or positive.</summary>
    public required double Accrued { get; init; }

    /// <summary>Mean time to payment, weighted by present value, in years of the bond's day count.</summary>
    public required double MacaulayDuration { get; init; }

    /// <summary>Relative fall of the dirty price by unit of yield, in years.</summary>
    public required double ModifiedDuration { get; init; }

    /// <summary>Second derivative of the dirty price by the yield over the dirty price, in years squared.</summary>
    public required double Convexity { get; init; }

    /// <summary>Fall of the price when the yield rises by one basis point, to first order; positive.</summary>
    public required double Dv01 { get; init; }
}
