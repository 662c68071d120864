namespace RiskPlatform.Quant.FixedIncome;

/// <summary>All zeros of Σ a e^(−δt) in a range of δ: the rates at which payments of both signs are worth
/// nothing.</summary>
internal static class RateEquation
{
    private const double Touching = 1e-14; // Of Σ |a| e^(−δt): a turning point closer to zero is a double root.

    /// <summary>Finds them, ascending.</summary>
    /// <param name="amounts">a: any signs; the first and the last are not zero.</param>
    /// <param name="times">t: ascending, all different.</param>
    /// <param name="low">Least δ.</param>
    /// <param name="high">Greatest δ.</param>
    /// <remarks>
    /// <para>Laguerre's argument made an algorithm. With one change of sign among the a there is one zero at most.
    /// Otherwise take t* between two amounts of different sign: the derivative of e^(δt*) Σ a e^(−δt) is such a sum
    /// with amounts a (t* − t), which have one change of sign fewer. Between the derivative's zeros the function is
    /// monotone, so each stretch holds one zero at most, and its ends' signs tell.</para>
    /// </remarks>
    public static List<double> Roots(double[] amounts, double[] times, double low, double high)
    {
        List<double> turns = [];
        if (SignChanges(amounts) > 1)
        {
            double pivot = Pivot(amounts, times);
            double[] slopes = [.. amounts.Zip(times, (amount, time) => amount * (pivot - time))];
            double largest = slopes.Max(Math.Abs);
            turns = Roots([.. slopes.Select(slope => slope / largest)], times, low, high);
        }

        List<double> roots = [];
        double from = low;
        int signFrom = Sign(amounts, times, low, isTurn: false);
        foreach (double to in turns.Append(high))
        {
            int signTo = Sign(amounts, times, to, isTurn: to < high);
            if (signFrom * signTo < 0)
            {
                roots.Add(BracketedRoot.Find(delta => Value(amounts, times, delta), from, to));
            }
            else if (signTo == 0)
            {
                roots.Add(to);
            }

            (from, signFrom) = (to, signTo);
        }

        return roots;
    }

    /// <summary>Changes of sign from each amount to the next that is not zero.</summary>
    public static int SignChanges(double[] amounts)
    {
        int changes = 0;
        int last = 0;
        foreach (double amount in amounts)
        {
            changes += last * Math.Sign(amount) < 0 ? 1 : 0;
            last = amount == 0.0 ? last : Math.Sign(amount);
        }

        return changes;
    }

    // The sum times a positive factor that keeps every exponential at 1 or below.
    private static double Value(double[] amounts, double[] times, double delta)
    {
        double origin = delta >= 0.0 ? times[0] : times[^1];
        double sum = 0.0;
        for (int i = 0; i < amounts.Length; i++)
        {
            sum += amounts[i] * Math.Exp(-delta * (times[i] - origin));
        }

        return sum;
    }

    private static int Sign(double[] amounts, double[] times, double delta, bool isTurn)
    {
        double value = Value(amounts, times, delta);
        double scale = isTurn ? Value([.. amounts.Select(Math.Abs)], times, delta) : 0.0;
        return Math.Abs(value) <= Touching * scale ? 0 : Math.Sign(value);
    }

    // Midway between the two amounts at the middle change of sign.
    private static double Pivot(double[] amounts, double[] times)
    {
        int wanted = (SignChanges(amounts) + 1) / 2;
        int last = 0;
        for (int i = 1; i < amounts.Length; i++)
        {
            if (amounts[last] * amounts[i] < 0.0 && --wanted == 0)
            {
                return 0.5 * (times[last] + times[i]);
            }

            last = amounts[i] == 0.0 ? last : i;
        }

        throw new InvalidOperationException("Amounts without a change of sign have no pivot.");
    }
}
