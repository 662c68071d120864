using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Options;
using RiskPlatform.Quant.Simulation;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Pricing.Options;

/// <summary>One option by closed form, lattice and simulation: three kernels that share no formula.</summary>
internal sealed class EngineComparisons(WorkBudget budget, TimeProvider time)
{
    private const int LatticeSteps = 1_001;
    private const int Paths = 400_000;
    private const ulong Seed = 42;
    private const double StandardErrors = 4.0; // Further apart once in 16,000 comparisons.
    private const double NanosecondsPerPath = 40.0; // An antithetic pair with a control, on one core.

    /// <summary>Prices by all three.</summary>
    public Task<Result<EngineComparison>> CompareAsync(PriceRequest request, CancellationToken cancellationToken)
    {
        double spread = request.Volatility * Math.Sqrt(request.Maturity);
        var faults = OptionTerms.Check(
                request.Spot, request.Strike, request.Maturity, request.Rate, request.DividendYield, request.Volatility)
            .Positive("maturity", request.Maturity)
            .Check(
                !(spread > 1.5), "volatility times the root of maturity is 1.5 at most for the lattice's stated error.")
            .Check(
                !(Math.Abs(Math.Log(request.Spot / request.Strike)) > 2.5 * spread + 0.05),
                "spot and strike are within 2.5 deviations for the lattice's stated error.");
        return faults.Failure is { } failure
            ? Task.FromResult<Result<EngineComparison>>(failure)
            : budget.RunAsync<EngineComparison>(
                new WorkCost("paths", Paths, NanosecondsPerPath), token => Compare(request, token), cancellationToken);
    }

    private EngineComparison Compare(PriceRequest request, CancellationToken cancellationToken)
    {
        var option = OptionTerms.Of(request);
        double spread = request.Volatility * Math.Sqrt(request.Maturity);
        long start = time.GetTimestamp();
        double closed = GarmanKohlhagen.Value(option).Price;
        double closedMs = time.GetElapsedTime(start).TotalMilliseconds;

        start = time.GetTimestamp();
        double lattice = LeisenReimerLattice.Value(option, ExerciseStyle.European, LatticeSteps).Price;
        double latticeMs = time.GetElapsedTime(start).TotalMilliseconds;

        start = time.GetTimestamp();
        var simulated = Simulate(request, cancellationToken);
        double simulatedMs = time.GetElapsedTime(start).TotalMilliseconds;

        // The lattice's own statement, with the rounding of a thousand steps where that is larger.
        double latticeBound = 0.03 * request.Spot * spread / ((double)LatticeSteps * LatticeSteps)
            + 1e-11 * request.Spot;
        EnginePrice[] engines =
        [
            new("closedForm", closed, null, 1e-13 * request.Spot, closedMs),
            new("lattice", lattice, null, latticeBound, latticeMs),
            new("monteCarlo", simulated.Value, simulated.StandardError,
                StandardErrors * simulated.StandardError + 1e-12 * request.Spot, simulatedMs),
        ];
        var pairs = (from one in engines from other in engines select (one, other)).ToList();
        return new EngineComparison(
            engines,
            pairs.Max(pair => Math.Abs(pair.one.Price - pair.other.Price)),
            pairs.TrueForAll(pair =>
                Math.Abs(pair.one.Price - pair.other.Price) <= pair.one.ErrorBound + pair.other.ErrorBound));
    }

    private static Estimate Simulate(PriceRequest request, CancellationToken cancellationToken)
    {
        double discount = Math.Exp(-request.Rate * request.Maturity);
        double sign = request.Type == OptionSide.Call ? 1.0 : -1.0;
        return GbmSimulation.TerminalMean(
            new GeometricBrownianMotion(request.Spot, request.Rate - request.DividendYield, request.Volatility),
            request.Maturity,
            (prices, values) =>
            {
                for (int i = 0; i < prices.Length; i++)
                {
                    values[i] = discount * Math.Max(sign * (prices[i] - request.Strike), 0.0);
                }
            },
            VarianceReduction.AntitheticAndControl,
            new SimulationSettings { Seed = Seed, Paths = Paths, Threads = 1 },
            cancellationToken);
    }
}
