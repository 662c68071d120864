using System.Globalization;
using RiskPlatform.Domain;

namespace RiskPlatform.MarketData.Feeds;

/// <summary>Collects the quotes of one payload, and refuses what cannot be one.</summary>
internal sealed class QuoteReader(string source, Currency baseCurrency, DateTimeOffset validAt, DateTimeOffset now)
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromDays(1); // Time zones ahead of UTC.

    private readonly Dictionary<Currency, Quote> _quotes = [];
    private int _refused;

    public void Add(string code, string rate)
    {
        bool known = Currency.TryParse(code.ToUpperInvariant(), out var quoted);
        bool number = decimal.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value);
        if (known && quoted == baseCurrency)
        {
            return; // A base quoted against itself says nothing.
        }

        if (!known || !number || value is < Quote.RateMin or > Quote.RateMax
            || !_quotes.TryAdd(quoted, new Quote(baseCurrency, quoted, value, validAt, source)))
        {
            _refused++;
        }
    }

    /// <summary>The quotes, or why the payload as a whole is of no use.</summary>
    public Result<ParsedQuotes> Finish()
    {
        if (validAt > now + ClockSkew)
        {
            return Failure.Malformed($"{source} sent rates of {validAt:yyyy-MM-dd}, which is to come.");
        }

        return _quotes.Count > 0
            ? new ParsedQuotes([.. _quotes.Values], _refused)
            : Failure.Malformed($"{source} sent no rate that can be read.");
    }
}
