using RiskPlatform.Contracts.MarketData;
using RiskPlatform.MarketData.Collection;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Scheduling;

/// <summary>Asks each of the six feeds at its own interval, and remembers how it went.</summary>
internal sealed partial class FeedScheduler(Collector collector, TimeProvider time, ILogger<FeedScheduler> logger)
    : BackgroundService
{
    private readonly Dictionary<string, FeedState> _states = Initial();
    private readonly Lock _gate = new();

    /// <summary>How the feeds have fared, in the order of the catalogue.</summary>
    public FeedsResponse States
    {
        get
        {
            lock (_gate)
            {
                return new FeedsResponse([.. _states.Values]);
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        FeedCatalogue.Live
            .Select(feed => RunAsync(
                feed.Name, feed.Interval, token => collector.CollectAsync(feed, token), stoppingToken))
            .Append(RunAsync(
                FeedCatalogue.Replay, FeedCatalogue.ReplayInterval, collector.CollectReplayAsync, stoppingToken)));

    private static Dictionary<string, FeedState> Initial() =>
        FeedCatalogue.Live.Select(feed => (feed.Name, feed.Interval))
            .Append((FeedCatalogue.Replay, FeedCatalogue.ReplayInterval))
            .ToDictionary(
                feed => feed.Item1,
                feed => new FeedState(feed.Item1, (int)feed.Item2.TotalSeconds, null, null, null, 0, 0));

    private async Task RunAsync(
        string name,
        TimeSpan interval,
        Func<CancellationToken, Task<SourceResult>> turn,
        CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(interval, time);
        do
        {
            var status = SourceStatus.Failed;
            try
            {
                var result = await turn(stoppingToken);
                status = result.Status;
                if (result.Error is { } error)
                {
                    LogFailed(name, error);
                }
            }
            catch (Npgsql.NpgsqlException fault)
            {
                LogNotKept(fault, name); // The database is out: the next turn keeps what it gets.
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogUnforeseen(fault, name); // One feed's turn must not end the service, and with it all others.
            }

            Remember(name, interval, status);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private void Remember(string name, TimeSpan interval, SourceStatus status)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            var state = _states[name];
            _states[name] = state with
            {
                LastRun = now,
                NextRun = now + interval,
                LastStatus = status,
                Runs = state.Runs + 1,
                Failures = state.Failures + (status == SourceStatus.Failed ? 1 : 0),
            };
        }
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "Feed {Feed} gave nothing: {Reason}")]
    private partial void LogFailed(string feed, string reason);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "What feed {Feed} gave could not be kept")]
    private partial void LogNotKept(Exception fault, string feed);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Error, Message = "The turn of feed {Feed} failed unforeseen")]
    private partial void LogUnforeseen(Exception fault, string feed);
}
