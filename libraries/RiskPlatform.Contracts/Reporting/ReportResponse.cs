using RiskPlatform.Domain;

namespace RiskPlatform.Contracts.Reporting;

/// <summary>The consolidated risk report of one moment.</summary>
/// <param name="Id">Counts up.</param>
/// <param name="GeneratedAt">When it was made, UTC.</param>
/// <param name="Trigger">schedule, request or catchUp.</param>
/// <param name="AvgRiskScore">Mean expected one-year loss of the loans, percent; null without loans.</param>
/// <param name="MaxRiskScore">Largest, percent.</param>
/// <param name="MinRiskScore">Smallest, percent.</param>
/// <param name="TotalRecords">Loans scored.</param>
/// <param name="BaseCurrency">The currency the lender reports in.</param>
/// <param name="CurrenciesWithRates">Currencies a rate against the base is known for, the base included.</param>
/// <param name="Exposures">What borrowers owe, by currency.</param>
/// <param name="ValueAtRisk">One-day FX value at risk of the exposures; null where it cannot be computed.</param>
/// <param name="Gaps">What is missing in this report and why; empty in a complete one.</param>
/// <param name="Lineage">What it was made from.</param>
public sealed record ReportResponse(
    long Id,
    DateTimeOffset GeneratedAt,
    string Trigger,
    double? AvgRiskScore,
    double? MaxRiskScore,
    double? MinRiskScore,
    long TotalRecords,
    Currency BaseCurrency,
    int CurrenciesWithRates,
    IReadOnlyList<CurrencyExposure> Exposures,
    ReportedVar? ValueAtRisk,
    IReadOnlyList<string> Gaps,
    Lineage Lineage);

/// <summary>What borrowers owe in one currency.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Loans">Loans owed in it.</param>
/// <param name="Outstanding">What is owed, in the currency.</param>
/// <param name="InBase">The same in the base currency; null without a rate.</param>
/// <param name="Rate">Units of the currency for one of the base; null without a rate.</param>
/// <param name="RateState">The state of that rate.</param>
public sealed record CurrencyExposure(
    Currency Currency, long Loans, Money Outstanding, Money? InBase, decimal? Rate, DataState RateState);

/// <summary>FX value at risk of the book. Losses are positive.</summary>
/// <param name="Method">parametric.</param>
/// <param name="Confidence">A fraction, such as 0.99.</param>
/// <param name="HorizonDays">Business days.</param>
/// <param name="Var">The loss not exceeded with that confidence, in the base currency.</param>
/// <param name="ExpectedShortfall">The mean loss beyond it.</param>
/// <param name="StandardError">Standard error of the value at risk from the finite window.</param>
/// <param name="Observations">Joint daily returns the covariance rests on.</param>
/// <param name="From">The first date of the window.</param>
/// <param name="To">The last date of the window.</param>
/// <param name="Components">Parts by currency that sum to the value at risk.</param>
public sealed record ReportedVar(
    string Method,
    double Confidence,
    int HorizonDays,
    Money Var,
    Money ExpectedShortfall,
    Money StandardError,
    int Observations,
    DateOnly From,
    DateOnly To,
    IReadOnlyList<VarComponent> Components);

/// <summary>One currency's part of the value at risk.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Var">Its part, in the base currency; negative where it hedges the others.</param>
/// <param name="Share">Its part as a fraction of the whole.</param>
public sealed record VarComponent(Currency Currency, Money Var, double Share);
