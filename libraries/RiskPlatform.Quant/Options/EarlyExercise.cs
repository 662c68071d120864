namespace RiskPlatform.Quant.Options;

/// <summary>What the lattice and the grid have in common: their range, and options without chance.</summary>
internal static class EarlyExercise
{
    private const double DeviationMax = 5.0;
    private const double RateTimeMax = 50.0;

    // Beyond so many standard deviations on both ends chance decides nothing that a double could hold.
    private const double DistanceMax = 30.0;
    private const double DeviationMin = 1e-12;

    /// <summary>Refuses terms that overflow a lattice.</summary>
    public static void CheckRange(in VanillaOption option, ExerciseStyle exercise)
    {
        option.CheckRange();
        if (option.Volatility * Math.Sqrt(option.Years) > DeviationMax
            || Math.Abs(option.DomesticRate) * option.Years > RateTimeMax
            || Math.Abs(option.ForeignRate) * option.Years > RateTimeMax)
        {
            throw new ArgumentOutOfRangeException(
                nameof(option), option, $"σ√T is at most {DeviationMax}, a rate times the years {RateTimeMax}.");
        }

        if (exercise is not (ExerciseStyle.European or ExerciseStyle.American))
        {
            throw new ArgumentOutOfRangeException(nameof(exercise), exercise, "European or American.");
        }
    }

    /// <summary>Computes d1 and d2 and says whether chance matters.</summary>
    public static bool IsRandom(in VanillaOption option, out double d1, out double d2)
    {
        double s = option.Volatility * Math.Sqrt(option.Years);
        double x = Math.Log(option.Spot / option.Strike)
            + (option.DomesticRate - option.ForeignRate) * option.Years;
        d1 = x / s + 0.5 * s;
        d2 = d1 - s;
        return s > DeviationMin && Math.Min(Math.Abs(d1), Math.Abs(d2)) < DistanceMax;
    }

    /// <summary>Values the option along the forward: exercised at the best of the dates it may be.</summary>
    public static GridValue WithoutChance(in VanillaOption option, ExerciseStyle exercise, int dates)
    {
        double sign = (int)option.Type;
        double best = 0.0;
        double delta = 0.0;
        for (int i = exercise == ExerciseStyle.American ? 0 : dates; i <= dates; i++)
        {
            double years = option.Years * i / dates;
            double asset = Math.Exp(-option.ForeignRate * years);
            double value = sign * (option.Spot * asset - option.Strike * Math.Exp(-option.DomesticRate * years));
            if (value > best)
            {
                best = value;
                delta = sign * asset;
            }
        }

        return new GridValue(best, delta, 0.0);
    }
}
