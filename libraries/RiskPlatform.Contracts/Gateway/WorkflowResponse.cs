using System.Text.Json;

namespace RiskPlatform.Contracts.Gateway;

/// <summary>What a workflow over several services came to.</summary>
/// <param name="WorkflowId">This run.</param>
/// <param name="Steps">The steps in order, as far as it came.</param>
/// <param name="Status">completed, failed or partial.</param>
public sealed record WorkflowResponse(Guid WorkflowId, IReadOnlyList<WorkflowStep> Steps, string Status);

/// <summary>One step of a workflow.</summary>
/// <param name="Name">collect, ingest or report.</param>
/// <param name="Service">The service that did it.</param>
/// <param name="Status">completed, failed or skipped.</param>
/// <param name="ElapsedMs">How long it took.</param>
/// <param name="Result">The service's own answer, or its problem.</param>
public sealed record WorkflowStep(string Name, string Service, string Status, double ElapsedMs, JsonElement? Result);
