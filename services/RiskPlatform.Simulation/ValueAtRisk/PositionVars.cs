using System.Text.Json;
using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Risk;
using RiskPlatform.ServiceDefaults.Work;
using RiskPlatform.Simulation.Markets;

namespace RiskPlatform.Simulation.ValueAtRisk;

/// <summary>Value at risk of currency positions. See docs/methods/value-at-risk.md.</summary>
internal sealed class PositionVars(MarketReader markets, WorkBudget budget, TimeProvider time)
{
    public const int WindowMin = 30; // Fewer leave a standard error of an eighth of a deviation and more.
    private const int WindowMax = 5_000;
    private const int FilteredMin = 50; // What the GARCH fits ask for.
    private const int PositionsMax = 500;
    private const int ConfidencesMax = 20;
    private const int PathsMax = 100_000;
    private const double ScenariosMax = 9_000_000.0; // Paths times currencies that a simulation may hold.

    // On one core of an AMD EPYC 9004, rounded up: a return in a covariance or a scenario, and in a GARCH fit.
    private const double NanosecondsPerProduct = 4.0;
    private const double NanosecondsPerScenario = 200.0;
    private const double NanosecondsPerFittedReturn = 60_000.0;

    /// <summary>Computes, or says why not.</summary>
    public async Task<Result<VarResponse>> ComputeAsync(VarRequest request, CancellationToken cancellationToken)
    {
        if (request.Positions.Count > PositionsMax)
        {
            return Failure.TooLarge($"positions has {request.Positions.Count} elements; {PositionsMax} at most.");
        }

        if (request.Positions.Any(position => position is null))
        {
            return Failure.Malformed("An element of positions is null.");
        }

        if (!MarketReader.TryTime(request.AsOf, out var asOf))
        {
            return Failure.Malformed($"asOf is '{request.AsOf}'; it is a date or time of ISO 8601.");
        }

        if (Check(request).Failure is { } failure)
        {
            return failure;
        }

        var net = MarketReader.Net(request.Positions);
        var foreign = net.Where(position => position.Currency != request.BaseCurrency).ToList();
        if (foreign.Count == 0)
        {
            return WithoutRisk(request, net, asOf ?? time.GetUtcNow());
        }

        var read = await markets.ReadAsync(
            [.. foreign.Select(position => position.Currency)],
            request.BaseCurrency,
            asOf,
            request.WindowDays,
            cancellationToken);
        if (!read.TryGet(out var market, out failure))
        {
            return failure;
        }

        int needed = request.Method == PortfolioVarMethod.FilteredHistorical ? FilteredMin : WindowMin;
        return market.Rows < needed
            ? Failure.CalculationFailed(
                $"The currencies have {market.Rows} joint daily returns; {needed} are needed.") with
            {
                Code = "tooFewObservations",
            }
            : await budget.RunAsync(
                Cost(request, market), token => Compute(request, net, market, token), cancellationToken);
    }

    private static Result<VarResponse> Compute(
        VarRequest request, IReadOnlyList<PositionAmount> net, Market market, CancellationToken cancellationToken)
    {
        double[] exposures =
        [
            .. market.Currencies.Zip(market.Worths, (currency, worth) =>
                (double)net.Single(position => position.Currency == currency).Amount * worth),
        ];
        List<VarResult> results = [];
        foreach (double confidence in request.Confidence)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var found = PortfolioVar.Compute(
                (VarMethod)request.Method,
                market.Returns,
                market.Rows,
                exposures,
                new PortfolioVarSettings
                {
                    Confidence = confidence,
                    HorizonDays = request.HorizonDays,
                    Seed = request.Seed,
                    Paths = Paths(market.Currencies.Count),
                },
                cancellationToken);
            if (Refusal(found, confidence, market) is { } failure)
            {
                return failure;
            }

            results.Add(new VarResult(
                confidence,
                found.ValueAtRisk,
                found.ExpectedShortfall,
                found.ValueAtRiskError,
                found.ExpectedShortfallError,
                Parts(net, market, found)));
        }

        return Response(request, results, market.Rows, market.From, market.To, new Lineage(
            market.AsOf, market.State, Version(request.Method), Lineages.Hash(new { request, market })));
    }

    /// <summary>A base currency's worth in itself does not move.</summary>
    private static VarResponse WithoutRisk(
        VarRequest request, IReadOnlyList<PositionAmount> net, DateTimeOffset asOf) => Response(
            request,
            [
                .. request.Confidence.Select(confidence => new VarResult(
                    confidence, 0.0, 0.0, 0.0, 0.0, [.. net.Select(one => new VarPart(one.Currency, 0.0, 0.0))])),
            ],
            observations: 0,
            from: null,
            to: null,
            new Lineage(asOf, DataState.Fresh, Version(request.Method), Lineages.Hash(request)));

    private static VarResponse Response(
        VarRequest request,
        List<VarResult> results,
        int observations,
        DateOnly? from,
        DateOnly? to,
        Lineage lineage) => new(
            results,
            results[0].Components,
            observations,
            request.BaseCurrency,
            request.Method,
            request.HorizonDays,
            from,
            to,
            request.Method == PortfolioVarMethod.MonteCarlo ? lineage with { Seed = request.Seed } : lineage);

    private static IReadOnlyList<VarPart> Parts(
        IReadOnlyList<PositionAmount> net, Market market, PortfolioVarResult found) =>
    [
        .. net.Select(position =>
        {
            int place = market.Currencies.ToList().IndexOf(position.Currency);
            double part = place < 0 ? 0.0 : found.Components[place];
            return new VarPart(
                position.Currency, part, found.ValueAtRisk == 0.0 ? 0.0 : part / found.ValueAtRisk);
        }),
    ];

    private static Failure? Refusal(PortfolioVarResult found, double confidence, Market market) => found.Status switch
    {
        PortfolioVarStatus.ExpansionTurnsBack => Failure.CalculationFailed(FormattableString.Invariant(
            $"Skewness and kurtosis are out of the expansion's reach at {confidence}.")) with
        {
            Code = "expansionTurnsBack",
        },
        PortfolioVarStatus.NoVarianceModel => Failure.CalculationFailed(
            $"{market.Currencies[found.Factor]} has no usable GARCH estimate in this window.") with
        {
            Code = "noVarianceModel",
        },
        _ when !double.IsFinite(found.ValueAtRisk + found.ExpectedShortfall + found.ExpectedShortfallError) =>
            Failure.CalculationFailed("amounts are so large that no double holds a figure."),
        _ => null,
    };

    private static string Version(PortfolioVarMethod method) =>
        $"portfolio-var-{JsonNamingPolicy.CamelCase.ConvertName($"{method}")}/1";

    private static int Paths(int currencies) => (int)Math.Min(PathsMax, ScenariosMax / currencies);

    private static WorkCost Cost(VarRequest request, Market market)
    {
        double n = market.Currencies.Count;
        double scenarios = request.Method == PortfolioVarMethod.MonteCarlo ? Paths((int)n) : market.Rows;
        double perScenario = NanosecondsPerScenario + n * n * NanosecondsPerProduct
            + (request.Method == PortfolioVarMethod.FilteredHistorical ? n * NanosecondsPerFittedReturn : 0.0);
        return new WorkCost("scenarios", scenarios * request.Confidence.Length, perScenario);
    }

    private static InputFaults Check(VarRequest request)
    {
        var faults = new InputFaults()
            .AtLeast("positions", request.Positions.Count, 1)
            .Check(
                request.HorizonDays is > 0.0 and <= 1_000.0,
                FormattableString.Invariant($"horizonDays is {request.HorizonDays}; it is above zero, 1000 at most."))
            .Check(
                request.Confidence.Length is >= 1 and <= ConfidencesMax,
                $"confidence has {request.Confidence.Length} elements; it has 1 to {ConfidencesMax}.")
            .Between("windowDays", request.WindowDays, WindowMin, WindowMax)
            .Check(
                request.Positions.All(position => Math.Abs(position.Amount) <= 1e20m),
                "An amount lies between -1e20 and 1e20.");
        for (int i = 0; i < request.Confidence.Length && i < ConfidencesMax; i++)
        {
            faults.Inside($"confidence[{i}]", request.Confidence[i], 0.5, 1.0);
        }

        return faults;
    }
}
