using Npgsql;
using NpgsqlTypes;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Rates;

/// <summary>The table <c>rates</c>: everything any source ever said, and when we learned it.</summary>
internal sealed class RateStore(NpgsqlDataSource source)
{
    // A rate older than this tells nothing of a day.
    private const int DaysBack = 7;

    /// <summary>What each source last said of each pair, as known at a time of a time.</summary>
    public async Task<IReadOnlyList<Quote>> QuotesAsync(
        DateTimeOffset asOf, DateTimeOffset knownAt, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT DISTINCT ON (source, base, quote) base, quote, rate, valid_at, source, known_at
            FROM rates
            WHERE valid_at <= $1 AND valid_at > $1 - make_interval(days => $3) AND known_at <= $2
            ORDER BY source, base, quote, valid_at DESC, known_at DESC, id DESC
            """);
        command.Parameters.AddWithValue(asOf.ToUniversalTime());
        command.Parameters.AddWithValue(knownAt.ToUniversalTime());
        command.Parameters.AddWithValue(DaysBack);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<Quote> quotes = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Currency.TryParse(reader.GetString(0), out var b) && Currency.TryParse(reader.GetString(1), out var q))
            {
                quotes.Add(new Quote(
                    b,
                    q,
                    reader.GetDecimal(2),
                    reader.GetFieldValue<DateTimeOffset>(3),
                    reader.GetString(4),
                    reader.GetFieldValue<DateTimeOffset>(5)));
            }
        }

        return quotes;
    }

    /// <summary>Keeps what is new: a rate said before for the same time is not kept again, a correction is.</summary>
    /// <returns>Rows added.</returns>
    public async Task<int> AddAsync(IReadOnlyList<Quote> quotes, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO rates (base, quote, rate, valid_at, source)
            SELECT said.* FROM unnest($1, $2, $3, $4, $5) AS said (base, quote, rate, valid_at, source)
            WHERE said.rate IS DISTINCT FROM (
                SELECT known.rate FROM rates known
                WHERE known.quote = said.quote AND known.base = said.base AND known.valid_at = said.valid_at
                  AND known.source = said.source
                ORDER BY known.known_at DESC, known.id DESC LIMIT 1)
            """);
        command.Parameters.AddWithValue(quotes.Select(quote => quote.Base.Code).ToArray());
        command.Parameters.AddWithValue(quotes.Select(quote => quote.Counter.Code).ToArray());
        command.Parameters.AddWithValue(quotes.Select(quote => quote.Rate).ToArray());
        command.Parameters.AddWithValue(quotes.Select(quote => quote.ValidAt.ToUniversalTime()).ToArray());
        command.Parameters.AddWithValue(quotes.Select(quote => quote.Source).ToArray());
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Loads many rows at once, unless this source has rows already.</summary>
    public async Task<bool> LoadOnceAsync(
        string name, IEnumerable<Quote> quotes, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var check = new NpgsqlCommand(
            """
            SELECT pg_advisory_xact_lock(hashtextextended('rates ' || $1, 0));
            """,
            connection)
        {
            Parameters = { new() { Value = name } },
        };
        await check.ExecuteNonQueryAsync(cancellationToken);
        await using var exists = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM rates WHERE source = $1)", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if ((bool)(await exists.ExecuteScalarAsync(cancellationToken))!)
        {
            return false;
        }

        await using (var writer = await connection.BeginBinaryImportAsync(
            "COPY rates (base, quote, rate, valid_at, source) FROM STDIN (FORMAT binary)", cancellationToken))
        {
            foreach (var quote in quotes)
            {
                await writer.StartRowAsync(cancellationToken);
                await writer.WriteAsync(quote.Base.Code, NpgsqlDbType.Char, cancellationToken);
                await writer.WriteAsync(quote.Counter.Code, NpgsqlDbType.Char, cancellationToken);
                await writer.WriteAsync(quote.Rate, NpgsqlDbType.Numeric, cancellationToken);
                await writer.WriteAsync(quote.ValidAt.ToUniversalTime(), NpgsqlDbType.TimestampTz, cancellationToken);
                await writer.WriteAsync(quote.Source, NpgsqlDbType.Text, cancellationToken);
            }

            await writer.CompleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>
    /// One rate a business day of a pair, crossed over the source's own base. Of several sources the feed that stands
    /// first in the catalogue wins, and other sources, such as uploads, fill the days no feed has.
    /// </summary>
    /// <remarks>
    /// Some feeds also publish on Saturdays and Sundays, when the market rests. Those are left out: as returns of
    /// business days they would make every volatility and value at risk too low.
    /// </remarks>
    public async Task<IReadOnlyList<RatePoint>> HistoryAsync(
        Currency baseCurrency, Currency quote, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            WITH said AS (
                SELECT DISTINCT ON (source, base, quote, day) source, base, quote, day, rate
                FROM (SELECT *, (valid_at AT TIME ZONE 'UTC')::date AS day FROM rates) AS dated
                WHERE quote IN ($1, $2) AND valid_at >= $3 AND valid_at < $4 AND extract(isodow FROM day) < 6
                ORDER BY source, base, quote, day, valid_at DESC, known_at DESC, id DESC),
            legs AS (
                SELECT source, base, day,
                       CASE WHEN base = $1 THEN 1 ELSE max(rate) FILTER (WHERE quote = $1) END AS one,
                       CASE WHEN base = $2 THEN 1 ELSE max(rate) FILTER (WHERE quote = $2) END AS other
                FROM said GROUP BY source, base, day)
            SELECT DISTINCT ON (day) day, (other / one)::float8, source
            FROM legs WHERE one IS NOT NULL AND other IS NOT NULL
            ORDER BY day, array_position($5, source), source, base
            """);
        command.Parameters.AddWithValue(NpgsqlDbType.Char, baseCurrency.Code);
        command.Parameters.AddWithValue(NpgsqlDbType.Char, quote.Code);
        command.Parameters.AddWithValue(from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        command.Parameters.AddWithValue(to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc));
        command.Parameters.AddWithValue(FeedCatalogue.Live.Select(feed => feed.Name).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<RatePoint> points = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            if (Consensus.ConsensusRates.Possible(reader.GetFieldValue<double>(1)) is { } rate)
            {
                points.Add(new RatePoint(reader.GetFieldValue<DateOnly>(0), rate, reader.GetString(2)));
            }
        }

        return points;
    }
}
