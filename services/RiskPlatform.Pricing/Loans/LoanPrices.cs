using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.Quant.FixedIncome;

namespace RiskPlatform.Pricing.Loans;

/// <summary>The nominal rate at which a loan breaks even. See docs/methods/loan-pricing.md.</summary>
internal static class LoanPrices
{
    private const double RateMax = 1_000.0;

    /// <summary>Solves for the rate, then adds cost by cost: each part is what the rate rises by.</summary>
    public static Result<LoanPriceResponse> BreakEven(LoanPriceRequest request)
    {
        if (Check(request).Failure is { } failure)
        {
            return failure;
        }

        // What one year of what is owed must earn, compounded yearly, without default and running cost.
        double funded = (1.0 - request.CapitalRatio) * request.FundingRate;
        double withCapital = funded + request.CapitalRatio * request.HurdleRate;
        double hedge = request.FxHedge
            ? (1.0 - request.CapitalRatio) * (request.LocalRate!.Value - request.FundingRate)
            : 0.0;
        double[] rates =
        [
            Rate(request, request.FundingRate, pd: 0.0, cost: 0.0),
            Rate(request, withCapital, pd: 0.0, cost: 0.0),
            Rate(request, withCapital, request.Pd, cost: 0.0),
            Rate(request, withCapital, request.Pd, request.OperatingCost),
            Rate(request, withCapital + hedge, request.Pd, request.OperatingCost),
        ];
        return Array.TrueForAll(rates, double.IsFinite)
            ? new LoanPriceResponse(rates[4], new LoanPriceParts(
                rates[0], rates[1] - rates[0], rates[2] - rates[1], rates[3] - rates[2], rates[4] - rates[3]))
            : Failure.CalculationFailed(
                $"pd, lgd and the costs are so high that no rate up to {RateMax} pays for them.")
                with { Code = "noRate" };
    }

    // The value of one unit lent rises with the rate, so bisection ends in it; NaN if even the highest does not pay.
    private static double Rate(LoanPriceRequest request, double required, double pd, double cost)
    {
        double low = -0.99;
        double high = RateMax;
        if (!(Value(request, high, required, pd, cost) >= 1.0))
        {
            return double.NaN;
        }

        for (int step = 0; step < 200 && high - low > 1e-15 * Math.Max(Math.Abs(high), 1e-3); step++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Value(request, middle, required, pd, cost) < 1.0 ? (middle, high) : (low, middle);
        }

        return 0.5 * (low + high);
    }

    /// <summary>Expected present value of what one unit lent brings, less its running cost.</summary>
    private static double Value(LoanPriceRequest request, double nominal, double required, double pd, double cost)
    {
        int n = request.Loan.Payments;
        int perYear = LoanSchedules.FrequencyOf(request.Loan.Frequency).PerYear();
        double interest = nominal / perYear;
        double survival = Math.Pow(1.0 - pd, 1.0 / perYear);
        double discount = Math.Pow(1.0 + required, -1.0 / perYear);
        double level = LevelPayment(interest, n);
        double owed = 1.0;
        double alive = 1.0;
        double factor = 1.0;
        double value = 0.0;
        for (int k = 1; k <= n; k++)
        {
            factor *= discount;
            double defaulted = alive * (1.0 - survival);
            double repaid = request.Loan.Method == LoanRepayment.EqualPrincipal ? 1.0 / n : level - owed * interest;
            value -= alive * owed * cost / perYear * factor;
            value += defaulted * owed * (1.0 - request.Lgd) * factor;
            alive -= defaulted;
            value += alive * (repaid + owed * interest) * factor;
            owed -= repaid;
        }

        return value;
    }

    // Of one unit lent: 1 / Σ (1 + i)^(−k). The closed form subtracts nearly equal numbers at low rates.
    private static double LevelPayment(double interest, int payments)
    {
        double discount = 1.0 / (1.0 + interest);
        double annuity = 0.0;
        for (int k = 0; k < payments; k++)
        {
            annuity = (annuity + 1.0) * discount;
        }

        return 1.0 / annuity;
    }

    private static InputFaults Check(LoanPriceRequest request)
    {
        var faults = new InputFaults()
            .Check(request.Loan.Principal.Amount > 0m, "loan.principal is above zero.")
            .Check(
                request.Loan.Principal.Currency == request.Currency,
                "currency is that of loan.principal.")
            .Check(
                request.Loan.Method is LoanRepayment.Annuity or LoanRepayment.EqualPrincipal,
                "loan.method is annuity or equalPrincipal here.")
            .Check(request.Loan.Payments is >= 1 and <= 1_200, "loan.payments lies between 1 and 1200.")
            .Check(request.Pd is >= 0.0 and < 1.0, $"pd is {request.Pd}; it lies between 0 and below 1.")
            .Between("lgd", request.Lgd, 0.0, 1.0)
            .Between("fundingRate", request.FundingRate, -0.5, 10.0)
            .Between("capitalRatio", request.CapitalRatio, 0.0, 1.0)
            .Between("hurdleRate", request.HurdleRate, -0.5, 10.0)
            .Between("operatingCost", request.OperatingCost, 0.0, 10.0);
        if (request.LocalRate is { } local)
        {
            faults.Between("localRate", local, -0.5, 10.0);
        }

        return faults.Check(
            !request.FxHedge || request.LocalRate is not null,
            "localRate is needed for a hedge: its cost is what covered interest parity says.");
    }
}
