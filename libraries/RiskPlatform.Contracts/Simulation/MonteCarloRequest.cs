using System.Text.Json.Serialization;
using RiskPlatform.Domain;

namespace RiskPlatform.Contracts.Simulation;

/// <summary>Asks for the distribution of one price at a horizon: a geometric Brownian motion.</summary>
/// <param name="Spot">Today's price; 1e-50 to 1e50.</param>
/// <param name="Drift">Growth of the mean, a year, as a fraction, continuously compounded; −10 to 10.</param>
/// <param name="Volatility">A year's standard deviation of log returns, as a fraction; 0 to 100.</param>
/// <param name="Horizon">Years, above zero; 1,000 at most.</param>
/// <param name="Steps">Equal steps a path takes; 1 to 10,000. The law at the horizon is exact for any number.</param>
/// <param name="Paths">Prices to simulate: 2 to 20,000,000; even with antithetic pairs. With sobol best 32 times a
/// power of two.</param>
/// <param name="Seed">Which experiment.</param>
/// <param name="Sampler">philox: pseudo-random. sobol: 32 scrambled copies of a Sobol sequence.</param>
/// <param name="Antithetic">Whether half of the paths are the mirror images of the other half.</param>
/// <param name="Confidence">Fractions strictly between 0.5 and 1; [0.95, 0.99] if left out; 20 at most.</param>
public sealed record MonteCarloRequest(
    double Spot,
    double Drift,
    double Volatility,
    double Horizon,
    int Steps = 1,
    long Paths = 100_000,
    ulong Seed = 42,
    PathSampler Sampler = PathSampler.Philox,
    bool Antithetic = false,
    double[]? Confidence = null);

/// <summary>Where random numbers come from.</summary>
public enum PathSampler
{
    /// <summary>Philox4x32-10: independent numbers.</summary>
    [JsonStringEnumMemberName("philox")]
    Philox,

    /// <summary>Scrambled Sobol points: evenly spread numbers.</summary>
    [JsonStringEnumMemberName("sobol")]
    Sobol,
}

/// <summary>The simulated distribution of a price at the horizon.</summary>
/// <param name="Mean">Of the price.</param>
/// <param name="StandardError">Of the mean.</param>
/// <param name="StandardDeviation">Of the price, divisor n − 1.</param>
/// <param name="Percentiles">Of the price, type 7 of Hyndman and Fan.</param>
/// <param name="ValueAtRisk">Of the loss spot − price: positive when money is lost.</param>
/// <param name="ExpectedShortfall">The mean loss beyond it.</param>
/// <param name="Paths">Prices simulated.</param>
/// <param name="Threads">Threads that took part; they change the time and nothing else.</param>
/// <param name="ElapsedMs">Milliseconds the simulation took.</param>
/// <param name="Lineage">What it was made from.</param>
public sealed record MonteCarloResponse(
    double Mean,
    double StandardError,
    double StandardDeviation,
    PricePercentiles Percentiles,
    IReadOnlyList<TailFigure> ValueAtRisk,
    IReadOnlyList<TailFigure> ExpectedShortfall,
    long Paths,
    int Threads,
    double ElapsedMs,
    Lineage Lineage);

/// <summary>Percentiles of a price.</summary>
/// <param name="P1">1 %.</param>
/// <param name="P5">5 %.</param>
/// <param name="P25">25 %.</param>
/// <param name="P50">The median.</param>
/// <param name="P75">75 %.</param>
/// <param name="P95">95 %.</param>
/// <param name="P99">99 %.</param>
public sealed record PricePercentiles(
    double P1, double P5, double P25, double P50, double P75, double P95, double P99);

/// <summary>One figure of a tail.</summary>
/// <param name="Confidence">A fraction strictly between 0.5 and 1.</param>
/// <param name="Value">A loss; negative is a gain.</param>
/// <param name="StandardError">Of the value, from the finite number of paths.</param>
public sealed record TailFigure(double Confidence, double Value, double StandardError);
