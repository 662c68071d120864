using RiskPlatform.Domain;

namespace RiskPlatform.MarketData.Feeds;

/// <summary>One rate as a source gave it.</summary>
/// <param name="Base">The currency one unit of which is priced.</param>
/// <param name="Counter">The currency of the price.</param>
/// <param name="Rate">Units of <paramref name="Counter"/> for one of <paramref name="Base"/>; positive.</param>
/// <param name="ValidAt">When the market showed it.</param>
/// <param name="Source">Who gave it.</param>
/// <param name="KnownAt">When the store learned it; not set before.</param>
internal sealed record Quote(
    Currency Base,
    Currency Counter,
    decimal Rate,
    DateTimeOffset ValidAt,
    string Source,
    DateTimeOffset KnownAt = default)
{
    /// <summary>No currency of today is worth less than a billionth, or more than a billion, of another.</summary>
    public const decimal RateMin = 1e-9m;

    /// <inheritdoc cref="RateMin"/>
    public const decimal RateMax = 1e9m;
}

/// <summary>What a parser made of a payload.</summary>
/// <param name="Quotes">What it understood.</param>
/// <param name="Refused">Entries that are no quote of a currency of today.</param>
internal sealed record ParsedQuotes(IReadOnlyList<Quote> Quotes, int Refused);
