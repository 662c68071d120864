namespace RiskPlatform.Quant.Options;

/// <summary>Where a batch puts its results. A column left empty is not computed; any other has length n.</summary>
/// <remarks>
/// Meaning, unit and sign of each number stand at <see cref="OptionGreeks"/>. A column may be the very memory of an
/// input column, but may not partly overlap one.
/// </remarks>
public readonly ref struct GreekColumns
{
    /// <summary>Receives prices.</summary>
    public Span<double> Prices { get; init; }

    /// <summary>Receives deltas.</summary>
    public Span<double> Deltas { get; init; }

    /// <summary>Receives gammas.</summary>
    public Span<double> Gammas { get; init; }

    /// <summary>Receives vegas.</summary>
    public Span<double> Vegas { get; init; }

    /// <summary>Receives thetas.</summary>
    public Span<double> Thetas { get; init; }

    /// <summary>Receives rhos by the domestic rate.</summary>
    public Span<double> DomesticRhos { get; init; }

    /// <summary>Receives rhos by the foreign rate.</summary>
    public Span<double> ForeignRhos { get; init; }

    /// <summary>Receives vannas.</summary>
    public Span<double> Vannas { get; init; }

    /// <summary>Receives volgas.</summary>
    public Span<double> Volgas { get; init; }

    /// <summary>Receives charms.</summary>
    public Span<double> Charms { get; init; }

    internal void CheckShapes(int length)
    {
        Check(Prices, length);
        Check(Deltas, length);
        Check(Gammas, length);
        Check(Vegas, length);
        Check(Thetas, length);
        Check(DomesticRhos, length);
        Check(ForeignRhos, length);
        Check(Vannas, length);
        Check(Volgas, length);
        Check(Charms, length);
    }

    private static void Check(Span<double> column, int length)
    {
        if (!column.IsEmpty)
        {
            KernelGuard.Length(column.Length, length);
        }
    }
}
