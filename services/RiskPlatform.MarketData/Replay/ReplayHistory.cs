using System.Globalization;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Replay;

/// <summary>The rates that ship with the platform: real ones, of the past. See data/README.md.</summary>
internal sealed class ReplayHistory
{
    /// <summary>The source names of the shipped files: those of the feeds they were taken from.</summary>
    public const string Ecb = "ecb-history";

    /// <inheritdoc cref="Ecb"/>
    public const string CurrencyApi = "currency-api";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "data", "fx");

    private readonly Lazy<SortedDictionary<DateOnly, List<Quote>>> _panel = new(() => new(
        Panel().GroupBy(quote => DateOnly.FromDateTime(quote.ValidAt.UtcDateTime))
            .ToDictionary(day => day.Key, day => day.ToList())));

    /// <summary>The days that can be replayed, oldest first: those of the panel of microfinance currencies.</summary>
    public IReadOnlyList<DateOnly> Days => [.. _panel.Value.Keys];

    /// <summary>The quotes of one of <see cref="Days"/>.</summary>
    public IReadOnlyList<Quote> On(DateOnly day) => _panel.Value[day];

    /// <summary>Units for one US dollar: <c>date,currency,units_per_usd</c>.</summary>
    public static IEnumerable<Quote> Panel()
    {
        var dollar = Currency.Of("USD");
        foreach (string[] fields in Lines("currency_api_panel_long.csv").Skip(1))
        {
            if (Currency.TryParse(fields[1], out var quoted) && quoted != dollar)
            {
                var day = Day(fields[0], TimeOnly.MinValue);
                yield return new Quote(dollar, quoted, Number(fields[2]), day, CurrencyApi);
            }
        }
    }

    /// <summary>Units for one euro: <c>Date,USD,JPY,...</c>, a row a day, N/A where there is none.</summary>
    public static IEnumerable<Quote> EcbRows()
    {
        var euro = Currency.Of("EUR");
        string[]? header = null;
        foreach (string[] fields in Lines("ecb_eurofxref_hist.csv"))
        {
            if (header is null)
            {
                header = fields;
                continue;
            }

            for (int i = 1; i < header.Length; i++)
            {
                // Currencies that have ended since are in no list of today, and cannot be owed.
                if (fields[i] is not ("N/A" or "") && Currency.TryParse(header[i], out var quoted))
                {
                    yield return new Quote(euro, quoted, Number(fields[i]), Day(fields[0], new TimeOnly(15, 0)), Ecb);
                }
            }
        }
    }

    private static IEnumerable<string[]> Lines(string file) =>
        File.ReadLines(Path.Combine(Folder, file)).Select(line => line.Split(','));

    private static decimal Number(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static DateTimeOffset Day(string text, TimeOnly at) =>
        new(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture), at, TimeSpan.Zero);
}
