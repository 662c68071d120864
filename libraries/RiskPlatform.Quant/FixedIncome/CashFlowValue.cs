namespace RiskPlatform.Quant.FixedIncome;

/// <summary>Value, durations and convexity of fixed payments at one yield, and the yield of a value.</summary>
public static class CashFlowValue
{
    private const int NewtonSteps = 200;
    private const double ForceMax = 250.0; // A growth of e^250 a year is beyond any market.

    /// <summary>
    /// Computes P = Σ c e^(−δt), its Macaulay duration Σ t c e^(−δt) / P, modified duration −P′/P and convexity P″/P,
    /// where δ is the yield compounded continuously and ′ is by the yield as quoted.
    /// </summary>
    /// <param name="amounts">c: what is received, any unit; zero or positive, one at least positive. Length n.</param>
    /// <param name="years">t: when, in years from the valuation; zero or positive, any order. Length n.</param>
    /// <param name="yield">Per year as a fraction, compounded as said; above −n for n compoundings a year.</param>
    /// <param name="compounding">The yield's compounding.</param>
    /// <returns>The value in the amounts' unit; durations in years; convexity in years squared.</returns>
    /// <exception cref="ArgumentException">Lengths differ, an amount or a time is negative or not finite, or nothing
    /// is paid.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The yield is not finite, takes growth to zero or below, or
    /// leaves a value that no double holds.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> 1e-13 relative for up to a few hundred payments.</para>
    /// <para><b>Cost:</b> one exponential a payment, no allocation.</para>
    /// <para><b>Source:</b> F. Macaulay 1938; Fabozzi, Bond Markets, 8th ed. 2012, ch. 4; docs/methods/bonds.md.</para>
    /// <para><b>Tested by:</b> 60 bonds of QuantLib 1.29, Octave's cfdur and cfconv, central differences, the
    /// zero-coupon case, and every number of payments from 1 to 40.</para>
    /// </remarks>
    public static CashFlowMeasures AtYield(
        ReadOnlySpan<double> amounts, ReadOnlySpan<double> years, double yield, Compounding compounding)
    {
        Check(amounts, years);
        double growth = compounding.StepGrowth(yield);
        if (!(growth > 0.0) || !double.IsFinite(yield))
        {
            throw new ArgumentOutOfRangeException(nameof(yield), yield, "A yield keeps growth above zero.");
        }

        double force = compounding.ToForce(yield);
        double step = compounding.PerYear == 0 ? 0.0 : 1.0 / compounding.PerYear;
        double value = 0.0;
        double first = 0.0;
        double second = 0.0;
        for (int i = 0; i < amounts.Length; i++)
        {
            double present = amounts[i] * Math.Exp(-force * years[i]);
            value += present;
            first += years[i] * present;
            second += years[i] * (years[i] + step) * present;
        }

        if (!(value > 0.0) || !double.IsFinite(second))
        {
            throw new ArgumentOutOfRangeException(nameof(yield), yield, "At this yield no double holds the value.");
        }

        return new CashFlowMeasures(value, first / value, first / value / growth, second / value / (growth * growth));
    }

    /// <summary>Finds the yield at which fixed payments are worth a value.</summary>
    /// <param name="amounts">What is received, any unit; zero or positive, one at least positive. Length n.</param>
    /// <param name="years">When, in years from the valuation; zero or positive, any order. Length n.</param>
    /// <param name="value">What they are worth, in the amounts' unit.</param>
    /// <param name="compounding">The yield's compounding.</param>
    /// <returns>The yield, or why there is none. Never a guess.</returns>
    /// <exception cref="ArgumentException">Lengths differ, an amount or a time is negative or not finite, nothing is
    /// paid, or the value is NaN.</exception>
    /// <remarks>
    /// <para>ln P is convex and falling in the continuously compounded yield δ, and Jensen's inequality gives a first
    /// δ below the root; Newton's steps from there rise to the root and never pass it, so there is nothing to
    /// bracket and nothing to diverge.</para>
    /// <para><b>Accuracy:</b> the yield prices back to 1e-13 of the value; 1e-14 absolute for usual bonds.</para>
    /// <para><b>Cost:</b> 3 to 8 passes over the payments, no allocation; 200 passes at most.</para>
    /// <para><b>Source:</b> docs/methods/bonds.md.</para>
    /// <para><b>Tested by:</b> 60 bonds of QuantLib 1.29, published yields, and round trips from −90% to
    /// 10,000%.</para>
    /// </remarks>
    public static YieldResult YieldOf(
        ReadOnlySpan<double> amounts, ReadOnlySpan<double> years, double value, Compounding compounding)
    {
        Check(amounts, years);
        if (double.IsNaN(value))
        {
            throw new ArgumentException("A value is a number.", nameof(value));
        }

        if (!(value > 0.0) || double.IsInfinity(value))
        {
            return new YieldResult(YieldStatus.ValueNotPositive, 0.0);
        }

        double total = 0.0;
        double weighted = 0.0;
        double atOnce = 0.0;
        for (int i = 0; i < amounts.Length; i++)
        {
            total += amounts[i];
            weighted += amounts[i] * years[i];
            atOnce += years[i] == 0.0 ? amounts[i] : 0.0;
        }

        if (weighted == 0.0)
        {
            return new YieldResult(YieldStatus.PaidAtOnce, 0.0);
        }

        double force = Math.Log(total / value) * total / weighted;
        return value > atOnce && Rise(amounts, years, value, force) is double root
            ? new YieldResult(YieldStatus.Found, compounding.FromForce(root))
            : new YieldResult(YieldStatus.OutOfRange, 0.0);
    }

    private static double? Rise(
        ReadOnlySpan<double> amounts, ReadOnlySpan<double> years, double value, double force)
    {
        for (int i = 0; i < NewtonSteps; i++)
        {
            if (!(Math.Abs(force) <= ForceMax))
            {
                return null;
            }

            double present = 0.0;
            double weighted = 0.0;
            for (int k = 0; k < amounts.Length; k++)
            {
                double part = amounts[k] * Math.Exp(-force * years[k]);
                present += part;
                weighted += part * years[k];
            }

            if (!double.IsFinite(weighted) || !(weighted > 0.0))
            {
                return null;
            }

            double step = Math.Log(present / value) * present / weighted;
            force += step;
            if (!(step > 1e-16 * Math.Abs(force))) // Steps are positive until rounding decides their sign.
            {
                return force;
            }
        }

        return null;
    }

    private static void Check(ReadOnlySpan<double> amounts, ReadOnlySpan<double> years)
    {
        KernelGuard.Length(years.Length, amounts.Length);
        bool isPaid = false;
        for (int i = 0; i < amounts.Length; i++)
        {
            isPaid |= amounts[i] > 0.0;
            if (!(amounts[i] >= 0.0) || !(years[i] >= 0.0) || !double.IsFinite(amounts[i] + years[i]))
            {
                throw new ArgumentException($"Payment {i} or its time is negative or not finite.", nameof(amounts));
            }
        }

        if (!isPaid)
        {
            throw new ArgumentException("Nothing is paid.", nameof(amounts));
        }
    }
}

/// <summary>What fixed payments are worth, and how that moves with the yield.</summary>
/// <param name="Value">Present value, in the payments' unit; positive.</param>
/// <param name="MacaulayDuration">Mean time to payment, weighted by present value, in years.</param>
/// <param name="ModifiedDuration">Relative fall of the value by unit of yield, in years.</param>
/// <param name="Convexity">Second derivative of the value by the yield over the value, in years squared.</param>
public readonly record struct CashFlowMeasures(
    double Value, double MacaulayDuration, double ModifiedDuration, double Convexity);

/// <summary>A yield, or why there is none.</summary>
/// <param name="Status">Whether it was found.</param>
/// <param name="Yield">Per year as a fraction; zero unless found.</param>
public readonly record struct YieldResult(YieldStatus Status, double Yield);

/// <summary>How the search for a yield ended.</summary>
public enum YieldStatus
{
    /// <summary>The yield prices back to the value.</summary>
    Found,

    /// <summary>The value is zero, negative or infinite: no yield gives it.</summary>
    ValueNotPositive,

    /// <summary>Everything is paid at once, so the yield has no effect.</summary>
    PaidAtOnce,

    /// <summary>The yield is beyond e^±250 a year, or the value is not above what is paid at once.</summary>
    OutOfRange,
}
