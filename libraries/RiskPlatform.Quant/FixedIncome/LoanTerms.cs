namespace RiskPlatform.Quant.FixedIncome;

/// <summary>What a loan schedule is made from. Money is in minor units, such as cents.</summary>
public sealed record LoanTerms
{
    /// <summary>What is lent, in minor units: 1 to 10¹⁴.</summary>
    public required long PrincipalMinor { get; init; }

    /// <summary>Nominal interest a year as a fraction: 24% is 0.24. 0 to 50.</summary>
    public required decimal AnnualRate { get; init; }

    /// <summary>How many instalments, 1 to 1,200.</summary>
    public required int Instalments { get; init; }

    /// <summary>How far they are apart.</summary>
    public required PaymentFrequency Frequency { get; init; }

    /// <summary>How principal and interest are spread over them.</summary>
    public required LoanMethod Method { get; init; }

    /// <summary>When the principal is paid out.</summary>
    public required DateOnly Disbursement { get; init; }

    /// <summary>When the first instalment is due, if not one period after disbursement; after disbursement.</summary>
    public DateOnly? FirstDue { get; init; }

    /// <summary>Instalments at the start that pay interest only; fewer than all.</summary>
    public int GraceInstalments { get; init; }

    /// <summary>For a balloon loan: principal due with the last instalment on top of it. 0 to the principal.</summary>
    public long BalloonMinor { get; init; }

    /// <summary>
    /// How interest days are counted: Act/360, Act/365F or a 30/360. None for equal periods, each the frequency's
    /// share of a year whatever its days.
    /// </summary>
    public DayCount? InterestDayCount { get; init; }

    /// <summary>Where a due date goes that is not a business day.</summary>
    public BusinessDayAdjustment Adjustment { get; init; }

    /// <summary>How interest and level payments are rounded to a minor unit; half to even unless said.</summary>
    public MidpointRounding Rounding { get; init; } = MidpointRounding.ToEven;
}

/// <summary>How principal and interest are spread over a loan's instalments.</summary>
public enum LoanMethod
{
    /// <summary>Level payments; interest on what is still owed.</summary>
    Annuity,

    /// <summary>Level principal; interest on what is still owed, so payments fall.</summary>
    EqualPrincipal,

    /// <summary>Level principal, and level interest on the whole principal over the whole time.</summary>
    Flat,

    /// <summary>Level payments that leave an agreed principal for the end.</summary>
    Balloon,
}
