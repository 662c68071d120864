namespace RiskPlatform.Quant.FixedIncome;

/// <summary>An amount paid on a day.</summary>
/// <param name="Date">When.</param>
/// <param name="Amount">How much, exact, in any one unit; positive is received and negative paid.</param>
public readonly record struct DatedFlow(DateOnly Date, decimal Amount);
