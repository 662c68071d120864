using System.Text.Json;
using Microsoft.Extensions.Options;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.Portfolio;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Portfolio.Matrices;
using RiskPlatform.Portfolio.Optimisation;
using RiskPlatform.Portfolio.Tests.Searches;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Portfolio.Tests;

/// <summary>Who leaves stops the computation within 100 ms, whatever it is.</summary>
public sealed class CancellationTests
{
    private const int Size = 700;

    // Goal: a client that leaves frees the core at once. Method: a big request of each kind, cancelled 20 ms into its
    // run; the best of ten tries, as other work on the machine can only add to what is waited.
    [Theory]
    [InlineData("multiply")]
    [InlineData("covariance")]
    [InlineData("cholesky")]
    [InlineData("optimise")]
    [InlineData("search")]
    public async Task Cancelled_WhileItRuns_EndsWithinATenthOfASecond(string work)
    {
        using var budget = new WorkBudget(Options.Create(new WorkOptions()));
        List<double?> waits = [];
        for (int attempt = 0; attempt < 10; attempt++)
        {
            waits.Add(await CancelledWork.StopMillisecondsAsync(
                token => RunAsync(work, budget, token), TimeSpan.FromMilliseconds(20)));
        }

        Assert.True(waits.Min() < 100.0, $"{string.Join(", ", waits)} ms");
    }

    private static Task RunAsync(string work, WorkBudget budget, CancellationToken token) => work switch
    {
        "multiply" => new MatrixOperations(budget).MultiplyAsync(new MultiplyRequest(Matrix(), Matrix()), token),
        "covariance" => new MatrixOperations(budget).CovarianceAsync(new CovarianceRequest(Matrix()), token),
        "cholesky" => new MatrixOperations(budget).FactorAsync(new MatrixRequest(Matrix()), token),
        "optimise" => new BestWeights(budget).FindAsync(
            new OptimiseRequest([.. Enumerable.Repeat(0.1, Size)], Matrix(), new WeightBoundsRequest(new double[Size])),
            token),
        _ => new Portfolio.Searches.Searches(budget, TimeProvider.System).FindAsync(Search(), token),
    };

    // Diagonally dominant, so it has a factor and an optimum.
    private static double[][] Matrix() =>
    [
        .. Enumerable.Range(0, Size).Select(i =>
            Enumerable.Range(0, Size).Select(j => i == j ? 2.0 : 1.0 / (1 + i + j)).ToArray()),
    ];

    private static SearchRequest Search()
    {
        using var reference = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Reference", "portfolio_search_150.json")));
        return JsonSerializer.Deserialize<SearchRequest>(
            LoanSearch.Of(reference.RootElement.GetProperty("cases")[0]), ContractJson.Options)!;
    }
}
