using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Pricing.Loans;

/// <summary>Schedules exact in minor units, and what a loan costs. See docs/methods/loans.md.</summary>
internal static class LoanSchedules
{
    private const decimal MinorMax = 1e14m;

    /// <summary>Works out every payment and the two yearly rates.</summary>
    public static Result<LoanResponse> Create(LoanRequest request)
    {
        if (Check(request).Failure is { } failure)
        {
            return failure;
        }

        var currency = request.Principal.Currency;
        var frequency = FrequencyOf(request.Frequency);
        var paidOut = Before(request.FirstDate, request.Frequency).AddDays(-request.GraceDays);
        var schedule = LoanSchedule.Create(
            new LoanTerms
            {
                PrincipalMinor = Minor(request.Principal),
                AnnualRate = request.AnnualRate,
                Instalments = request.Payments,
                Frequency = frequency,
                Method = (LoanMethod)request.Method,
                Disbursement = paidOut,
                FirstDue = request.FirstDate,
                BalloonMinor = request.Balloon is { } balloon ? Minor(balloon) : 0,
            },
            BusinessCalendar.EveryDay);
        decimal fees = request.Fees?.Amount ?? 0m;
        LoanPayment[] payments =
        [
            .. schedule.Instalments.Select(instalment => new LoanPayment(
                instalment.DueDate,
                Amount(instalment.PrincipalMinor, currency),
                Amount(instalment.InterestMinor, currency),
                new Money(instalment.Number == 1 ? fees : 0m, currency),
                Amount(instalment.OwedMinor, currency))),
        ];
        DatedFlow[] repaid =
        [
            .. payments.Select(p => new DatedFlow(p.Date, p.Principal.Amount + p.Interest.Amount + p.Fee.Amount))
                .Where(flow => flow.Amount > 0m),
        ];
        DatedFlow advance = new(paidOut, request.Principal.Amount);
        var effective = InternalRate.OfDates([advance with { Amount = -advance.Amount }, .. repaid]);
        var annual = AnnualPercentageRate.EuropeanUnion([advance], repaid, frequency);
        return effective.Rate is { } effectiveRate && annual.Rate is { } apr
            ? new LoanResponse(
                payments, effectiveRate, apr, Amount(schedule.TotalInterestMinor, currency), paidOut)
            : Failure.CalculationFailed("annualRate and fees leave no single yearly rate.") with { Code = "noRate" };
    }

    /// <summary>Payments a year.</summary>
    public static PaymentFrequency FrequencyOf(LoanFrequency frequency) => frequency switch
    {
        LoanFrequency.Weekly => PaymentFrequency.Weekly,
        LoanFrequency.Biweekly => PaymentFrequency.BiWeekly,
        LoanFrequency.FourWeekly => PaymentFrequency.FourWeekly,
        _ => PaymentFrequency.Monthly,
    };

    private static InputFaults Check(LoanRequest request)
    {
        var faults = new InputFaults()
            .Check(
                request.Principal is { IsWhole: true, Amount: > 0m }
                    && request.Principal.Amount * UnitsOf(request.Principal.Currency) <= MinorMax,
                "principal is above zero, whole in minor units, and 1e14 of them at most.")
            .Check(
                request.AnnualRate is >= 0m and <= 50m,
                $"annualRate is {request.AnnualRate}; it lies between 0 and 50.")
            .Check(
                request.Payments is >= 1 and <= 1_200, $"payments is {request.Payments}; it lies between 1 and 1200.")
            .Check(
                request.GraceDays is >= 0 and <= 366, $"graceDays is {request.GraceDays}; it lies between 0 and 366.")
            .Check(
                request.FirstDate.Year is >= 1900 and <= 2500,
                $"firstDate is {request.FirstDate:yyyy-MM-dd}; 1900 to 2500.");
        if (request.Fees is { } fees)
        {
            faults.Check(
                fees.Currency == request.Principal.Currency && fees.IsWhole && fees.Amount >= 0m
                    && fees.Amount <= request.Principal.Amount,
                "fees are in the principal's currency, whole in minor units, and between zero and the principal.");
        }

        return faults.Check(
            request.Method == LoanRepayment.Balloon
                ? request.Balloon is { } due && due.Currency == request.Principal.Currency && due.IsWhole
                    && due.Amount >= 0m && due.Amount <= request.Principal.Amount
                : request.Balloon is null,
            "balloon is given for the method balloon and no other: in the principal's currency, up to the principal.");
    }

    private static long Minor(Money money) => (long)(money.Amount * UnitsOf(money.Currency));

    private static Money Amount(long minor, Currency currency) => new(minor / UnitsOf(currency), currency);

    private static decimal UnitsOf(Currency currency) => (decimal)Math.Pow(10, currency.Exponent);

    private static DateOnly Before(DateOnly date, LoanFrequency frequency) => frequency switch
    {
        LoanFrequency.Weekly => date.AddDays(-7),
        LoanFrequency.Biweekly => date.AddDays(-14),
        LoanFrequency.FourWeekly => date.AddDays(-28),
        _ => date.AddMonths(-1),
    };
}
