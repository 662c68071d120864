using RiskPlatform.Domain;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Simulation.Streams;

/// <summary>Paths that are written as they are made, for as long as somebody reads.</summary>
internal sealed class PathStreams(IConfiguration configuration)
{
    private const double StepExponentMax = 50.0; // A step changes the price by e^50 at most, so that a path has many.

    private readonly int _openMax = configuration.GetValue("Simulation:StreamsMax", 256);
    private int _open;

    /// <summary>Streams that are being written now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Makes a stream that has not begun, or says why not.</summary>
    /// <param name="spot">The price at step 0.</param>
    /// <param name="drift">Growth of the mean, a year.</param>
    /// <param name="volatility">A year's standard deviation of log returns.</param>
    /// <param name="dt">Years between two steps.</param>
    /// <param name="seed">Which experiment.</param>
    /// <param name="limit">Lines at most; null for no end.</param>
    public Result<PathStream> Start(
        double spot, double drift, double volatility, double dt, ulong seed, long? limit)
    {
        double shift = (drift - 0.5 * volatility * volatility) * dt;
        var faults = new InputFaults()
            .Between("spot", spot, 1e-50, 1e50)
            .Between("drift", drift, -10.0, 10.0)
            .Between("volatility", volatility, 0.0, 100.0)
            .Check(
                dt is > 0.0 and <= 100.0,
                FormattableString.Invariant($"dt is {dt}; it is above zero and 100 at most."))
            .Check(!(limit < 1), $"limit is {limit}; it is 1 at least.")
            .Check(
                !(Math.Abs(shift) + 8.21 * volatility * Math.Sqrt(dt) > StepExponentMax),
                $"drift, volatility and dt move a step by more than e^{StepExponentMax}.");
        if (faults.Failure is { } failure)
        {
            return failure;
        }

        return Open < _openMax
            ? new PathStream(this, new GeometricBrownianMotion(spot, drift, volatility), dt, seed, limit)
            : Failure.Unavailable($"{_openMax} streams are open already (Simulation:StreamsMax); come back shortly.");
    }

    /// <summary>Counts a stream for as long as it is written.</summary>
    public void Opened() => Interlocked.Increment(ref _open);

    /// <summary>The other end of <see cref="Opened"/>.</summary>
    public void Closed() => Interlocked.Decrement(ref _open);
}
