using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RiskPlatform.Contracts.Portfolio;
using RiskPlatform.Domain;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.Portfolio.Matrices;

/// <summary>The HTTP surface of matrices and portfolio variance.</summary>
internal static class MatrixEndpoints
{
    // Two matrices of 4,000,000 numbers with 17 digits each.
    private const int BytesMax = 256 * 1024 * 1024;

    public static WebApplicationBuilder AddMatrices(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<MatrixOperations>();
        return builder;
    }

    public static void MapMatrices(this IEndpointRouteBuilder routes)
    {
        var matrices = routes.MapGroup("").WithTags("Matrices")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithMetadata(new RequestSizeLimitAttribute(BytesMax));
        matrices.MapPost("/matrix/multiply", MultiplyAsync).WithName("MultiplyMatrices")
            .WithSummary("Multiply two matrices.")
            .WithExample("""{ "a": [[1, 1], [2, -1]], "b": [[2, 2], [3, 4]] }""");
        matrices.MapPost("/matrix/covariance", CovarianceAsync).WithName("ComputeCovariance")
            .WithSummary("Compute the sample covariance of columns of observations.")
            .WithExample("""{ "observations": [[0.01, 0.02], [-0.02, 0.01], [0.005, -0.01]] }""");
        matrices.MapPost("/matrix/cholesky", FactorAsync).WithName("FactorMatrix")
            .WithSummary("Find the lower Cholesky factor, or the pivot at which there is none.")
            .WithExample("""{ "matrix": [[4, 2], [2, 3]] }""");
        matrices.MapPost("/matrix/frobenius", Norm).WithName("ComputeNorm")
            .WithSummary("Compute the Frobenius norm.").WithExample("""{ "matrix": [[3, 0], [0, 4]] }""");
        matrices.MapPost("/variance", Variance).WithName("ComputePortfolioVariance")
            .WithSummary("Compute a portfolio's variance, volatility and its parts by position.")
            .WithExample("""{ "weights": [0.6, 0.4], "covariance": [[0.04, 0.01], [0.01, 0.09]] }""");
    }

    private static async Task<Results<Ok<MatrixResponse>, ProblemHttpResult>> MultiplyAsync(
        MultiplyRequest request, MatrixOperations matrices, CancellationToken cancellationToken) =>
        Answer(await matrices.MultiplyAsync(request, cancellationToken));

    private static async Task<Results<Ok<MatrixResponse>, ProblemHttpResult>> CovarianceAsync(
        CovarianceRequest request, MatrixOperations matrices, CancellationToken cancellationToken) =>
        Answer(await matrices.CovarianceAsync(request, cancellationToken));

    private static async Task<Results<Ok<MatrixResponse>, ProblemHttpResult>> FactorAsync(
        MatrixRequest request, MatrixOperations matrices, CancellationToken cancellationToken) =>
        Answer(await matrices.FactorAsync(request, cancellationToken));

    private static Results<Ok<NormResponse>, ProblemHttpResult> Norm(MatrixRequest request) =>
        Answer(MatrixOperations.Norm(request));

    private static Results<Ok<VarianceResponse>, ProblemHttpResult> Variance(VarianceRequest request) =>
        Answer(MatrixOperations.Variance(request));

    private static Results<Ok<T>, ProblemHttpResult> Answer<T>(Result<T> result) =>
        result.Match<Results<Ok<T>, ProblemHttpResult>>(
            value => TypedResults.Ok(value), failure => failure.ToProblem());
}
