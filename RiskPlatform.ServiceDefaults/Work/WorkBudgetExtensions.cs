using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using RiskPlatform.ServiceDefaults.Work;

namespace Microsoft.Extensions.Hosting;

/// <summary>Gives a service that computes its budget.</summary>
public static class WorkBudgetExtensions
{
    /// <summary>A <see cref="WorkBudget"/> with the limits of section <c>Work</c>.</summary>
    public static WebApplicationBuilder AddWorkBudget(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WorkOptions>().BindConfiguration("Work")
            .Validate(
                work => work is { LimitMs: > 0.0, InlineMs: >= 0.0, Parallelism: > 0, QueueLength: > 0 },
                "Work: LimitMs, Parallelism and QueueLength are positive, InlineMs is not negative.")
            .ValidateOnStart();
        builder.Services.AddSingleton<WorkBudget>();
        return builder;
    }
}
