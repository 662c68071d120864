using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Domain;
using RiskPlatform.Quant.LinearAlgebra;
using RiskPlatform.Quant.Simulation;
using RiskPlatform.Simulation.Markets;
using RiskPlatform.Simulation.ValueAtRisk;

namespace RiskPlatform.Simulation.Jobs;

/// <summary>Makes a job's model: from what was given, or estimated from stored history.</summary>
internal sealed class ModelFreezer(MarketReader markets, TimeProvider time)
{
    private const string ModelVersion = "correlated-gbm/1";

    /// <summary>The currencies that move, how, and how much of each is held.</summary>
    public async Task<Result<FrozenModel>> FreezeAsync(JobRequest request, CancellationToken cancellationToken)
    {
        var held = MarketReader.Net(request.Positions)
            .Where(position => position.Currency != request.BaseCurrency).ToList();
        double[] units = [.. held.Select(position => (double)position.Amount)];
        if (request.Model is { } given)
        {
            return Usable(Given(request, given, [.. held.Select(position => position.Currency)], units));
        }

        if (!MarketReader.TryTime(request.AsOf, out var asOf))
        {
            return Failure.Malformed($"asOf is '{request.AsOf}'; it is a date or time of ISO 8601.");
        }

        var read = await markets.ReadAsync(
            [.. held.Select(position => position.Currency)],
            request.BaseCurrency,
            asOf,
            request.WindowDays,
            cancellationToken);
        if (!read.TryGet(out var market, out var failure))
        {
            return failure;
        }

        return market.Rows < PositionVars.WindowMin
            ? Failure.CalculationFailed(
                $"The currencies have {market.Rows} joint daily returns; {PositionVars.WindowMin} are needed.") with
            {
                Code = "tooFewObservations",
            }
            : Usable(Estimated(request, market, units));
    }

    private static Result<FrozenModel> Usable(FrozenModel model) => CorrelatedGbm.Create(
        [.. model.Laws.Select(law => new GeometricBrownianMotion(law.Worth, law.Drift, law.Volatility))],
        model.Correlation).Status == CorrelationStatus.Usable
            ? model
            : Failure.CalculationFailed(
                "model.correlation is not positive semi-definite: some portfolio would have a negative variance.") with
            {
                Code = "notPositiveSemiDefinite",
            };

    private FrozenModel Given(JobRequest request, JobModel model, List<Currency> held, double[] units)
    {
        int[] places =
        [
            .. held.Select(currency => model.Currencies.Select(law => law.Currency).ToList().IndexOf(currency)),
        ];
        return new FrozenModel(
            [.. places.Select(place => model.Currencies[place])],
            units,
            [.. places.SelectMany(_ => places, (row, column) => model.Correlation[row][column])],
            new Lineage(time.GetUtcNow(), DataState.Fresh, ModelVersion, Lineages.Hash(request))
            {
                Seed = request.Seed,
            });
    }

    // Log returns' deviations and correlations of the window; a year has 252 of them. No drift: a mean of some hundred
    // days is known too badly to be worth having.
    private static FrozenModel Estimated(JobRequest request, Market market, double[] units)
    {
        int n = market.Currencies.Count;
        double[] covariance = new double[n * n];
        Covariance.Sample([.. market.Returns.Select(x => Math.Log(1.0 + x))], market.Rows, n, covariance);
        double[] deviations = [.. Enumerable.Range(0, n).Select(i => Math.Sqrt(covariance[i * n + i]))];
        double[] correlation = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            correlation[i * n + i] = 1.0;
            for (int j = 0; j < i; j++)
            {
                double product = deviations[i] * deviations[j];
                double rho = product > 0.0 ? Math.Clamp(covariance[i * n + j] / product, -1.0, 1.0) : 0.0;
                correlation[i * n + j] = correlation[j * n + i] = rho;
            }
        }

        return new FrozenModel(
            [
                .. market.Currencies.Select((currency, i) => new CurrencyLaw(
                    currency, market.Worths[i], deviations[i] * Math.Sqrt(JobFaults.DaysPerYear))),
            ],
            units,
            correlation,
            new Lineage(market.AsOf, market.State, ModelVersion, Lineages.Hash(new { request, market }))
            {
                Seed = request.Seed,
            });
    }
}

/// <summary>Currencies that move, and how much of each is held.</summary>
/// <param name="Laws">How each moves.</param>
/// <param name="Units">Units held.</param>
/// <param name="Correlation">n × n, row-major.</param>
/// <param name="Lineage">What it was made from.</param>
internal sealed record FrozenModel(
    IReadOnlyList<CurrencyLaw> Laws, double[] Units, double[] Correlation, Lineage Lineage);
