namespace RiskPlatform.Quant.TimeSeries;

/// <summary>
/// A seasonal autoregressive integrated moving-average model: φ(B) Φ(Bˢ) (1 − B)ᵈ (1 − Bˢ)ᴰ (yₜ − xₜβ) = θ(B) Θ(Bˢ) eₜ,
/// φ(B) = 1 − φ₁B − …, θ(B) = 1 + θ₁B + ….
/// </summary>
/// <param name="Order">p, d and q.</param>
/// <param name="Seasonal">P, D and Q; all zero without a season.</param>
/// <param name="Period">s, values in a season; 1 without one.</param>
/// <param name="HasMean">Whether a constant stands in x; only without differences, which remove it.</param>
public readonly record struct ArimaSpecification(ArimaOrder Order, ArimaOrder Seasonal, int Period, bool HasMean)
{
    /// <summary>Most values the state may hold: p + sP, q + sQ + 1 and d + sD count.</summary>
    public const int StateMax = 400;

    /// <summary>A model without a season; it has a mean if it takes no difference.</summary>
    /// <param name="p">Autoregressive terms.</param>
    /// <param name="d">Differences.</param>
    /// <param name="q">Moving-average terms.</param>
    public static ArimaSpecification Of(int p, int d, int q) =>
        new(new ArimaOrder(p, d, q), default, 1, HasMean: d == 0);

    /// <summary>Values lost to differences, d + sD.</summary>
    public int LostToDifferences => Order.Differences + Period * Seasonal.Differences;

    /// <summary>Fitted weights: p + q + P + Q.</summary>
    internal int WeightCount =>
        Order.Autoregressive + Order.MovingAverage + Seasonal.Autoregressive + Seasonal.MovingAverage;

    /// <summary>The state of the stationary part: max(p + sP, q + sQ + 1).</summary>
    internal int StationaryState => Math.Max(
        Order.Autoregressive + Period * Seasonal.Autoregressive,
        Order.MovingAverage + Period * Seasonal.MovingAverage + 1);

    internal void Check()
    {
        foreach (var order in new[] { Order, Seasonal })
        {
            if (order.Autoregressive < 0 || order.Differences < 0 || order.MovingAverage < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(order), order, "An order is zero or more.");
            }
        }

        if (Period < 1 || (Period == 1 && Seasonal != default))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Period), Period, "A season has at least two values; without one, the period is 1.");
        }

        if (HasMean && LostToDifferences > 0)
        {
            throw new ArgumentException("Differences remove a mean: ask for one or the other.");
        }

        if ((long)StationaryState + LostToDifferences > StateMax)
        {
            throw new ArgumentException($"The model's state is longer than {StateMax}.");
        }
    }
}

/// <summary>Orders of a model or of its season.</summary>
/// <param name="Autoregressive">p: values before that count.</param>
/// <param name="Differences">d: how often differences are taken.</param>
/// <param name="MovingAverage">q: errors before that count.</param>
public readonly record struct ArimaOrder(int Autoregressive, int Differences, int MovingAverage);
