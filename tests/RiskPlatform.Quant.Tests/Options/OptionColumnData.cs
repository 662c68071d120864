using RiskPlatform.Quant.Options;

namespace RiskPlatform.Quant.Tests.Options;

/// <summary>Options by columns, and ten columns for their results.</summary>
internal sealed class OptionColumnData(IReadOnlyList<VanillaOption> options)
{
    public double[][] Results { get; } =
        [.. Enumerable.Range(0, 10).Select(_ => Enumerable.Repeat(-7.0, options.Count).ToArray())];

    public OptionType[] Types { get; } = [.. options.Select(o => o.Type)];

    public double[] Spots { get; } = [.. options.Select(o => o.Spot)];

    public double[] Strikes { get; } = [.. options.Select(o => o.Strike)];

    public double[] DomesticRates { get; } = [.. options.Select(o => o.DomesticRate)];

    public double[] ForeignRates { get; } = [.. options.Select(o => o.ForeignRate)];

    public double[] Years { get; } = [.. options.Select(o => o.Years)];

    public double[] Volatilities { get; } = [.. options.Select(o => o.Volatility)];

    public OptionColumns Columns => new()
    {
        Types = Types,
        Spots = Spots,
        Strikes = Strikes,
        DomesticRates = DomesticRates,
        ForeignRates = ForeignRates,
        Years = Years,
        Volatilities = Volatilities,
    };

    public GreekColumns Greeks => new()
    {
        Prices = Results[0],
        Deltas = Results[1],
        Gammas = Results[2],
        Vegas = Results[3],
        Thetas = Results[4],
        DomesticRhos = Results[5],
        ForeignRhos = Results[6],
        Vannas = Results[7],
        Volgas = Results[8],
        Charms = Results[9],
    };

    public static double[] Numbers(OptionGreeks greeks) =>
    [
        greeks.Price, greeks.Delta, greeks.Gamma, greeks.Vega, greeks.Theta, greeks.DomesticRho, greeks.ForeignRho,
        greeks.Vanna, greeks.Volga, greeks.Charm,
    ];

    public long[] RowBits(int row) => [.. Results.Select(column => BitConverter.DoubleToInt64Bits(column[row]))];
}
