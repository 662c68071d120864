using RiskPlatform.Domain;

namespace RiskPlatform.MarketData.Feeds;

/// <summary>A source of rates on the network.</summary>
/// <param name="Name">As it stands in answers and in the table.</param>
/// <param name="Url">Where it is, unless <c>Feeds:{name}:Url</c> says otherwise.</param>
/// <param name="Interval">How often to ask: about twice as often as it changes.</param>
/// <param name="Weight">Its say in the consensus; a central bank counts more than an aggregator.</param>
/// <param name="Parse">Reads its payload.</param>
internal sealed record Feed(
    string Name,
    Uri Url,
    TimeSpan Interval,
    double Weight,
    Func<string, byte[], DateTimeOffset, Result<ParsedQuotes>> Parse);

/// <summary>All feeds.</summary>
internal static class FeedCatalogue
{
    /// <summary>The name of the feed that serves the shipped past.</summary>
    public const string Replay = "replay";

    /// <summary>How often the replay looks whether its clock has moved on.</summary>
    public static readonly TimeSpan ReplayInterval = TimeSpan.FromSeconds(5);

    public static readonly IReadOnlyList<Feed> Live =
    [
        new(
            "ecb-daily",
            new Uri("https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"),
            TimeSpan.FromHours(1),
            2.0,
            EcbXml.Parse),
        new(
            "ecb-history",
            new Uri("https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml"),
            TimeSpan.FromHours(12),
            2.0,
            EcbXml.Parse),
        new(
            "frankfurter",
            new Uri("https://api.frankfurter.dev/v1/latest"),
            TimeSpan.FromHours(1),
            1.0,
            JsonFeeds.Frankfurter),
        new(
            "open-er-api",
            new Uri("https://open.er-api.com/v6/latest/USD"),
            TimeSpan.FromHours(6),
            1.0,
            JsonFeeds.OpenErApi),
        new(
            "currency-api",
            new Uri("https://cdn.jsdelivr.net/npm/@fawazahmed0/currency-api@latest/v1/currencies/usd.min.json"),
            TimeSpan.FromHours(6),
            1.0,
            JsonFeeds.CurrencyApi),
    ];

    /// <summary>A source's say; one for those that are not in the list, such as uploads.</summary>
    public static double WeightOf(string source) => Live.FirstOrDefault(feed => feed.Name == source)?.Weight ?? 1.0;
}
