using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace RiskPlatform.ServiceDefaults.Resilience;

/// <summary>Adds the standard pipeline to HTTP clients: bounds on time, and retries of safe requests.</summary>
internal static class ResilienceExtensions
{
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan SafeAttempt = TimeSpan.FromSeconds(10);

    public static IHttpClientBuilder AddStandardResilienceHandler(this IHttpClientBuilder http) =>
        http.AddHttpMessageHandler(services =>
            new ResilienceHandler(Pipeline(services.GetRequiredService<TimeProvider>())));

    private static ResiliencePipeline<HttpResponseMessage> Pipeline(TimeProvider time) =>
        new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddTimeout(Whole)
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = 2,
                Delay = TimeSpan.FromMilliseconds(200),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = attempt => ValueTask.FromResult(
                    Safe(attempt.Context) && ResilienceHandler.IsTransient(attempt.Outcome)),
                OnRetry = attempt =>
                {
                    attempt.Outcome.Result?.Dispose();
                    return default;
                },
            })
            .AddTimeout(new TimeoutStrategyOptions
            {
                // A request that starts work takes as long as the work does, within the whole.
                TimeoutGenerator = attempt => ValueTask.FromResult(Safe(attempt.Context) ? SafeAttempt : Whole),
            })
            .Build();

    private static bool Safe(ResilienceContext context) =>
        context.Properties.TryGetValue(ResilienceHandler.IsSafe, out bool safe) && safe;
}
