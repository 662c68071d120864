using System.Threading.Channels;
using RiskPlatform.Contracts.Gateway;

namespace RiskPlatform.Gateway.Aggregation;

/// <summary>
/// What is known of every backend, kept by one loop for all who watch. A change of health or of its reason is an event
/// with a number; latency alone is not.
/// </summary>
internal sealed class HealthBoard(HealthQuestions questions, TimeProvider time) : BackgroundService
{
    private const int RememberedEvents = 256;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Numbers start anew with the process, so an id of an earlier one must not fit.
    private readonly string _epoch = $"{time.GetUtcNow().UtcTicks:x}";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HealthEvent> _latest = [];
    private readonly Queue<HealthEvent> _events = new();
    private readonly HashSet<Channel<HealthEvent>> _watchers = [];
    private long _sequence;

    /// <summary>Starts to watch.</summary>
    /// <param name="lastEventId">The last event seen before, or null.</param>
    /// <returns>What to show first (all backends, or only what was missed), then each change as it comes.</returns>
    public HealthWatch Watch(string? lastEventId)
    {
        // A watcher that far behind has stalled: its stream ends, and it comes back with the id of what it has seen.
        var changes = Channel.CreateBounded<HealthEvent>(RememberedEvents);
        lock (_lock)
        {
            _watchers.Add(changes);
            return new HealthWatch(First(lastEventId), changes.Reader, () => Leave(changes));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                Take(await questions.AskAllAsync(stoppingToken));
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        finally
        {
            lock (_lock)
            {
                foreach (var watcher in _watchers)
                {
                    watcher.Writer.TryComplete(); // Ends the streams, which would hold up the stop.
                }
            }
        }
    }

    private List<HealthEvent> First(string? lastEventId)
    {
        string[] parts = lastEventId?.Split('-') ?? [];
        bool isKnown = parts.Length == 2 && parts[0] == _epoch
            && long.TryParse(parts[1], out long seen)
            && seen <= _sequence
            && seen >= _sequence - _events.Count;
        return isKnown
            ? [.. _events.Where(change => change.Sequence > long.Parse(parts[1], provider: null))]
            : [.. _latest.Values.OrderBy(change => change.Sequence)];
    }

    private void Take(AggregateResponse answers)
    {
        lock (_lock)
        {
            foreach (var service in answers.Services)
            {
                if (_latest.TryGetValue(service.Name, out var known) && IsSame(known.Service, service))
                {
                    _latest[service.Name] = known with { Service = service }; // A fresher latency for the next to come.
                    continue;
                }

                Publish(service);
            }
        }
    }

    private void Publish(ServiceStatus service)
    {
        var change = new HealthEvent($"{_epoch}-{++_sequence}", _sequence, service);
        _latest[service.Name] = change;
        _events.Enqueue(change);
        if (_events.Count > RememberedEvents)
        {
            _events.Dequeue();
        }

        foreach (var watcher in _watchers)
        {
            if (!watcher.Writer.TryWrite(change))
            {
                watcher.Writer.TryComplete();
            }
        }
    }

    private static bool IsSame(ServiceStatus one, ServiceStatus other) =>
        (one.Status, one.Detail, one.Port) == (other.Status, other.Detail, other.Port);

    private void Leave(Channel<HealthEvent> watcher)
    {
        lock (_lock)
        {
            _watchers.Remove(watcher);
        }
    }
}
