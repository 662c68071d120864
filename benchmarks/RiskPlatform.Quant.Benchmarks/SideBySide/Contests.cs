namespace RiskPlatform.Quant.Benchmarks.SideBySide;

/// <summary>Every row of the comparison: who does what, on which inputs, and what is asked of it.</summary>
internal static class Contests
{
    private const int OptionCount = 100_000;
    private const int QuoteCount = 20_000;

    /// <summary>Writes the inputs and lists the rows.</summary>
    public static IReadOnlyList<Contest> Prepare(string directory, PeerPrograms peers)
    {
        double[] book = Inputs.Options(OptionCount);
        double[] market = Inputs.Options(QuoteCount);
        double[] hard = Inputs.HardOptions(QuoteCount);
        string options = Write("options", book);
        string quotes = Write("quotes", Inputs.Quotes(market));
        string hardQuotes = Write("hard-quotes", Inputs.Quotes(hard));
        string gbm = Write("gbm", Inputs.Gbm);
        string returns = Write("returns", Inputs.Returns());
        double[] series = Inputs.Series();
        string closes = Write("closes", series);
        double steps = Inputs.Gbm[4] * Inputs.Gbm[5];
        var known = Agreements.OfVolatilities(market[(6 * QuoteCount)..]);
        var hardKnown = Agreements.OfVolatilities(hard[(6 * QuoteCount)..]);
        var law = Agreements.OfLastPrices(Inputs.Gbm);
        return
        [
            new("price and 5 Greeks", "an option", OptionCount, options, Ours("pricing"),
                peers.QuantLib("BlackCalculator", "pricing"), new(12.0), Agreements.ToTolerance(1e-10)),
            new("price and 5 Greeks", "an option", OptionCount, options, Ours("pricing"),
                peers.NumPy("ndtr", "pricing"), new(4.0), Agreements.ToTolerance(1e-10)),
            new("implied volatility", "a quote", QuoteCount, quotes, Ours("implied"),
                peers.QuantLib("blackFormulaImpliedStdDev", "implied"), new(15.0), known),
            new("implied volatility", "a quote", QuoteCount, quotes, Ours("implied"),
                peers.QuantLib("VanillaOption", "implied-by-engine"), new(), known),
            new("implied volatility, hard", "a quote", QuoteCount, hardQuotes, Ours("implied"),
                peers.QuantLib("blackFormulaImpliedStdDev", "implied"), new(15.0), hardKnown),
            new("GBM paths", "a step", steps, gbm, Ours("paths"),
                peers.QuantLib("GBM process", "paths"), new(4.0), law),
            new("GBM paths", "a step", steps, gbm, Ours("paths"),
                peers.QuantLib("Black–Scholes process", "paths-by-curves"), new(), law),
            new("GBM paths", "a step", steps, gbm, Ours("paths"),
                peers.NumPy("Philox and ndtri", "paths-same-method"), new(20.0), law),
            new("GBM paths", "a step", steps, gbm, Ours("paths"),
                peers.NumPy("standard_normal", "paths"), new(20.0), law),
            new("GBM paths", "a step", steps, gbm, Ours("paths"),
                peers.NumPy("standard_normal, in place", "paths-in-place"), new(), law),
            new("GARCH(1,1) fit", "a fit", 1.0, returns, Ours("garch"),
                peers.FGarch(), new(15.0), Agreements.ToTolerance(1e-3)),
            new("backtest", "a bar", Inputs.Closes, closes, Ours("backtest"),
                peers.NumPy("cumsum", "backtest"), new(Rate: 300e6, IsWithoutAllocation: true),
                Agreements.ToTolerance(0.0)),
            new("mean payoff, 2 threads", "a path", Inputs.TerminalPaths, gbm, Ours("mean-2", "0,1"),
                Ours("mean-1") with { Name = "1 thread" }, new(1.9), Agreements.ToTolerance(0.0)),
        ];

        string Write(string name, double[] values)
        {
            string path = Path.Combine(directory, name);
            RawDoubles.Write(path, values);
            return path;
        }
    }

    private static Entry Ours(string contest, string cores = "0") =>
        new("ours", ["dotnet", typeof(Contests).Assembly.Location, "compete", contest], cores);
}
