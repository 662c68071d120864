using RiskPlatform.Domain;

namespace RiskPlatform.Contracts.Pricing;

/// <summary>How a loan is paid back.</summary>
public enum LoanRepayment
{
    /// <summary>Level payments; interest on what is still owed.</summary>
    Annuity,

    /// <summary>Level principal; interest on what is still owed.</summary>
    EqualPrincipal,

    /// <summary>Level principal, and level interest on the whole principal.</summary>
    Flat,

    /// <summary>Level payments that leave an agreed principal for the end.</summary>
    Balloon,
}

/// <summary>How often a loan is paid.</summary>
public enum LoanFrequency
{
    /// <summary>Every 7 days.</summary>
    Weekly,

    /// <summary>Every 14 days.</summary>
    Biweekly,

    /// <summary>Every 28 days.</summary>
    FourWeekly,

    /// <summary>Every month.</summary>
    Monthly,
}

/// <summary>Asks for a loan's schedule.</summary>
/// <param name="Principal">What is lent, a whole number of minor units.</param>
/// <param name="AnnualRate">Nominal interest a year as a fraction, 0 to 50.</param>
/// <param name="Method">How it is paid back.</param>
/// <param name="Payments">How many, 1 to 1,200.</param>
/// <param name="Frequency">How far apart.</param>
/// <param name="FirstDate">When the first is due. The loan is paid out one period and the grace before.</param>
/// <param name="GraceDays">Days of the first period beyond its usual length, 0 to 366; they bear no interest.</param>
/// <param name="Fees">Paid with the first payment, in the principal's currency.</param>
/// <param name="Balloon">For a balloon loan: principal due at the end beside the last payment.</param>
public sealed record LoanRequest(
    Money Principal,
    decimal AnnualRate,
    LoanRepayment Method,
    int Payments,
    LoanFrequency Frequency,
    DateOnly FirstDate,
    int GraceDays = 0,
    Money? Fees = null,
    Money? Balloon = null);

/// <summary>A loan's schedule and what it costs.</summary>
/// <param name="Schedule">One row a payment; principals sum to the principal exactly.</param>
/// <param name="EffectiveAnnualRate">The yearly rate at which payout and payments are worth the same, days/365.</param>
/// <param name="Apr">The annual percentage rate of Directive 2008/48/EC, as a fraction.</param>
/// <param name="TotalInterest">Interest of all payments.</param>
/// <param name="PaidOut">The day of payout.</param>
public sealed record LoanResponse(
    IReadOnlyList<LoanPayment> Schedule,
    double EffectiveAnnualRate,
    double Apr,
    Money TotalInterest,
    DateOnly PaidOut);

/// <summary>One payment.</summary>
/// <param name="Date">When it is due.</param>
/// <param name="Principal">Of it, principal.</param>
/// <param name="Interest">Of it, interest.</param>
/// <param name="Fee">Of it, fees.</param>
/// <param name="Balance">Principal still owed after it.</param>
public sealed record LoanPayment(DateOnly Date, Money Principal, Money Interest, Money Fee, Money Balance);

/// <summary>Asks at which nominal rate a loan breaks even. Rates are fractions a year, compounded yearly.</summary>
/// <param name="Loan">The loan, without its rate.</param>
/// <param name="Pd">Probability of default in a year, 0 to below 1.</param>
/// <param name="Lgd">Share of what is owed that a default loses, 0 to 1.</param>
/// <param name="FundingRate">What borrowed money costs, in the funding currency.</param>
/// <param name="CapitalRatio">Share of the loan that is funded by equity, 0 to 1.</param>
/// <param name="HurdleRate">What equity must earn.</param>
/// <param name="OperatingCost">A year, as a fraction of what is owed.</param>
/// <param name="FxHedge">Whether the funding currency is hedged into the loan's.</param>
/// <param name="Currency">The loan's currency; that of its principal.</param>
/// <param name="LocalRate">The loan currency's market rate for the loan's life; needed with a hedge.</param>
public sealed record LoanPriceRequest(
    PricedLoan Loan,
    double Pd,
    double Lgd,
    double FundingRate,
    double CapitalRatio,
    double HurdleRate,
    double OperatingCost,
    bool FxHedge,
    Currency Currency,
    double? LocalRate = null);

/// <summary>A loan whose rate is asked for.</summary>
/// <param name="Principal">What is lent.</param>
/// <param name="Method">annuity or equalPrincipal.</param>
/// <param name="Payments">How many, 1 to 1,200.</param>
/// <param name="Frequency">How far apart.</param>
public sealed record PricedLoan(Money Principal, LoanRepayment Method, int Payments, LoanFrequency Frequency);

/// <summary>The break-even rate and what it is made of. The parts sum to it.</summary>
/// <param name="BreakEvenRate">Nominal, a year, compounded at the loan's frequency.</param>
/// <param name="Parts">Funding, capital, expected loss, operating cost and hedge, each as added to those
/// before.</param>
public sealed record LoanPriceResponse(double BreakEvenRate, LoanPriceParts Parts);

/// <summary>The parts of a break-even rate, as fractions a year.</summary>
/// <param name="Funding">At the funding rate alone.</param>
/// <param name="Capital">More for the equity share's hurdle.</param>
/// <param name="ExpectedLoss">More for defaults.</param>
/// <param name="OperatingCost">More for running it.</param>
/// <param name="FxHedge">More for the hedge; zero without one.</param>
public sealed record LoanPriceParts(
    double Funding, double Capital, double ExpectedLoss, double OperatingCost, double FxHedge);
