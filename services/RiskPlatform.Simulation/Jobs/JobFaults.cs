using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Simulation;
using RiskPlatform.Simulation.ValueAtRisk;

namespace RiskPlatform.Simulation.Jobs;

/// <summary>What is wrong with a request for a job, all of it at once.</summary>
internal static class JobFaults
{
    public const double DaysPerYear = 252.0;
    private const long PathsMin = Revaluation.BlockPaths;
    private const long PathsMax = 1_000_000_000;
    private const int PositionsMax = 500;
    private const int ConfidencesMax = 20;
    private static readonly double[] Usual = [0.95, 0.99];

    /// <summary>The confidences asked for, or the usual ones.</summary>
    public static double[] Confidence(JobRequest request) => request.Confidence ?? Usual;

    /// <summary>The failure, or null.</summary>
    public static Failure? Check(JobRequest request)
    {
        if (request.Positions.Any(position => position is null)
            || request.Model is { } given && (given.Currencies.Any(law => law is null)
                || given.Correlation.Any(row => row is null)))
        {
            return Failure.Malformed("An element of positions, model.currencies or model.correlation is null.");
        }

        if (request.Positions.Count > PositionsMax || request.Model?.Currencies.Count > PositionsMax)
        {
            return Failure.TooLarge($"positions and model.currencies have {PositionsMax} elements at most.");
        }

        if (request.Paths > PathsMax)
        {
            return Failure.TooLarge($"paths is {request.Paths}; a job may simulate {PathsMax}.") with
            {
                Code = "pathLimit",
            };
        }

        var faults = Numbers(request);
        if (request.Model is { } model)
        {
            CheckModel(request, model, faults);
        }

        return faults.Failure;
    }

    private static InputFaults Numbers(JobRequest request)
    {
        double[] confidence = Confidence(request);
        var faults = new InputFaults()
            .AtLeast("positions", request.Positions.Count, 1)
            .Check(
                request.Positions.Any(position => position.Currency != request.BaseCurrency),
                $"No position is in another currency than {request.BaseCurrency}: nothing moves.")
            .Check(
                request.Positions.All(position => Math.Abs(position.Amount) <= 1e20m),
                "An amount lies between -1e20 and 1e20.")
            .Check(
                request.HorizonDays is > 0.0 and <= 2_520.0,
                FormattableString.Invariant($"horizonDays is {request.HorizonDays}; it is above zero, 2520 at most."))
            .Check(request.Paths >= PathsMin, $"paths is {request.Paths}; it is {PathsMin} at least.")
            .Between("windowDays", request.WindowDays, PositionVars.WindowMin, 5_000)
            .Between("shards", request.Shards ?? 1, 1, 1_024)
            .Check(
                confidence.Length is >= 1 and <= ConfidencesMax,
                $"confidence has {confidence.Length} elements; it has 1 to {ConfidencesMax}.");
        for (int i = 0; i < confidence.Length && i < ConfidencesMax; i++)
        {
            double c = confidence[i];
            faults.Inside($"confidence[{i}]", c, 0.5, 1.0).Check(
                !(c is > 0.5 and < 1.0) || LossTail.IsEnough(request.Paths, c),
                FormattableString.Invariant(
                    $"paths is {request.Paths}: too few for confidence[{i}] {c}; {
                        LossTail.LeastBeyond} losses lie beyond it."));
        }

        return faults;
    }

    private static void CheckModel(JobRequest request, JobModel model, InputFaults faults)
    {
        int n = model.Currencies.Count;
        double years = request.HorizonDays / DaysPerYear;
        faults.Check(
            model.Currencies.Select(law => law.Currency).Distinct().Count() == n,
            "A currency stands in model.currencies twice.");
        foreach (var currency in request.Positions.Select(position => position.Currency).Distinct()
            .Where(currency => currency != request.BaseCurrency))
        {
            faults.Check(
                model.Currencies.Any(law => law.Currency == currency),
                $"{currency} is held but not in model.currencies.");
        }

        for (int i = 0; i < n; i++)
        {
            var law = model.Currencies[i];
            double shift = (law.Drift - 0.5 * law.Volatility * law.Volatility) * years;
            faults.Between($"model.currencies[{i}].worth", law.Worth, 1e-20, 1e20)
                .Between($"model.currencies[{i}].volatility", law.Volatility, 0.0, 10.0)
                .Between($"model.currencies[{i}].drift", law.Drift, -10.0, 10.0)
                .Check(
                    !(Math.Abs(shift) + 8.21 * law.Volatility * Math.Sqrt(years) > 100.0),
                    $"model.currencies[{i}] leads beyond e^100 times its worth.");
        }

        bool isSquare = model.Correlation.Length == n && model.Correlation.All(row => row.Length == n);
        faults.Check(isSquare, $"model.correlation has {n} rows of {n} numbers, as many as model.currencies.");
        for (int i = 0; i < n && isSquare; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double rho = model.Correlation[i][j];
                faults.Check(
                    rho is >= -1.0 and <= 1.0 && rho == model.Correlation[j][i] && (i != j || rho == 1.0),
                    $"model.correlation[{i}][{j}] is not that of a symmetric matrix from -1 to 1 with ones on its "
                    + "diagonal.");
            }
        }
    }
}
