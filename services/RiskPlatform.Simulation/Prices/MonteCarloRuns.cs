using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Simulation;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Simulation.Prices;

/// <summary>Distributions of one price at a horizon. See docs/methods/simulation.md.</summary>
internal sealed class MonteCarloRuns(WorkBudget budget, Threads threads, TimeProvider time)
{
    /// <summary>Prices one request may simulate: paths that depend on each other are kept, eight bytes each.</summary>
    public const int PathsMax = 20_000_000;

    private const string ModelVersion = "gbm-monte-carlo/1";
    private const int StepsMax = 10_000;
    private const int ConfidencesMax = 20;

    // On one core of an AMD EPYC 9004, rounded up: a step, and moments, percentiles and tails of a path.
    private const double NanosecondsPerStep = 4.0;
    private const double NanosecondsPerPath = 30.0;

    private static readonly double[] Usual = [0.95, 0.99];
    private static readonly double[] Percents = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];

    private readonly SpareMemory _spare = new();

    /// <summary>Simulates, or says why not.</summary>
    public async Task<Result<MonteCarloResponse>> RunAsync(
        MonteCarloRequest request, CancellationToken cancellationToken)
    {
        request = request with { Confidence = request.Confidence ?? Usual };
        if (request.Paths > PathsMax)
        {
            return Failure.TooLarge(
                $"paths is {request.Paths}; one request may simulate {PathsMax}. A job may simulate more.") with
            {
                Code = "pathLimit",
            };
        }

        if (Check(request).Failure is { } failure)
        {
            return failure;
        }

        var cost = new WorkCost(
            "path steps",
            (double)request.Paths * request.Steps,
            NanosecondsPerStep + NanosecondsPerPath / request.Steps);
        return await budget.RunAsync(cost, token => Run(request, token), cancellationToken);
    }

    private Result<MonteCarloResponse> Run(MonteCarloRequest request, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        var settings = new SimulationSettings
        {
            Seed = request.Seed,
            Paths = request.Paths,
            Threads = threads.Count,
        };
        var found = PriceSample.IsIndependent(request)
            ? Independent(request, settings, cancellationToken)
            : Dependent(request, settings, cancellationToken);
        var p = found.Percentiles;
        return new MonteCarloResponse(
            found.Mean.Value,
            found.MeanError,
            found.Mean.StandardError * Math.Sqrt(found.Mean.Samples),
            new PricePercentiles(p[0], p[1], p[2], p[3], p[4], p[5], p[6]),
            [.. found.Tails.Select(tail => tail.ValueAtRisk)],
            [.. found.Tails.Select(tail => tail.ExpectedShortfall)],
            request.Paths,
            threads.Count,
            time.GetElapsedTime(start).TotalMilliseconds,
            new Lineage(time.GetUtcNow(), DataState.Fresh, ModelVersion, Lineages.Hash(request))
            {
                Seed = request.Seed,
            });
    }

    private static Figures Independent(
        MonteCarloRequest request, SimulationSettings settings, CancellationToken cancellationToken)
    {
        var found = SimulatedDistribution.Compute(
            PriceSample.Sampler(request, cancellationToken),
            request.Spot,
            Percents,
            request.Confidence,
            settings,
            cancellationToken);
        return new Figures(
            found.Mean,
            found.Mean.StandardError,
            found.Quantiles,
            [
                .. found.Tails.Select((tail, i) => (
                    new TailFigure(request.Confidence![i], tail.ValueAtRisk, tail.ValueAtRiskError),
                    new TailFigure(request.Confidence![i], tail.ExpectedShortfall, tail.ExpectedShortfallError))),
            ]);
    }

    private Figures Dependent(
        MonteCarloRequest request, SimulationSettings settings, CancellationToken cancellationToken)
    {
        using var sample = PriceSample.Draw(request, _spare, threads.Count, cancellationToken);
        Estimate all = default;
        double[] p = new double[Percents.Length];
        List<(TailFigure ValueAtRisk, TailFigure ExpectedShortfall)> tails = [];
        Together(
            () =>
            {
                all = Moments(sample, settings, cancellationToken);
                tails = Tails(sample, request.Confidence!, settings, cancellationToken);
            },
            () => SampleQuantiles.Type7(sample.Prices, Percents, p, cancellationToken),
            cancellationToken);
        return new Figures(all, MeanError(sample, request, settings, cancellationToken), p, tails);
    }

    // Two readers of the sample; neither looks at what the other writes.
    private void Together(Action one, Action other, CancellationToken cancellationToken)
    {
        if (threads.Count == 1)
        {
            one();
            other();
            return;
        }

        Parallel.Invoke(
            new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellationToken }, one, other);
    }

    private static Estimate Moments(
        PriceSample sample, SimulationSettings settings, CancellationToken cancellationToken) => MonteCarlo.Mean(
            (first, prices) => sample.Prices.Slice((int)first, prices.Length).CopyTo(prices),
            settings,
            cancellationToken);

    private static double MeanError(
        PriceSample sample,
        MonteCarloRequest request,
        SimulationSettings settings,
        CancellationToken cancellationToken)
    {
        if (request.Sampler == PathSampler.Philox)
        {
            return MonteCarlo.Mean(
                sample.FillPairs, settings with { Paths = settings.Paths / 2 }, cancellationToken).StandardError;
        }

        double[] means = new double[sample.Parts];
        for (int part = 0; part < means.Length; part++)
        {
            double sum = 0.0;
            foreach (double price in sample.Part(part))
            {
                sum += price;
            }

            means[part] = sum / sample.Part(part).Length;
        }

        return ErrorOf(means);
    }

    private static List<(TailFigure ValueAtRisk, TailFigure ExpectedShortfall)> Tails(
        PriceSample sample, double[] confidence, SimulationSettings settings, CancellationToken cancellationToken)
    {
        var whole = MonteCarlo.Tails(sample.FillLosses, confidence, settings, cancellationToken);
        return
        [
            .. whole.Select((tail, i) =>
            {
                var (valueError, shortfallError) = ErrorsOfParts(sample, confidence[i], cancellationToken);
                return (
                    new TailFigure(confidence[i], tail.ValueAtRisk, valueError),
                    new TailFigure(confidence[i], tail.ExpectedShortfall, shortfallError));
            }),
        ];
    }

    private static (double ValueAtRisk, double ExpectedShortfall) ErrorsOfParts(
        PriceSample sample, double confidence, CancellationToken cancellationToken)
    {
        double[] values = new double[sample.Parts];
        double[] shortfalls = new double[sample.Parts];
        for (int part = 0; part < values.Length; part++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var alone = LossTail.FromLosses(sample.LossesOfPart(part), confidence);
            (values[part], shortfalls[part]) = (alone.ValueAtRisk, alone.ExpectedShortfall);
        }

        return (ErrorOf(values), ErrorOf(shortfalls));
    }

    /// <summary>The standard error of independent parts' mean: their standard deviation over √parts.</summary>
    private static double ErrorOf(double[] parts)
    {
        double mean = parts.Average();
        double squares = parts.Sum(x => (x - mean) * (x - mean));
        return Math.Sqrt(squares / (parts.Length - 1) / parts.Length);
    }

    private static InputFaults Check(MonteCarloRequest request)
    {
        bool isIndependent = PriceSample.IsIndependent(request);
        double[] confidence = request.Confidence!;
        double shift = (request.Drift - 0.5 * request.Volatility * request.Volatility) * request.Horizon;
        double spread = request.Volatility * Math.Sqrt(request.Horizon);
        var faults = new InputFaults()
            .Between("spot", request.Spot, 1e-50, 1e50)
            .Between("drift", request.Drift, -10.0, 10.0)
            .Between("volatility", request.Volatility, 0.0, 100.0)
            .Check(
                request.Horizon is > 0.0 and <= 1_000.0,
                FormattableString.Invariant($"horizon is {request.Horizon}; it is above zero and 1000 at most."))
            .Between("steps", request.Steps, 1, StepsMax)
            .Check(request.Paths >= 2, $"paths is {request.Paths}; it is 2 at least.")
            .Check(
                !request.Antithetic || request.Paths % 2 == 0,
                $"paths is {request.Paths}; with antithetic pairs it is even.")
            .Check(
                !(Math.Abs(shift) + 8.21 * spread > 200.0),
                "drift, volatility and horizon lead beyond e^200 times the spot.")
            .Check(
                confidence.Length is >= 1 and <= ConfidencesMax,
                $"confidence has {confidence.Length} elements; it has 1 to {ConfidencesMax}.");
        for (int i = 0; i < confidence.Length && i < ConfidencesMax; i++)
        {
            double c = confidence[i];
            bool isEnough = isIndependent
                ? LossTail.IsEnough(request.Paths, c)
                : PriceSample.PartsOf(request with { Confidence = [c] }) > 0;
            faults.Inside($"confidence[{i}]", c, 0.5, 1.0).Check(
                !(c is > 0.5 and < 1.0) || isEnough,
                FormattableString.Invariant(
                    $"paths is {request.Paths}: too few for confidence[{i}] {c}; {
                        LossTail.LeastBeyond} losses lie beyond it{
                        (isIndependent ? "" : " in each of 4 parts")} at least."));
        }

        return faults;
    }

    /// <summary>What a run found; where paths depend on each other, the mean's own error is not the stated
    /// one.</summary>
    private sealed record Figures(
        Estimate Mean,
        double MeanError,
        IReadOnlyList<double> Percentiles,
        IReadOnlyList<(TailFigure ValueAtRisk, TailFigure ExpectedShortfall)> Tails);
}
