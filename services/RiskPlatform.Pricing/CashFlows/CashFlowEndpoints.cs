using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Pricing;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Pricing.CashFlows;

/// <summary>The HTTP surface of cash flows.</summary>
internal static class CashFlowEndpoints
{
    public static void MapCashFlows(this IEndpointRouteBuilder routes)
    {
        var flows = routes.MapGroup("").WithTags("Cash flows")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        flows.MapPost("/dcf", Discount).WithName("DiscountCashFlows")
            .WithSummary("Value payments at one rate or on a curve.")
            .WithExample("""
                { "cashFlows": [{ "time": 1, "amount": 5 }, { "time": 2, "amount": 105 }], "rate": 0.05 }
                """);
        flows.MapPost("/xirr", InternalRateOf).WithName("FindInternalRate")
            .WithSummary("Find the yearly rate at which dated payments are worth nothing.")
            .WithExample("""
                { "cashFlows": [{ "date": "2026-01-01", "amount": -1000 }, { "date": "2027-01-01", "amount": 1100 }] }
                """);
    }

    private static Results<Ok<DcfResponse>, ProblemHttpResult> Discount(DcfRequest request) =>
        CashFlowValues.Discount(request).Match<Results<Ok<DcfResponse>, ProblemHttpResult>>(
            value => TypedResults.Ok(value), failure => failure.ToProblem());

    private static Results<Ok<XirrResponse>, ProblemHttpResult> InternalRateOf(XirrRequest request) =>
        CashFlowValues.InternalRateOf(request).Match<Results<Ok<XirrResponse>, ProblemHttpResult>>(
            found => TypedResults.Ok(found), failure => failure.ToProblem());
}
