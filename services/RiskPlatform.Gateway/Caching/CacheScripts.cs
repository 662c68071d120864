namespace RiskPlatform.Gateway.Caching;

/// <summary>What Redis does in one step. Every key is named in KEYS, as a server that locks keys needs it.</summary>
internal static class CacheScripts
{
    /// <summary>Reads an answer of the backend's present generation and counts the hit.</summary>
    /// <remarks>KEYS entry, counters, generation → { 1, storedAt, status line, body } or { 0, generation }.</remarks>
    public const string LookUp = """
        local generation = redis.call('GET', KEYS[3]) or '0'
        local entry = redis.call('HMGET', KEYS[1], 'generation', 'storedAt', 'contentType', 'body')
        if entry[1] and entry[1] == generation then
          redis.call('HINCRBY', KEYS[2], 'hits', 1)
          return { '1', entry[2], entry[3], entry[4] }
        end
        return { '0', generation }
        """;

    /// <summary>Keeps an answer for its time and counts the miss that fetched it.</summary>
    /// <remarks>
    /// KEYS entry, counters, index; ARGV generation, storedAt, contentType, body, time to live, expiry; ms.
    /// </remarks>
    public const string Store = """
        redis.call('HMSET', KEYS[1], 'generation', ARGV[1], 'storedAt', ARGV[2],
                   'contentType', ARGV[3], 'body', ARGV[4])
        redis.call('PEXPIRE', KEYS[1], ARGV[5])
        redis.call('HINCRBY', KEYS[2], 'misses', 1)
        redis.call('ZREMRANGEBYSCORE', KEYS[3], '-inf', ARGV[2])
        redis.call('ZADD', KEYS[3], ARGV[6], KEYS[1])
        return '1'
        """;

    /// <summary>Counts the hits of those who waited for another's answer.</summary>
    /// <remarks>KEYS counters; ARGV how many.</remarks>
    public const string CountHits = "return redis.call('HINCRBY', KEYS[1], 'hits', ARGV[1])";

    /// <summary>Makes every kept answer of a backend one of the past.</summary>
    /// <remarks>KEYS generation.</remarks>
    public const string Forget = "return redis.call('INCR', KEYS[1])";

    /// <summary>Reads the counters and how many answers live.</summary>
    /// <remarks>KEYS counters, index; ARGV now in ms → { hits, misses, entries }.</remarks>
    public const string Count = """
        redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])
        local counters = redis.call('HMGET', KEYS[1], 'hits', 'misses')
        return { counters[1] or '0', counters[2] or '0', redis.call('ZCARD', KEYS[2]) }
        """;
}
