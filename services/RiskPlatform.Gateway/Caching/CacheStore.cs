using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;
using RiskPlatform.Gateway.Forwarding;
using StackExchange.Redis;

namespace RiskPlatform.Gateway.Caching;

/// <summary>
/// Answers and counters in Redis. Every call either answers soon or says that Redis is out of reach, and after that
/// says so at once for a while: a cache must not make slow what it is there to make fast.
/// </summary>
internal sealed partial class CacheStore(
    IConnectionMultiplexer redis, IOptions<CacheOptions> options, TimeProvider time, ILogger<CacheStore> logger)
{
    private const string Prefix = "gateway:cache:";

    private static readonly RedisKey Counters = Prefix + "counters";
    private static readonly RedisKey Index = Prefix + "index";

    private readonly TimeSpan _patience = TimeSpan.FromMilliseconds(options.Value.PatienceMs);
    private readonly TimeSpan _pause = TimeSpan.FromMilliseconds(options.Value.PauseMs);
    private readonly ConcurrentDictionary<string, object> _unforgotten = []; // A backend's last failure to forget it.
    private long _pausedUntilTicks;

    /// <summary>Looks an answer up; counts the hit when it is there.</summary>
    /// <returns>The answer, or the generation to keep a new one under; null when Redis is out of reach.</returns>
    public async Task<LookUp?> LookUpAsync(CacheKey key)
    {
        if (_unforgotten.ContainsKey(key.Backend) && !await ForgetAsync(key.Backend))
        {
            return null;
        }

        var result = await EvaluateAsync(CacheScripts.LookUp, [Entry(key), Counters, Generation(key.Backend)], []);
        if (result is null)
        {
            return null;
        }

        var fields = (RedisValue[])result;
        if (fields[0] != "1")
        {
            return new LookUp(Kept: null, (string)fields[1]!);
        }

        var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds((long)fields[1]);
        var answer = new BackendAnswer(
            StatusCodes.Status200OK, (string?)fields[2], RetryAfter: null, (byte[])fields[3]!);
        return new LookUp(
            new ServedAnswer(answer, AnswerSource.Hit, age > TimeSpan.Zero ? age : TimeSpan.Zero), Generation: "");
    }

    /// <summary>Keeps an answer and counts the miss.</summary>
    /// <returns>False when Redis is out of reach.</returns>
    public async Task<bool> StoreAsync(CacheKey key, string generation, BackendAnswer answer, TimeSpan timeToLive)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        long lives = (long)timeToLive.TotalMilliseconds;
        return await EvaluateAsync(
            CacheScripts.Store,
            [Entry(key), Counters, Index],
            [generation, now, answer.ContentType ?? "", answer.Body, lives, now + lives]) is not null;
    }

    /// <summary>Counts hits of those who waited for another's answer.</summary>
    /// <returns>False when Redis is out of reach.</returns>
    public async Task<bool> CountHitsAsync(int count) =>
        await EvaluateAsync(CacheScripts.CountHits, [Counters], [count]) is not null;

    /// <summary>Forgets every answer of a backend, because something there was written.</summary>
    /// <returns>
    /// False when Redis is out of reach; then nothing of this backend is looked up here until it is forgotten.
    /// </returns>
    public async Task<bool> ForgetAsync(string backend)
    {
        _unforgotten.TryGetValue(backend, out object? before);
        if (await EvaluateAsync(CacheScripts.Forget, [Generation(backend)], []) is null)
        {
            _unforgotten[backend] = new object();
            return false;
        }

        if (before is not null)
        {
            _unforgotten.TryRemove(KeyValuePair.Create(backend, before)); // Not a failure of meanwhile.
        }

        return true;
    }

    /// <summary>The counters.</summary>
    /// <returns>Null when Redis is out of reach.</returns>
    public async Task<(long Hits, long Misses, long Entries)?> CountAsync()
    {
        var result = await EvaluateAsync(
            CacheScripts.Count, [Counters, Index], [time.GetUtcNow().ToUnixTimeMilliseconds()]);
        if (result is null)
        {
            return null;
        }

        var figures = (RedisValue[])result;
        return (Figure(figures[0]), Figure(figures[1]), Figure(figures[2]));
    }

    private static long Figure(RedisValue value) => long.Parse((string)value!, CultureInfo.InvariantCulture);

    private static RedisKey Entry(CacheKey key) => $"{Prefix}entry:{key.Backend}:{key.Hash}";

    private static RedisKey Generation(string backend) => $"{Prefix}generation:{backend}";

    private async Task<RedisResult?> EvaluateAsync(string script, RedisKey[] keys, RedisValue[] values)
    {
        long pausedUntil = Volatile.Read(ref _pausedUntilTicks);
        if (!redis.IsConnected || time.GetUtcNow().UtcTicks < pausedUntil)
        {
            return null;
        }

        try
        {
            // The whole script each time: a server that has restarted does not know it by its hash, and a client of
            // this age does not send an asynchronous call again.
            var result = await redis.GetDatabase()
                .ScriptEvaluateAsync(script, keys, values, CommandFlags.NoScriptCache)
                .WaitAsync(_patience, time);
            if (pausedUntil != 0 && Interlocked.Exchange(ref _pausedUntilTicks, 0) != 0)
            {
                LogBack(logger);
            }

            return result;
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            if (Interlocked.Exchange(ref _pausedUntilTicks, (time.GetUtcNow() + _pause).UtcTicks) == 0)
            {
                LogGone(logger, fault);
            }

            return null;
        }
    }

    [LoggerMessage(EventId = 8101, Level = LogLevel.Warning, Message = "Redis is out of reach: the cache is bypassed")]
    private static partial void LogGone(ILogger logger, Exception fault);

    [LoggerMessage(EventId = 8102, Level = LogLevel.Information, Message = "Redis is back: answers are cached again")]
    private static partial void LogBack(ILogger logger);

    /// <summary>What a look into the cache found.</summary>
    /// <param name="Kept">The answer, or null.</param>
    /// <param name="Generation">What a new answer is to be kept under; empty beside an answer.</param>
    internal sealed record LookUp(ServedAnswer? Kept, string Generation);
}
