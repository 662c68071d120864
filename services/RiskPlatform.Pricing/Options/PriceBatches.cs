using RiskPlatform.Contracts.Pricing;
using RiskPlatform.Domain;
using RiskPlatform.Quant.Options;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Pricing.Options;

/// <summary>Values of many options by columns, without an object a row.</summary>
internal sealed class PriceBatches(WorkBudget budget)
{
    /// <summary>The most rows a request may have.</summary>
    public const int RowsMax = 1_000_000;

    // One row with its sensitivities on one core; measured 40 ns at 256 bits, rounded up. See benchmarks/README.md.
    private const double NanosecondsPerRow = 100.0;

    // Between two looks at the token: about 3 ms.
    private const int RowsAtOnce = 32_768;

    /// <summary>Names and figures of the answer, in the order they are written.</summary>
    public Task<Result<PricedColumns>> ValueAsync(PriceBatchRequest request, CancellationToken cancellationToken)
    {
        var columns = request.Columns;
        int rows = columns.Type.Length;
        if (rows > RowsMax)
        {
            return Task.FromResult<Result<PricedColumns>>(
                Failure.TooLarge($"columns has {rows} rows; a request may have {RowsMax}.") with { Code = "rowLimit" });
        }

        var faults = new InputFaults().AtLeast("type", rows, 1)
            .SameLength("spot", columns.Spot.Length, "type", rows)
            .SameLength("strike", columns.Strike.Length, "type", rows)
            .SameLength("maturity", columns.Maturity.Length, "type", rows)
            .SameLength("rate", columns.Rate.Length, "type", rows)
            .SameLength("volatility", columns.Volatility.Length, "type", rows)
            .SameLength("dividendYield", columns.DividendYield?.Length ?? rows, "type", rows);
        return faults.Failure is { } failure
            ? Task.FromResult<Result<PricedColumns>>(failure)
            : budget.RunAsync(
                new WorkCost("rows", rows, NanosecondsPerRow), token => Value(request, token), cancellationToken);
    }

    private static Result<PricedColumns> Value(PriceBatchRequest request, CancellationToken cancellationToken)
    {
        var given = request.Columns;
        int rows = given.Type.Length;
        double[] yields = given.DividendYield ?? new double[rows];
        var types = new OptionType[Math.Min(rows, RowsAtOnce)];
        var priced = new PricedColumns(rows, request.Greeks);
        for (int first = 0; first < rows; first += RowsAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(RowsAtOnce, rows - first);
            for (int i = 0; i < count; i++)
            {
                types[i] = OptionTerms.Of(given.Type[first + i]);
            }

            int failed = GarmanKohlhagen.Compute(
                new OptionColumns
                {
                    Types = types.AsSpan(0, count),
                    Spots = given.Spot.AsSpan(first, count),
                    Strikes = given.Strike.AsSpan(first, count),
                    DomesticRates = given.Rate.AsSpan(first, count),
                    ForeignRates = yields.AsSpan(first, count),
                    Years = given.Maturity.AsSpan(first, count),
                    Volatilities = given.Volatility.AsSpan(first, count),
                },
                priced.Rows(first, count));
            if (failed > 0)
            {
                NameFailures(given, yields, first, count, priced);
            }
        }

        return priced;
    }

    private static void NameFailures(PriceColumns given, double[] yields, int first, int count, PricedColumns priced)
    {
        for (int i = first; i < first + count; i++)
        {
            if (double.IsNaN(priced.Columns[0].Values[i]))
            {
                var failure = OptionTerms.Check(
                    given.Spot[i], given.Strike[i], given.Maturity[i], given.Rate[i], yields[i],
                    given.Volatility[i]).Failure;
                priced.Failures.Add(new RowFailure(
                    i, failure is null ? "The terms are out of range." : string.Join(' ', failure.Messages)));
            }
        }
    }
}
