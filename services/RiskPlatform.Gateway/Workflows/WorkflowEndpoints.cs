using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.Gateway;
using RiskPlatform.Domain;
using RiskPlatform.ServiceDefaults.Failures;

namespace RiskPlatform.Gateway.Workflows;

/// <summary>Runs over several services in one call.</summary>
internal static class WorkflowEndpoints
{
    public static WebApplicationBuilder AddWorkflows(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RiskWorkflow>();
        return builder;
    }

    public static void MapWorkflows(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workflow/risk-full", RunAsync)
            .WithTags("Gateway")
            .WithName("RunRiskFull")
            .WithSummary("Collect rates, load what is new and report, in one call.")
            .ProducesProblem(StatusCodes.Status502BadGateway);

    private static async Task<Results<Ok<WorkflowResponse>, ProblemHttpResult>> RunAsync(
        RiskWorkflow workflow, CancellationToken cancellationToken)
    {
        var run = await workflow.RunAsync(cancellationToken);
        return run.Status == "completed" ? TypedResults.Ok(run) : Problem(run);
    }

    /// <summary>Problem details that name the step and carry all of them, each with what its service said.</summary>
    private static ProblemHttpResult Problem(WorkflowResponse run)
    {
        var failed = run.Steps.First(step => step.Status == "failed");
        var problem = Failure.Unavailable($"Step {failed.Name} failed at {failed.Service}.").ToBadGateway();
        problem.ProblemDetails.Extensions["workflowId"] = run.WorkflowId;
        problem.ProblemDetails.Extensions["failedStep"] = failed.Name;
        problem.ProblemDetails.Extensions["steps"] = run.Steps;
        return problem;
    }
}
