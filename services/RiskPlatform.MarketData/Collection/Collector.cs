using RiskPlatform.Contracts.MarketData;
using RiskPlatform.MarketData.Consensus;
using RiskPlatform.MarketData.Feeds;
using RiskPlatform.MarketData.Rates;
using RiskPlatform.MarketData.Replay;

namespace RiskPlatform.MarketData.Collection;

/// <summary>Asks sources, keeps what they say, and makes the board of now anew.</summary>
internal sealed class Collector(
    FeedClient client,
    RateStore store,
    CurrentRates current,
    ReplayHistory history,
    ReplayClock clock,
    TimeProvider time)
{
    /// <summary>Asks all six at once.</summary>
    public async Task<CollectResponse> CollectAsync(CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        var answers = await Task.WhenAll(
            FeedCatalogue.Live.Select(feed => AskAsync(feed, cancellationToken)).Append(ReplayAsync()));
        await current.RefreshAsync(Replayed(), cancellationToken);
        double elapsed = Math.Max(time.GetElapsedTime(started).TotalMilliseconds, 1e-3);
        double sequential = answers.Sum(answer => answer.Row.ElapsedMs);

        // The past is fitted by itself, as on the board: against the present it would be an outlier.
        var live = ConsensusFit.Fit(answers[..^1].SelectMany(answer => answer.Quotes));
        var past = ConsensusFit.Fit(answers[^1].Quotes);
        return new CollectResponse(
            [.. answers.Select(answer => answer.Row)],
            Math.Round(sequential, 3),
            Math.Round(elapsed, 3),
            Math.Round(sequential / elapsed, 3),
            live.Accepted + past.Accepted,
            live.Rejected + past.Rejected + answers.Sum(answer => answer.Refused));
    }

    /// <summary>Asks one feed at its turn.</summary>
    public async Task<SourceResult> CollectAsync(Feed feed, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(feed, cancellationToken);
        if (answer.Quotes.Count > 0)
        {
            await current.RefreshAsync(Replayed(), cancellationToken);
        }

        return answer.Row;
    }

    /// <summary>Takes the replay's turn: the board changes when its clock has moved on.</summary>
    public async Task<SourceResult> CollectReplayAsync(CancellationToken cancellationToken)
    {
        var answer = await ReplayAsync();
        await current.RefreshAsync(answer.Quotes, cancellationToken);
        return answer.Row;
    }

    private async Task<Answer> AskAsync(Feed feed, CancellationToken cancellationToken)
    {
        if (!client.IsEnabled(feed))
        {
            var skipped = new SourceResult(feed.Name, SourceStatus.Skipped, 0, 0.0, "Off by configuration.");
            return new Answer(skipped, [], 0);
        }

        long started = time.GetTimestamp();
        var fetched = await client.FetchAsync(feed, cancellationToken);
        var parsed = fetched.Then(payload => feed.Parse(feed.Name, payload, time.GetUtcNow()));
        if (!parsed.TryGet(out var quotes, out var failure))
        {
            double failedMs = time.GetElapsedTime(started).TotalMilliseconds;
            string error = string.Join(' ', failure.Messages);
            return new Answer(new SourceResult(feed.Name, SourceStatus.Failed, 0, failedMs, error), [], 0);
        }

        await store.AddAsync(quotes.Quotes, cancellationToken);
        double elapsedMs = time.GetElapsedTime(started).TotalMilliseconds;
        var row = new SourceResult(feed.Name, SourceStatus.Ok, quotes.Quotes.Count, elapsedMs);
        return new Answer(row, quotes.Quotes, quotes.Refused);
    }

    private Task<Answer> ReplayAsync()
    {
        long started = time.GetTimestamp();
        var quotes = Replayed();
        double elapsedMs = time.GetElapsedTime(started).TotalMilliseconds;
        var row = new SourceResult(FeedCatalogue.Replay, SourceStatus.Ok, quotes.Count, elapsedMs);
        return Task.FromResult(new Answer(row, quotes, 0));
    }

    private IReadOnlyList<Quote> Replayed() => history.On(clock.Today);

    private sealed record Answer(SourceResult Row, IReadOnlyList<Quote> Quotes, int Refused);
}
