using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Strategies;
using RiskPlatform.Domain;
using RiskPlatform.ServiceDefaults.Failures;

namespace RiskPlatform.Strategies.Modules;

/// <summary>The HTTP surface of strategy modules: list, load or swap, remove.</summary>
internal static class ModuleEndpoints
{
    public static WebApplicationBuilder AddModules(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ModuleOptions>().BindConfiguration("Strategies")
            .Validate(
                limits => limits is
                {
                    ModuleBytesMax: > 0 and < int.MaxValue, ModulesMax: > 0, ModuleLoadMs: > 0, ModuleBudgetMs: > 0,
                    ModuleMemoryMb: >= 32, ModuleParallelism: > 0, ModuleQueueLength: >= 0,
                },
                "Strategies: limits of modules are positive, and their memory is 32 MiB or more.")
            .ValidateOnStart();
        builder.Services.AddSingleton<StrategyModules>();
        builder.Services.AddHealthChecks().AddCheck<ModuleHealth>("modules");
        return builder;
    }

    public static void MapModules(this IEndpointRouteBuilder routes)
    {
        var modules = routes.MapGroup("/modules").WithTags("Modules");
        modules.MapGet("/", ListAsync).WithName("GetModules")
            .WithSummary("The modules of this replica, by name.");
        modules.MapPost("/{name}", LoadAsync).WithName("LoadModule")
            .WithSummary("Load a strategy module, or swap its version while backtests run. The body is an assembly.")
            .Accepts<Stream>("application/octet-stream")
            .ProducesProblem(StatusCodes.Status403Forbidden);
        modules.MapDelete("/{name}", RemoveAsync).WithName("RemoveModule")
            .WithSummary("Remove a module; backtests that run on it end first.")
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }

    private static Task<Ok<IReadOnlyList<ModuleResponse>>> ListAsync(
        StrategyModules modules, CancellationToken cancellationToken) =>
        Task.FromResult(TypedResults.Ok(modules.All));

    private static async Task<Results<Ok<ModuleResponse>, ProblemHttpResult>> LoadAsync(
        string name, HttpRequest request, StrategyModules modules, CancellationToken cancellationToken) =>
        Answer(await modules.LoadAsync(name, request.Body, request.ContentLength, cancellationToken));

    private static async Task<Results<Ok<ModuleResponse>, ProblemHttpResult>> RemoveAsync(
        string name, StrategyModules modules, CancellationToken cancellationToken) =>
        Answer(await modules.RemoveAsync(name, cancellationToken));

    private static Results<Ok<ModuleResponse>, ProblemHttpResult> Answer(Result<ModuleResponse> result) =>
        result.Match<Results<Ok<ModuleResponse>, ProblemHttpResult>>(
            module => TypedResults.Ok(module), failure => failure.ToProblem());
}
