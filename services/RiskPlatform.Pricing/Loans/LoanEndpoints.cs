using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Pricing;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Pricing.Loans;

/// <summary>The HTTP surface of loans.</summary>
internal static class LoanEndpoints
{
    public static void MapLoans(this IEndpointRouteBuilder routes)
    {
        var loans = routes.MapGroup("/loan").WithTags("Loans")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        loans.MapPost("", Create).WithName("MakeLoanSchedule")
            .WithSummary("Work out a loan's payments, its effective rate and its annual percentage rate.")
            .WithExample("""
                { "principal": { "amount": 20000, "currency": "KES" }, "annualRate": 0.36, "method": "annuity",
                  "payments": 26, "frequency": "biweekly", "firstDate": "2026-02-02",
                  "fees": { "amount": 400, "currency": "KES" } }
                """);
        loans.MapPost("/price", BreakEven).WithName("PriceLoan")
            .WithSummary("Find the rate at which a loan breaks even, and what it is made of.")
            .WithExample("""
                { "loan": { "principal": { "amount": 20000, "currency": "KES" }, "method": "annuity", "payments": 12,
                  "frequency": "monthly" }, "pd": 0.06, "lgd": 0.6, "fundingRate": 0.07, "capitalRatio": 0.15,
                  "hurdleRate": 0.18, "operatingCost": 0.08, "fxHedge": true, "currency": "KES", "localRate": 0.13 }
                """);
    }

    private static Results<Ok<LoanResponse>, ProblemHttpResult> Create(LoanRequest request) =>
        LoanSchedules.Create(request).Match<Results<Ok<LoanResponse>, ProblemHttpResult>>(
            made => TypedResults.Ok(made), failure => failure.ToProblem());

    private static Results<Ok<LoanPriceResponse>, ProblemHttpResult> BreakEven(LoanPriceRequest request) =>
        LoanPrices.BreakEven(request).Match<Results<Ok<LoanPriceResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
}
