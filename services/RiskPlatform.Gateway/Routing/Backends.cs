namespace RiskPlatform.Gateway.Routing;

/// <summary>
/// Every backend there is, one row each. A row gives the service its canonical routes, its aliases, its circuit, its
/// place in the health board and its cached reads; nothing else has to be told of a new service.
/// </summary>
internal static class Backends
{
    // Ticks move rates and the scheduler makes a report a minute, so a second or two of age shows nobody a wrong
    // figure. A day's rate does not change. Any write through the gateway ends what is kept of its backend at once.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Live = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    public static IReadOnlyList<Backend> All { get; } =
    [
        new("market-data", "FX rates: sources, consensus, history, ticks")
        {
            Aliases = ["python", "crystal", "lua", "scala"],
            Cached =
            [
                new("/rates", Live),
                new("/rates/{base}/{quote}", Live),
                new("/rates/{base}/{quote}/history", Settled),
                new("/volatility/{base}/{quote}", Settled),
            ],
        },
        new("ingestion", "Bulk loading: loans, rates, risk logs")
        {
            Aliases = ["rust"],
            Mounts = [new("/api/rust/api", "/")],
            Uploads = ["/batches"],
            Cached = [new("/risk", Live)],
        },
        new("reporting", "Consolidated risk reports, by the minute and on demand")
        {
            Aliases = ["kotlin"],
            Mounts =
            [
                new("/api/scheduler", "/"),
                new("/api/reports", "/reports"),
                new("/api/report", "/reports/latest"),
            ],
            Cached = [new("/reports/latest", Moment)],
        },
        new("pricing", "Options, implied volatility, bonds, curves, loans")
        {
            Aliases = ["fsharp", "dart", "pricer"],
            Mounts = [new("/api/haskell/price", "/price"), new("/api/workflow/option-compare", "/compare")],
            Uploads = ["/price/batch"],
        },
        new("simulation", "Monte Carlo, value at risk, path streams, jobs")
        {
            Aliases = ["julia"],
            Mounts =
            [
                new("/api/haskell/montecarlo", "/montecarlo"),
                new("/api/haskell/stream", "/stream"),
                new("/api/scala/stream", "/stream"),
            ],
        },
        new("analytics", "Fits, GARCH, ARIMA, indicators, backtests of value at risk")
        {
            Aliases = ["r", "nim"],
        },
        new("portfolio", "Matrices, portfolio variance, exact search")
        {
            Aliases = ["prolog"],
            Mounts = [new("/api/rust/api/matrix", "/matrix"), new("/api/rust/api/portfolio/variance", "/variance")],
        },
        new("strategies", "Backtests and strategy modules")
        {
            Aliases = ["v", "erlang"],
        },
    ];
}
