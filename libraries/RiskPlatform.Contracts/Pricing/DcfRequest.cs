namespace RiskPlatform.Contracts.Pricing;

/// <summary>Asks what payments are worth: at one rate, or on a curve. Exactly one of the two is given.</summary>
/// <param name="CashFlows">The payments, at least one.</param>
/// <param name="Rate">A year as a fraction, compounded yearly, above −1.</param>
/// <param name="Curve">A zero curve.</param>
public sealed record DcfRequest(
    IReadOnlyList<TimedCashFlow> CashFlows, double? Rate = null, CurveParameters? Curve = null);

/// <summary>A payment by time.</summary>
/// <param name="Time">Years from now, zero or more.</param>
/// <param name="Amount">Exact; positive is received, any one unit.</param>
public sealed record TimedCashFlow(double Time, decimal Amount);

/// <summary>What payments are worth.</summary>
/// <param name="PresentValue">In their unit.</param>
/// <param name="Duration">Macaulay (on a curve Fisher–Weil): mean time by present value, years.</param>
/// <param name="Convexity">
/// Second derivative over the value, years squared: by the rate, or on a curve by a parallel shift.
/// </param>
public sealed record DcfResponse(double PresentValue, double Duration, double Convexity);

/// <summary>Asks for the yearly rate at which dated payments are worth nothing.</summary>
/// <param name="CashFlows">The payments; positive is received.</param>
public sealed record XirrRequest(IReadOnlyList<DatedCashFlow> CashFlows);

/// <summary>A payment by date.</summary>
/// <param name="Date">The day.</param>
/// <param name="Amount">Exact; positive is received.</param>
public sealed record DatedCashFlow(DateOnly Date, decimal Amount);

/// <summary>An internal rate.</summary>
/// <param name="Rate">A year as a fraction, of 365 days.</param>
/// <param name="NpvAtRate">What the payments are worth at that rate, which rounding leaves.</param>
public sealed record XirrResponse(double Rate, decimal NpvAtRate);

/// <summary>
/// A zero curve of Nelson and Siegel, or of Svensson where the second hump is given. Rates are continuously compounded
/// fractions a year, decays years.
/// </summary>
/// <param name="Beta0">The rate that long maturities approach.</param>
/// <param name="Beta1">β₀ + β₁ is the rate at maturity zero.</param>
/// <param name="Beta2">The hump.</param>
/// <param name="Tau1">Its decay, above zero.</param>
/// <param name="Beta3">Svensson: the second hump; together with its decay.</param>
/// <param name="Tau2">Svensson: its decay, above zero.</param>
public sealed record CurveParameters(
    double Beta0, double Beta1, double Beta2, double Tau1, double? Beta3 = null, double? Tau2 = null);
