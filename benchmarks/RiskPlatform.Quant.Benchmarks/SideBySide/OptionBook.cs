using RiskPlatform.Quant.Options;

namespace RiskPlatform.Quant.Benchmarks.SideBySide;

/// <summary>Options in the columns that the kernels read.</summary>
internal sealed class OptionBook
{
    private readonly double[] _columns;
    private readonly OptionType[] _types;
    private readonly ImpliedVolatilityStatus[] _statuses;

    /// <summary>Takes sign, spot, strike, domestic rate, foreign rate, years, and volatility or price.</summary>
    public OptionBook(double[] columns)
    {
        _columns = columns;
        Count = columns.Length / 7;
        _types = Array.ConvertAll(columns[..Count], sign => (OptionType)(int)sign);
        _statuses = new ImpliedVolatilityStatus[Count];
    }

    public int Count { get; }

    public void Price(Span<double> prices) =>
        Checked(GarmanKohlhagen.Compute(Terms(), new GreekColumns { Prices = prices }));

    /// <summary>Computes price, delta, gamma, vega, theta and domestic rho, one column after the other.</summary>
    public void PriceAndGreeks(Span<double> results) =>
        Checked(GarmanKohlhagen.Compute(
            Terms(),
            new GreekColumns
            {
                Prices = results[..Count],
                Deltas = results.Slice(Count, Count),
                Gammas = results.Slice(2 * Count, Count),
                Vegas = results.Slice(3 * Count, Count),
                Thetas = results.Slice(4 * Count, Count),
                DomesticRhos = results.Slice(5 * Count, Count),
            }));

    /// <summary>As <see cref="PriceAndGreeks"/>, of which it writes the prices, an option a call.</summary>
    public double PriceAndGreeksOneByOne(Span<double> prices)
    {
        double sum = 0.0;
        for (int i = 0; i < Count; i++)
        {
            var option = new VanillaOption
            {
                Type = _types[i],
                Spot = Column(1)[i],
                Strike = Column(2)[i],
                DomesticRate = Column(3)[i],
                ForeignRate = Column(4)[i],
                Years = Column(5)[i],
                Volatility = Column(6)[i],
            };
            prices[i] = GarmanKohlhagen.Value(option).Price;
            sum += prices[i];
        }

        return sum;
    }

    /// <summary>Finds the volatilities of prices: zero where there is none.</summary>
    public void ImpliedVolatilities(Span<double> volatilities) =>
        ImpliedVolatility.Compute(
            new OptionQuoteColumns
            {
                Types = _types,
                Spots = Column(1),
                Strikes = Column(2),
                DomesticRates = Column(3),
                ForeignRates = Column(4),
                Years = Column(5),
                Prices = Column(6),
            },
            volatilities,
            [],
            _statuses);

    private OptionColumns Terms() => new()
    {
        Types = _types,
        Spots = Column(1),
        Strikes = Column(2),
        DomesticRates = Column(3),
        ForeignRates = Column(4),
        Years = Column(5),
        Volatilities = Column(6),
    };

    private ReadOnlySpan<double> Column(int index) => _columns.AsSpan(index * Count, Count);

    private static void Checked(int refused)
    {
        if (refused > 0)
        {
            throw new InvalidOperationException($"{refused} options were refused.");
        }
    }
}
