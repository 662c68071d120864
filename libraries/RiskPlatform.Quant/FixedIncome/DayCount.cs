namespace RiskPlatform.Quant.FixedIncome;

/// <summary>How the time between two dates is counted in years.</summary>
public enum DayCount
{
    /// <summary>Actual days over 360.</summary>
    Actual360,

    /// <summary>Actual days over 365, in leap years too.</summary>
    Actual365Fixed,

    /// <summary>Days in leap years over 366, days in other years over 365.</summary>
    ActualActualIsda,

    /// <summary>Actual days over the days of the coupon period, times its share of a year. Needs a coupon
    /// grid.</summary>
    ActualActualIcma,

    /// <summary>30/360 US: the 31st and the last of February count as a 30th by the rules of US bonds.</summary>
    Thirty360Us,

    /// <summary>30/360 bond basis (ISDA 4.16(f)): an end on the 31st moves only after a start on the 30th or
    /// 31st.</summary>
    Thirty360BondBasis,

    /// <summary>30E/360, the Eurobond basis (ISDA 4.16(g)): every 31st counts as a 30th.</summary>
    ThirtyE360,

    /// <summary>30E/360 ISDA (4.16(h)): as 30E/360, and the last of February counts as a 30th except at the
    /// end.</summary>
    ThirtyE360Isda,

    /// <summary>Business days over 252, the first counted and the last not. Needs a calendar.</summary>
    Business252,
}
