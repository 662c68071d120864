namespace RiskPlatform.Quant.Risk;

/// <summary>Refuses what is no confidence.</summary>
internal static class ConfidenceGuard
{
    public static double Checked(double confidence) => confidence is > 0.5 and < 1.0
        ? confidence
        : throw new ArgumentOutOfRangeException(
            nameof(confidence), confidence, "A confidence lies strictly between 0.5 and 1: 99% is 0.99.");
}
