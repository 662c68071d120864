using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Rates;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.MarketData.Streaming;

/// <summary>The HTTP surface of ticks: server-sent events of the pairs asked for.</summary>
internal static class StreamingEndpoints
{
    private const int PairsMax = 500;
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static WebApplicationBuilder AddStreaming(this WebApplicationBuilder builder)
    {
        builder.Services.AddHostedService<TickPublisher>();
        return builder;
    }

    public static void MapStreaming(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/stream", Stream).WithName("StreamRates").WithTags("Stream")
            .WithSummary("Server-sent events: the rates of the pairs now, then each change of rate or state.")
            .WithExampleQuery("pairs=USD/EUR,EUR/JPY");

    private static Results<ServerSentEventsResult<RateTick?>, ProblemHttpResult> Stream(
        string pairs, CurrentRates current, TimeProvider time, CancellationToken cancellationToken) =>
        Pairs(pairs).Match<Results<ServerSentEventsResult<RateTick?>, ProblemHttpResult>>(
            asked => TypedResults.ServerSentEvents(TicksAsync(asked, current, time, cancellationToken)),
            failure => failure.ToProblem());

    private static Result<List<(Currency Base, Currency Quote)>> Pairs(string text)
    {
        List<(Currency, Currency)> pairs = [];
        List<string> faults = [];
        foreach (string pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            string[] codes = pair.Split('/');
            if (codes.Length != 2)
            {
                faults.Add($"'{pair}' is no pair such as USD/KES.");
            }
            else if (CurrentRates.Pair(codes[0], codes[1]).TryGet(out var known, out var failure))
            {
                pairs.Add(known);
            }
            else
            {
                faults.AddRange(failure.Messages);
            }
        }

        return faults.Count > 0 ? Failure.Invalid(faults)
            : pairs.Count is 0 or > PairsMax ? Failure.Invalid($"A stream has 1 to {PairsMax} pairs.")
            : pairs;
    }

    private static async IAsyncEnumerable<SseItem<RateTick?>> TicksAsync(
        List<(Currency Base, Currency Quote)> pairs,
        CurrentRates current,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Only the newest board matters: a slow client misses the ones between, and never holds up the others.
        var boards = Channel.CreateBounded<RateBoard>(new BoundedChannelOptions(1)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
        });
        Dictionary<(Currency, Currency), (decimal, DataState)> sent = [];
        current.Changed += Offer;
        try
        {
            boards.Writer.TryWrite(current.Board);
            while (!cancellationToken.IsCancellationRequested)
            {
                // One wait a heartbeat, not one a board: boards come more often than heartbeats.
                using var beat = new CancellationTokenSource(Heartbeat, time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(beat.Token, cancellationToken);
                while (await NextAsync(boards.Reader, either.Token, cancellationToken) is { } board)
                {
                    foreach (var pair in pairs)
                    {
                        if (board.Rate(pair.Base, pair.Quote).TryGet(out var rate, out _)
                            && !(sent.TryGetValue(pair, out var last) && last == (rate.Rate, rate.State)))
                        {
                            sent[pair] = (rate.Rate, rate.State);
                            var tick = current.Tick(rate);
                            yield return new SseItem<RateTick?>(tick, "tick") { EventId = $"{tick.Sequence}" };
                        }
                    }
                }

                yield return new SseItem<RateTick?>(null, "heartbeat");
                boards.Writer.TryWrite(current.Board); // States change even when nothing new is learned.
            }
        }
        finally
        {
            current.Changed -= Offer;
        }

        void Offer(RateBoard before, RateBoard after) => boards.Writer.TryWrite(after);
    }

    /// <summary>The next board, or null when it is time for a sign of life.</summary>
    private static async Task<RateBoard?> NextAsync(
        ChannelReader<RateBoard> boards, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            return await boards.ReadAsync(either);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
