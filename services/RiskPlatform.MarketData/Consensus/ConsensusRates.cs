using RiskPlatform.Domain;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Consensus;

/// <summary>Rates that agree with each other: any two currencies' cross is the quotient of their values.</summary>
internal sealed class ConsensusRates
{
    private const int SignificantDigits = 14; // A logarithm and its exponential leave a double about fifteen.
    private readonly IReadOnlyDictionary<Currency, ConsensusValue> _values;

    public ConsensusRates(IReadOnlyDictionary<Currency, ConsensusValue> values, int accepted, int rejected) =>
        (_values, Accepted, Rejected) = (values, accepted, rejected);

    /// <summary>Of nothing.</summary>
    public static ConsensusRates None { get; } = new(new Dictionary<Currency, ConsensusValue>(), 0, 0);

    /// <summary>Quotes that took part.</summary>
    public int Accepted { get; }

    /// <summary>Quotes cut as outliers.</summary>
    public int Rejected { get; }

    /// <summary>All currencies that are connected to each other by quotes.</summary>
    public IEnumerable<Currency> Currencies => _values.Keys;

    /// <summary>What is known of one currency.</summary>
    public bool TryGet(Currency currency, out ConsensusValue? value) => _values.TryGetValue(currency, out value);

    /// <summary>
    /// Units of quote for one of base, to fourteen significant digits; null where one is unknown, or where quotes that
    /// contradict each other cross to what no rate can be.
    /// </summary>
    public decimal? Rate(Currency baseCurrency, Currency quote)
    {
        if (baseCurrency == quote)
        {
            return _values.ContainsKey(baseCurrency) ? 1m : null;
        }

        return _values.TryGetValue(baseCurrency, out var b) && _values.TryGetValue(quote, out var q)
            ? Possible(Math.Exp(q.LogUnits - b.LogUnits))
            : null;
    }

    /// <summary>A positive number as a rate; null when no rate is as small or as large.</summary>
    public static decimal? Possible(double rate)
    {
        const double Slack = 1e-12; // A quote at the very bound has been through a logarithm.
        return rate is >= (double)Quote.RateMin * (1.0 - Slack) and <= (double)Quote.RateMax * (1.0 + Slack)
            ? Rounded(rate)
            : null;
    }

    /// <summary>A positive number as a decimal of fourteen significant digits.</summary>
    public static decimal Rounded(double rate)
    {
        int magnitude = (int)Math.Floor(Math.Log10(rate)) + 1;
        int decimals = SignificantDigits - magnitude;
        decimal exact = (decimal)rate; // Fifteen significant digits.
        decimal rounded = decimal.Round(exact, Math.Clamp(decimals, 0, 28), MidpointRounding.ToEven);
        return rounded / 1.0000000000000000000000000000m; // Without trailing zeros.
    }
}

/// <summary>One currency's place in a consensus.</summary>
/// <param name="LogUnits">ln of its units for one US dollar.</param>
/// <param name="DispersionBp">Root mean square of what its sources deviate, in hundredths of a percent.</param>
/// <param name="Sources">The sources it rests on.</param>
/// <param name="ValidAt">The oldest time of what decided it. See docs/methods/fx-consensus.md.</param>
/// <param name="KnownAt">When the newest of its quotes was learned.</param>
internal sealed record ConsensusValue(
    double LogUnits,
    double DispersionBp,
    IReadOnlyList<string> Sources,
    DateTimeOffset ValidAt,
    DateTimeOffset KnownAt);
