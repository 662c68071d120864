namespace RiskPlatform.Contracts.Analytics;

/// <summary>Asks how returns have done.</summary>
/// <param name="Returns">Simple returns of equal periods, oldest first, above −1; 2 to 1,000,000.</param>
/// <param name="RiskFreeRate">A year, as a fraction.</param>
/// <param name="PeriodsPerYear">252 for business days.</param>
public sealed record PerformanceRequest(double[] Returns, double RiskFreeRate, double PeriodsPerYear);

/// <summary>How returns have done; a ratio without a denominator is null.</summary>
/// <param name="AnnualReturn">Compounded, as a fraction.</param>
/// <param name="AnnualVolatility">As a fraction.</param>
/// <param name="Sharpe">Annual.</param>
/// <param name="SharpeStandardError">Of it, for independent normal returns.</param>
/// <param name="Sortino">Annual.</param>
/// <param name="MaxDrawdown">Largest fall from a peak, 0 to 1.</param>
/// <param name="Calmar">Annual return over the largest fall.</param>
/// <param name="Skewness">Of population moments; null for equal returns.</param>
/// <param name="ExcessKurtosis">Of population moments; null for equal returns.</param>
public sealed record PerformanceResponse(
    double AnnualReturn,
    double AnnualVolatility,
    double? Sharpe,
    double? SharpeStandardError,
    double? Sortino,
    double MaxDrawdown,
    double? Calmar,
    double? Skewness,
    double? ExcessKurtosis);

/// <summary>Asks for indicators of prices; those left out are not computed.</summary>
/// <param name="Prices">Of equal steps, oldest first; up to 1,000,000.</param>
/// <param name="Ema">Windows of exponential averages.</param>
/// <param name="Sma">Windows of plain averages.</param>
/// <param name="Rsi">Window of Wilder's relative strength.</param>
/// <param name="Macd">fast, slow, signal.</param>
/// <param name="Bollinger">Window and width of the bands.</param>
public sealed record IndicatorsRequest(
    double[] Prices,
    int[]? Ema = null,
    int[]? Sma = null,
    int? Rsi = null,
    MacdRequest? Macd = null,
    BollingerRequest? Bollinger = null);

/// <summary>Windows of a MACD.</summary>
/// <param name="Fast">12 by custom.</param>
/// <param name="Slow">26 by custom.</param>
/// <param name="Signal">9 by custom.</param>
public sealed record MacdRequest(int Fast = 12, int Slow = 26, int Signal = 9);

/// <summary>Bollinger bands.</summary>
/// <param name="Window">20 by custom.</param>
/// <param name="Deviations">2 by custom.</param>
public sealed record BollingerRequest(int Window = 20, double Deviations = 2.0);

/// <summary>Indicators, each of the prices' length, null while warming up.</summary>
/// <param name="Ema">By window.</param>
/// <param name="Sma">By window.</param>
/// <param name="Rsi">0 to 100.</param>
/// <param name="Macd">The difference of averages and its signal.</param>
/// <param name="Bollinger">The bands.</param>
public sealed record IndicatorsResponse(
    IReadOnlyDictionary<string, double?[]>? Ema,
    IReadOnlyDictionary<string, double?[]>? Sma,
    double?[]? Rsi,
    MacdResponse? Macd,
    BollingerResponse? Bollinger);

/// <summary>A MACD.</summary>
/// <param name="Macd">Fast average less slow.</param>
/// <param name="Signal">Its own average.</param>
public sealed record MacdResponse(double?[] Macd, double?[] Signal);

/// <summary>Bollinger bands.</summary>
/// <param name="Lower">Mean less the width.</param>
/// <param name="Middle">Mean.</param>
/// <param name="Upper">Mean with the width.</param>
public sealed record BollingerResponse(double?[] Lower, double?[] Middle, double?[] Upper);

/// <summary>Asks how much prices move in a year of 252 days.</summary>
/// <param name="Close">Closing prices, oldest first; up to 1,000,000.</param>
/// <param name="Method">closeToClose, ewma, parkinson, garmanKlass or yangZhang.</param>
/// <param name="Open">Opening prices, where the method needs them.</param>
/// <param name="High">Highest prices, where the method needs them.</param>
/// <param name="Low">Lowest prices, where the method needs them.</param>
/// <param name="Lambda">Decay of ewma.</param>
public sealed record VolatilityRequest(
    double[] Close,
    VolatilityMethod Method,
    double[]? Open = null,
    double[]? High = null,
    double[]? Low = null,
    double Lambda = 0.94);

/// <summary>Estimators of volatility.</summary>
public enum VolatilityMethod
{
    /// <summary>Deviation of log returns.</summary>
    CloseToClose,

    /// <summary>Exponentially weighted.</summary>
    Ewma,

    /// <summary>From highest and lowest.</summary>
    Parkinson,

    /// <summary>From all four.</summary>
    GarmanKlass,

    /// <summary>From all four, free of drift and of opening jumps.</summary>
    YangZhang,
}

/// <summary>A volatility.</summary>
/// <param name="Annualised">As a fraction a year.</param>
/// <param name="StandardError">Of it.</param>
public sealed record SeriesVolatilityResponse(double Annualised, double StandardError);

/// <summary>Asks whether forecasts of risk have held. Losses are given, or returns whose losses are negative.</summary>
/// <param name="Var">Forecast values at risk, positive.</param>
/// <param name="Confidence">Of the forecasts, strictly between 0.5 and 1.</param>
/// <param name="Returns">What happened; or</param>
/// <param name="Losses">the same with the other sign. Exactly one is given, 2 to 100,000 of them.</param>
/// <param name="Es">Forecast expected shortfalls, at least the values at risk; for the test of Acerbi and
/// Szekely.</param>
public sealed record VarBacktestRequest(
    double[] Var, double Confidence, double[]? Returns = null, double[]? Losses = null, double[]? Es = null);

/// <summary>Whether forecasts of risk have held.</summary>
/// <param name="Exceptions">Losses above the value at risk.</param>
/// <param name="Observations">Periods.</param>
/// <param name="Kupiec">Are there as many as there should be?</param>
/// <param name="Independence">Do they come in clusters?</param>
/// <param name="ConditionalCoverage">Both.</param>
/// <param name="TrafficLight">green, amber or red.</param>
/// <param name="AcerbiSzekely">Of the shortfalls; null without them.</param>
/// <param name="Verdict">accepted, or rejected if a test's probability is below 5 % or the light is red.</param>
public sealed record VarBacktestResponse(
    int Exceptions,
    int Observations,
    StatisticalTest Kupiec,
    StatisticalTest Independence,
    StatisticalTest ConditionalCoverage,
    string TrafficLight,
    AcerbiSzekelyResponse? AcerbiSzekely,
    string Verdict);

/// <summary>Three tests of shortfalls, under normal forecasts; null where one is not defined.</summary>
/// <param name="Z1">Size of the exceptions.</param>
/// <param name="Z2">Number and size.</param>
/// <param name="Z3">The worst ranks.</param>
/// <param name="Seed">Of the simulated probabilities.</param>
public sealed record AcerbiSzekelyResponse(StatisticalTest? Z1, StatisticalTest Z2, StatisticalTest? Z3, ulong Seed);
