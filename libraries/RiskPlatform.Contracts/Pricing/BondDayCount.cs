using System.Text.Json.Serialization;

namespace RiskPlatform.Contracts.Pricing;

/// <summary>How a bond counts days.</summary>
public enum BondDayCount
{
    /// <summary>Actual days over those of the coupon period.</summary>
    [JsonStringEnumMemberName("act/act-icma")]
    ActualActualIcma,

    /// <summary>Months of 30 days, bond basis.</summary>
    [JsonStringEnumMemberName("30/360")]
    Thirty360,

    /// <summary>Months of 30 days, Eurobond basis.</summary>
    [JsonStringEnumMemberName("30e/360")]
    ThirtyE360,

    /// <summary>Actual days over 360.</summary>
    [JsonStringEnumMemberName("act/360")]
    Actual360,

    /// <summary>Actual days over 365.</summary>
    [JsonStringEnumMemberName("act/365f")]
    Actual365Fixed,
}

/// <summary>Asks for a fixed-rate bond's figures from its yield, or from its clean price. Exactly one is
/// given.</summary>
/// <param name="CouponRate">A year as a fraction, 0 to 10.</param>
/// <param name="Frequency">Coupons a year: 1, 2, 4 or 12.</param>
/// <param name="Settlement">When the buyer pays; before maturity.</param>
/// <param name="Maturity">When the last coupon and the face are due.</param>
/// <param name="DayCount">How coupons and accrued interest are counted.</param>
/// <param name="Yield">A year as a fraction, compounded at the frequency.</param>
/// <param name="CleanPrice">For the face, without accrued interest.</param>
/// <param name="Face">What is paid back; above zero, 1e15 at most. Every price is for it.</param>
/// <param name="Issue">First day of accrual; the last coupon date up to settlement unless given.</param>
public sealed record BondRequest(
    double CouponRate,
    int Frequency,
    DateOnly Settlement,
    DateOnly Maturity,
    BondDayCount DayCount,
    double? Yield = null,
    double? CleanPrice = null,
    double Face = 100.0,
    DateOnly? Issue = null);

/// <summary>A bond's figures.</summary>
/// <param name="CleanPrice">For the face, without accrued interest.</param>
/// <param name="DirtyPrice">What is paid.</param>
/// <param name="Accrued">Interest since the last coupon.</param>
/// <param name="Yield">A year as a fraction, compounded at the frequency.</param>
/// <param name="MacaulayDuration">Years.</param>
/// <param name="ModifiedDuration">Years.</param>
/// <param name="Convexity">Years squared.</param>
/// <param name="Dv01">Fall of the price for one basis point more of yield.</param>
/// <param name="CashFlows">What is still paid.</param>
public sealed record BondResponse(
    double CleanPrice,
    double DirtyPrice,
    double Accrued,
    double Yield,
    double MacaulayDuration,
    double ModifiedDuration,
    double Convexity,
    double Dv01,
    IReadOnlyList<BondCashFlow> CashFlows);

/// <summary>One payment of a bond.</summary>
/// <param name="Date">When.</param>
/// <param name="Amount">For the face.</param>
public sealed record BondCashFlow(DateOnly Date, decimal Amount);
