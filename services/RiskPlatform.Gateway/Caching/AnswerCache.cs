using RiskPlatform.Contracts.Gateway;
using RiskPlatform.Gateway.Forwarding;

namespace RiskPlatform.Gateway.Caching;

/// <summary>
/// Answers reads from Redis or, once for all who ask meanwhile, from the backend. Each answer counts as exactly one of
/// hit, miss and bypassed; an answer that is no 200 is passed on and counts as none.
/// </summary>
internal sealed class AnswerCache(CacheStore store)
{
    private const int KeptBytesMax = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<CacheKey, Flight> _flights = [];
    private CacheStats _last = new(Hits: 0, Misses: 0, HitRate: 0.0, Entries: 0, Bypassed: 0);
    private long _bypassed;

    /// <summary>An answer, from the cache or by asking.</summary>
    /// <param name="key">What is asked.</param>
    /// <param name="timeToLive">How old a kept answer may get.</param>
    /// <param name="ask">Asks the backend. Its exceptions reach everybody who waits.</param>
    /// <param name="cancellationToken">Stops waiting; the question goes on for the others.</param>
    public async Task<ServedAnswer> GetAsync(
        CacheKey key, TimeSpan timeToLive, Func<Task<BackendAnswer>> ask, CancellationToken cancellationToken)
    {
        Flight? flight;
        bool leads = false;
        lock (_lock)
        {
            if (_flights.TryGetValue(key, out flight))
            {
                flight.Followers++;
            }
            else
            {
                flight = new Flight();
                leads = true;
                _flights.Add(key, flight);
                flight.Answer = FlyAsync(key, flight, timeToLive, ask);
            }
        }

        var served = await flight.Answer.WaitAsync(cancellationToken);
        bool isShared = !leads && served.Source == AnswerSource.Miss && served.Age is not null;
        return isShared ? served with { Source = AnswerSource.Hit } : served;
    }

    /// <summary>
    /// Forgets what a backend has answered and what it is being asked, because something there was written: whoever
    /// asks after this gets an answer to a question put after it.
    /// </summary>
    public async Task ForgetAsync(string backend)
    {
        await store.ForgetAsync(backend);
        lock (_lock)
        {
            // Only now: a question put before the store forgot may have found there what was kept before the write.
            foreach (var key in _flights.Keys.Where(key => key.Backend == backend))
            {
                _flights.Remove(key);
            }
        }
    }

    /// <summary>
    /// How the cache fares. With Redis out of reach the shared figures are those last read, and it says so.
    /// </summary>
    public async Task<CacheStats> StatsAsync()
    {
        var counted = await store.CountAsync();
        lock (_lock)
        {
            _last = counted is var (hits, misses, entries)
                ? new(hits, misses, HitRate(hits, misses), entries, Volatile.Read(ref _bypassed))
                : _last with { Bypassed = Volatile.Read(ref _bypassed), Redis = "unreachable" };
            return _last;
        }
    }

    private static double HitRate(long hits, long misses) =>
        hits + misses == 0 ? 0.0 : (double)hits / (hits + misses);

    private async Task<ServedAnswer> FlyAsync(
        CacheKey key, Flight flight, TimeSpan timeToLive, Func<Task<BackendAnswer>> ask)
    {
        await Task.Yield(); // The lock is left before anything is asked.
        ServedAnswer served;
        int followers;
        try
        {
            served = await LookUpOrAskAsync(key, timeToLive, ask);
        }
        finally
        {
            lock (_lock)
            {
                // Whoever comes now looks into Redis, where the answer is by now. After a write the place may be empty
                // or another's.
                if (_flights.GetValueOrDefault(key) == flight)
                {
                    _flights.Remove(key);
                }

                followers = flight.Followers;
            }
        }

        await CountAsync(served, followers);
        return served;
    }

    private async Task<ServedAnswer> LookUpOrAskAsync(
        CacheKey key, TimeSpan timeToLive, Func<Task<BackendAnswer>> ask)
    {
        var found = await store.LookUpAsync(key);
        if (found?.Kept is { } kept)
        {
            return kept;
        }

        var answer = await ask();
        if (found is null)
        {
            return new(answer, AnswerSource.Bypass, Age: null);
        }

        if (answer.Status != StatusCodes.Status200OK || answer.Body.Length > KeptBytesMax)
        {
            return new(answer, AnswerSource.Miss, Age: null);
        }

        return await store.StoreAsync(key, found.Generation, answer, timeToLive)
            ? new(answer, AnswerSource.Miss, TimeSpan.Zero)
            : new(answer, AnswerSource.Bypass, Age: null);
    }

    /// <summary>Counts what the scripts have not: those who waited, and answers without Redis.</summary>
    private async Task CountAsync(ServedAnswer served, int followers)
    {
        if (served.Source == AnswerSource.Bypass)
        {
            Interlocked.Add(ref _bypassed, served.Answer.Status == StatusCodes.Status200OK ? 1 + followers : 0);
        }
        else if (served.Age is not null && followers > 0 && !await store.CountHitsAsync(followers))
        {
            Interlocked.Add(ref _bypassed, followers);
        }
    }

    /// <summary>One question under way.</summary>
    private sealed class Flight
    {
        public Task<ServedAnswer> Answer { get; set; } = null!;

        public int Followers { get; set; }
    }
}
