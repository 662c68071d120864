using Microsoft.Extensions.Diagnostics.HealthChecks;
using RiskPlatform.Contracts.Strategies;

namespace RiskPlatform.Strategies.Modules;

/// <summary>Degraded while a module is stopped: everything else still works.</summary>
internal sealed class ModuleHealth(StrategyModules modules) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string stopped = string.Join(
            ", ", modules.All.Where(module => module.State == ModuleState.Stopped).Select(module => module.Name));
        return Task.FromResult(stopped.Length == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"Stopped modules: {stopped}."));
    }
}
