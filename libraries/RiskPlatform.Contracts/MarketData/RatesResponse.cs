using RiskPlatform.Domain;

namespace RiskPlatform.Contracts.MarketData;

/// <summary>All rates against one base currency.</summary>
/// <param name="Base">The currency one unit of which is priced.</param>
/// <param name="AsOf">The time the rates are of.</param>
/// <param name="Rates">By quote currency.</param>
public sealed record RatesResponse(
    Currency Base, DateTimeOffset AsOf, IReadOnlyDictionary<Currency, RateSummary> Rates);

/// <summary>One rate in a table.</summary>
/// <param name="Rate">Units of the quote currency for one of the base; positive.</param>
/// <param name="State">How far it can be trusted to be of now.</param>
/// <param name="AgeSeconds">Seconds between the observation and the time asked for; not negative.</param>
/// <param name="Sources">How many sources agreed on it.</param>
/// <param name="DispersionBp">Spread of the sources around it, in hundredths of a percent; 0 with one source.</param>
public sealed record RateSummary(
    decimal Rate, DataState State, long AgeSeconds, int Sources, double DispersionBp);

/// <summary>One rate in full.</summary>
/// <param name="Base">The currency one unit of which is priced.</param>
/// <param name="Quote">The currency of the price.</param>
/// <param name="Rate">Units of quote for one of base; positive.</param>
/// <param name="State">How far it can be trusted to be of now.</param>
/// <param name="AsOf">Valid time: when the market showed it.</param>
/// <param name="KnownAt">
/// Knowledge time: when the platform learned the newest of what it rests on. What no source said, a replayed rate or
/// that of a currency in itself, has the time up to which knowledge was asked for.
/// </param>
/// <param name="Sources">The sources it rests on.</param>
public sealed record RateResponse(
    Currency Base,
    Currency Quote,
    decimal Rate,
    DataState State,
    DateTimeOffset AsOf,
    DateTimeOffset KnownAt,
    IReadOnlyList<string> Sources)
{
    /// <summary>The best bid, where a source gives one.</summary>
    public decimal? Bid { get; init; }

    /// <summary>The best ask, where a source gives one.</summary>
    public decimal? Ask { get; init; }
}

/// <summary>The stored history of one pair, oldest first.</summary>
/// <param name="Base">The currency one unit of which is priced.</param>
/// <param name="Quote">The currency of the price.</param>
/// <param name="Points">One point a date.</param>
public sealed record RateHistoryResponse(Currency Base, Currency Quote, IReadOnlyList<RatePoint> Points);

/// <summary>One day's rate.</summary>
/// <param name="Date">The business date.</param>
/// <param name="Rate">Units of quote for one of base; positive.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record RatePoint(DateOnly Date, decimal Rate, string Source);

/// <summary>An amount in another currency.</summary>
/// <param name="From">What was given.</param>
/// <param name="To">What it is worth, at the smallest unit of its currency, half to even.</param>
/// <param name="Rate">Units of the target for one of the source.</param>
/// <param name="State">The state of the rate.</param>
public sealed record ConversionResponse(Money From, Money To, decimal Rate, DataState State);

/// <summary>How much a pair moves.</summary>
/// <param name="Annualised">Standard deviation of log returns over a year, as a fraction.</param>
/// <param name="StandardError">Of the annualised figure.</param>
/// <param name="Observations">Returns it rests on.</param>
/// <param name="Method">closeToClose or ewma.</param>
public sealed record VolatilityResponse(double Annualised, double StandardError, int Observations, string Method);

/// <summary>The scheduler of the six feeds.</summary>
/// <param name="Feeds">One row a feed.</param>
public sealed record FeedsResponse(IReadOnlyList<FeedState> Feeds);

/// <summary>How one feed has fared since the service started.</summary>
/// <param name="Name">The feed.</param>
/// <param name="IntervalSeconds">Seconds between its runs.</param>
/// <param name="LastRun">When it last ran; null before the first time.</param>
/// <param name="NextRun">When it runs next.</param>
/// <param name="LastStatus">How the last run ended; null before the first.</param>
/// <param name="Runs">Runs so far, failures included.</param>
/// <param name="Failures">Failed runs so far.</param>
public sealed record FeedState(
    string Name,
    int IntervalSeconds,
    DateTimeOffset? LastRun,
    DateTimeOffset? NextRun,
    SourceStatus? LastStatus,
    long Runs,
    long Failures);

/// <summary>One change of a rate or of its state, as on the stream and on the Redis channel <c>fx.ticks</c>.</summary>
/// <param name="Pair">Base and quote, such as USD/KES.</param>
/// <param name="Rate">Units of quote for one of base; positive.</param>
/// <param name="State">How far it can be trusted to be of now.</param>
/// <param name="At">When the market showed it.</param>
/// <param name="Sequence">
/// Counts up by one a tick since the service started, over all pairs, streams and the channel: a later tick has a
/// higher number, no two have the same, and one stream does not see them all.
/// </param>
public sealed record RateTick(string Pair, decimal Rate, DataState State, DateTimeOffset At, long Sequence);
