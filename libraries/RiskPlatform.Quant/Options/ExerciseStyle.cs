namespace RiskPlatform.Quant.Options;

/// <summary>When the holder may exercise.</summary>
public enum ExerciseStyle
{
    /// <summary>At expiry only.</summary>
    European,

    /// <summary>At any time up to expiry.</summary>
    American,
}
