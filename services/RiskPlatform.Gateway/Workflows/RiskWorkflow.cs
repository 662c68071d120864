using System.Text.Json;
using RiskPlatform.Contracts.Gateway;
using RiskPlatform.Gateway.Caching;
using RiskPlatform.Gateway.Forwarding;
using RiskPlatform.Gateway.SystemLogs;

namespace RiskPlatform.Gateway.Workflows;

/// <summary>Collect rates, load what is new, report: the whole chain in one call. A failed step ends it.</summary>
internal sealed class RiskWorkflow(BackendLinks links, AnswerCache answers, SystemLog log, TimeProvider time)
{
    private static readonly (string Name, string Service, string Path)[] Plan =
    [
        ("collect", "market-data", "/collect"),
        ("ingest", "ingestion", "/inbox"),
        ("report", "reporting", "/reports"),
    ];

    /// <summary>Runs the steps in order.</summary>
    public async Task<WorkflowResponse> RunAsync(CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid();
        List<WorkflowStep> steps = [];
        foreach (var (name, service, path) in Plan)
        {
            bool goesOn = steps.All(step => step.Status == "completed");
            steps.Add(goesOn
                ? await StepAsync(id, name, links.To(service), path, cancellationToken)
                : new WorkflowStep(name, service, "skipped", ElapsedMs: 0.0, Result: null));
        }

        var failed = steps.Find(step => step.Status == "failed");
        log.Write($"workflow risk-full {id} {(failed is null ? "completed" : $"failed at {failed.Name}")}");
        return new WorkflowResponse(id, steps, failed is null ? "completed" : "failed");
    }

    private async Task<WorkflowStep> StepAsync(
        Guid workflow, string name, BackendLink link, string path, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        try
        {
            var answer = await link.AskAsync(
                HttpMethod.Post, path, link.Backend.WorkTimeout, $"{workflow}-{name}", cancellationToken);
            if (answer.IsSuccess)
            {
                await answers.ForgetAsync(link.Backend.Name);
            }

            return Step(answer.IsSuccess, Json(answer));
        }
        catch (Exception fault) when (BackendProblems.IsNoAnswer(fault))
        {
            return Step(
                isCompleted: false,
                JsonSerializer.SerializeToElement(BackendProblems.Of(link.Backend.Name, fault).ProblemDetails));
        }

        WorkflowStep Step(bool isCompleted, JsonElement? result) => new(
            name,
            link.Backend.Name,
            isCompleted && result is not null ? "completed" : "failed",
            time.GetElapsedTime(start).TotalMilliseconds,
            result);
    }

    /// <summary>The service's own words; null when they are no JSON, which no service of ours answers.</summary>
    private static JsonElement? Json(BackendAnswer answer)
    {
        try
        {
            return JsonElement.Parse(answer.Body);
        }
        catch (JsonException)
        {
            return null; // Shown as a failed step.
        }
    }
}
