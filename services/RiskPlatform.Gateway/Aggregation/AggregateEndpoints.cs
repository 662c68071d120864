using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Aggregation;

/// <summary>The health of all backends, once or as a stream.</summary>
internal static class AggregateEndpoints
{
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    public static WebApplicationBuilder AddAggregation(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<HealthQuestions>();
        builder.Services.AddSingleton<HealthBoard>();
        builder.Services.AddHostedService(services => services.GetRequiredService<HealthBoard>());
        return builder;
    }

    public static void MapAggregate(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/aggregate", GetAsync)
            .WithTags("Gateway")
            .WithName("GetAggregate")
            .WithSummary("Ask every backend how it is, all at once.");

        routes.MapGet("/api/aggregate/stream", StreamAsync)
            .WithTags("Gateway")
            .WithName("StreamAggregate")
            .WithSummary("Follow the health of every backend: events status and heartbeat.");
    }

    private static async Task<Ok<AggregateResponse>> GetAsync(
        HealthQuestions questions, CancellationToken cancellationToken) =>
        TypedResults.Ok(await questions.AskAllAsync(cancellationToken));

    private static ServerSentEventsResult<object> StreamAsync(
        HealthBoard board,
        TimeProvider time,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        CancellationToken cancellationToken) =>
        TypedResults.ServerSentEvents(EventsAsync(board, time, lastEventId, cancellationToken));

    private static async IAsyncEnumerable<SseItem<object>> EventsAsync(
        HealthBoard board,
        TimeProvider time,
        string? lastEventId,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var watch = board.Watch(lastEventId);
        foreach (var known in watch.First)
        {
            yield return Item(known);
        }

        if (watch.First.Count == 0)
        {
            yield return Heartbeat(time); // So that the client sees at once that it is connected.
        }

        while (true)
        {
            // One wait a heartbeat, not one a change: a busy board must not put heartbeats off.
            using var beat = new CancellationTokenSource(HeartbeatInterval, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(beat.Token, cancellationToken);
            while (await NextAsync(watch, either.Token, cancellationToken) is { } isThere)
            {
                if (!isThere)
                {
                    yield break;
                }

                while (watch.Changes.TryRead(out var change))
                {
                    yield return Item(change);
                }
            }

            yield return Heartbeat(time);
        }
    }

    /// <returns>True when there is a change, false at the end, null when it is time for a heartbeat.</returns>
    private static async Task<bool?> NextAsync(
        HealthWatch watch, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            return await watch.Changes.WaitToReadAsync(either);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null; // Time for a heartbeat.
        }
    }

    private static SseItem<object> Item(HealthEvent change) => new(change.Service, "status") { EventId = change.Id };

    private static SseItem<object> Heartbeat(TimeProvider time) =>
        new(new HeartbeatEvent(time.GetUtcNow()), "heartbeat");

    private sealed record HeartbeatEvent(DateTimeOffset Time);
}
