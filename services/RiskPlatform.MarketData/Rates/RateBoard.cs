using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Consensus;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Rates;

/// <summary>The rates of one moment with their states: what live feeds say, and replayed rates for the rest.</summary>
/// <param name="live">Consensus of what feeds said within the last days.</param>
/// <param name="replayed">Consensus of the shipped past.</param>
/// <param name="asOf">The moment states and ages are of.</param>
/// <param name="knownAt">The moment up to which it knows: nothing learned later is in it.</param>
internal sealed class RateBoard(
    ConsensusRates live, ConsensusRates replayed, DateTimeOffset asOf, DateTimeOffset knownAt)
{
    public static RateBoard Empty { get; } =
        new(ConsensusRates.None, ConsensusRates.None, DateTimeOffset.MinValue, DateTimeOffset.MinValue);

    public IEnumerable<Currency> Currencies => live.Currencies.Union(replayed.Currencies);

    /// <summary>Fits a board from quotes.</summary>
    public static RateBoard From(
        IEnumerable<Quote> live, IEnumerable<Quote> replayed, DateTimeOffset asOf, DateTimeOffset knownAt) =>
        new(ConsensusFit.Fit(live), ConsensusFit.Fit(replayed), asOf, knownAt);

    /// <summary>The same rates, with the states and ages they have at another moment.</summary>
    public RateBoard At(DateTimeOffset moment) => new(live, replayed, moment, knownAt);

    /// <summary>One pair, or why there is no rate. A currency is worth one of itself, whatever is known.</summary>
    public Result<RateResponse> Rate(Currency baseCurrency, Currency quote)
    {
        if (baseCurrency == quote)
        {
            return new RateResponse(baseCurrency, quote, 1m, DataState.Fresh, asOf, knownAt, []);
        }

        var rates = Source(baseCurrency, quote);
        if (rates.Rate(baseCurrency, quote) is not { } rate)
        {
            var unknown = new[] { baseCurrency, quote }.Where(currency => !rates.TryGet(currency, out _)).ToList();
            return Failure.MissingData(unknown.Count > 0
                ? $"There is no rate of {string.Join(" or ", unknown)} for this time."
                : $"What is said of {baseCurrency} and {quote} for this time comes to no possible rate.");
        }

        var values = Values(rates, baseCurrency, quote);
        var learned = rates == replayed ? knownAt : values.Max(value => value.KnownAt);
        return new RateResponse(
            baseCurrency, quote, rate, State(rates, values), ValidAt(values), learned, Sources(rates, values));
    }

    /// <summary>All pairs of one base.</summary>
    public Result<RatesResponse> Rates(Currency baseCurrency)
    {
        if (!live.TryGet(baseCurrency, out _) && !replayed.TryGet(baseCurrency, out _))
        {
            return Failure.MissingData($"There is no rate of {baseCurrency} for this time.");
        }

        Dictionary<Currency, RateSummary> summaries = [];
        DateTimeOffset newest = DateTimeOffset.MinValue;
        foreach (var quote in Currencies.Where(c => c != baseCurrency).OrderBy(c => c.Code, StringComparer.Ordinal))
        {
            var rates = Source(baseCurrency, quote);
            if (rates.Rate(baseCurrency, quote) is { } rate)
            {
                var values = Values(rates, baseCurrency, quote);
                var validAt = ValidAt(values);
                newest = validAt > newest ? validAt : newest;
                summaries[quote] = new RateSummary(
                    rate,
                    State(rates, values),
                    Math.Max(0, (long)(asOf - validAt).TotalSeconds),
                    Sources(rates, values).Count,
                    values.Max(value => value.DispersionBp));
            }
        }

        return new RatesResponse(baseCurrency, newest, summaries);
    }

    /// <summary>The pairs whose rate or state differs from another board, dollar against all.</summary>
    public IEnumerable<RateResponse> ChangesSince(RateBoard before, Currency dollar)
    {
        foreach (var currency in Currencies.Where(currency => currency != dollar))
        {
            if (Rate(dollar, currency).TryGet(out var now, out _)
                && !(before.Rate(dollar, currency).TryGet(out var then, out _)
                    && (now.Rate, now.State) == (then.Rate, then.State)))
            {
                yield return now;
            }
        }
    }

    // A cross of a live and a replayed rate would be of no time at all.
    private ConsensusRates Source(Currency baseCurrency, Currency quote) =>
        live.TryGet(baseCurrency, out _) && live.TryGet(quote, out _) ? live : replayed;

    private static List<ConsensusValue> Values(ConsensusRates rates, params IEnumerable<Currency> pair) =>
    [
        .. pair.Select(currency => rates.TryGet(currency, out var value) ? value : null)
            .OfType<ConsensusValue>()
            .Where(value => value.Sources.Count > 0),
    ];

    private static DateTimeOffset ValidAt(List<ConsensusValue> values) =>
        values.Select(value => value.ValidAt).DefaultIfEmpty(DateTimeOffset.MinValue).Min();

    private IReadOnlyList<string> Sources(ConsensusRates rates, List<ConsensusValue> values) =>
        rates == replayed
            ? [FeedCatalogue.Replay]
            : [.. values.SelectMany(value => value.Sources).Distinct().Order(StringComparer.Ordinal)];

    private DataState State(ConsensusRates rates, List<ConsensusValue> values) => rates == replayed
        ? DataState.Replayed
        : DataStates.Worst(values.Select(value => Staleness.Of(value.ValidAt, asOf)));
}
