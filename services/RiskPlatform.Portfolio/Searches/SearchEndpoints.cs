using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Portfolio;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Portfolio.Searches;

/// <summary>The HTTP surface of searches.</summary>
internal static class SearchEndpoints
{
    public static WebApplicationBuilder AddSearches(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Searches>();
        return builder;
    }

    public static void MapSearches(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/search", FindAsync).WithTags("Search").WithName("SearchPortfolio")
            .WithSummary("Choose loans exactly: the best within constraints, with proof, or why there is none.")
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithExample("""
                { "items": [
                    { "id": "L1", "values": { "amount": 400, "profit": 70 }, "tags": { "currency": "KES" } },
                    { "id": "L2", "values": { "amount": 300, "profit": 60 }, "tags": { "currency": "UGX" } },
                    { "id": "L3", "values": { "amount": 500, "profit": 80 }, "tags": { "currency": "KES" },
                      "maxUnits": 3 }],
                  "maximise": "profit",
                  "constraints": [
                    { "kind": "sum", "value": "amount", "max": 1200 },
                    { "id": "kes", "kind": "sum", "value": "amount", "max": 900, "where": { "currency": "KES" } }] }
                """);

    private static async Task<Results<Ok<SearchResponse>, ProblemHttpResult>> FindAsync(
        SearchRequest request, Searches searches, CancellationToken cancellationToken)
    {
        var found = await searches.FindAsync(request, cancellationToken);
        return found.Match<Results<Ok<SearchResponse>, ProblemHttpResult>>(
            value => TypedResults.Ok(value), failure => failure.ToProblem());
    }
}
