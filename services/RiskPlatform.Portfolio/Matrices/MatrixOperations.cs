using System.Globalization;
using RiskPlatform.Contracts.Portfolio;
using RiskPlatform.Domain;
using RiskPlatform.Quant.LinearAlgebra;
using RiskPlatform.ServiceDefaults.Work;

namespace RiskPlatform.Portfolio.Matrices;

/// <summary>Products, covariances, factors, norms and variances. See docs/methods/matrices.md.</summary>
internal sealed class MatrixOperations(WorkBudget budget)
{
    // Multiply-adds on one core, rounded up from what 256-bit vectors and plain loops were measured at.
    private const double ProductNanoseconds = 0.25;
    private const double PlainNanoseconds = 1.5;

    // Rows between two looks at the token: some milliseconds.
    private const long OperationsAtOnce = 20_000_000;

    /// <summary>A B.</summary>
    public async Task<Result<MatrixResponse>> MultiplyAsync(
        MultiplyRequest request, CancellationToken cancellationToken)
    {
        if (!RowMajor.Of("a", request.A).TryGet(out var a, out var failure)
            || !RowMajor.Of("b", request.B).TryGet(out var b, out failure))
        {
            return failure;
        }

        if (a.Columns != b.Rows || (long)a.Rows * b.Columns > RowMajor.ElementsMax)
        {
            return a.Columns != b.Rows
                ? Failure.Invalid($"a has {a.Columns} columns and b {b.Rows} rows; they are as many.")
                : Failure.TooLarge(
                    $"The result would have {(long)a.Rows * b.Columns} elements; it may have {RowMajor.ElementsMax}.");
        }

        return await budget.RunAsync<MatrixResponse>(
            new WorkCost("multiply-adds", (double)a.Rows * a.Columns * b.Columns, ProductNanoseconds),
            token => Finite(Multiply(a, b, token), "a and b"),
            cancellationToken);
    }

    /// <summary>Sample covariance, divisor n − 1.</summary>
    public async Task<Result<MatrixResponse>> CovarianceAsync(
        CovarianceRequest request, CancellationToken cancellationToken)
    {
        if (!RowMajor.Of("observations", request.Observations).TryGet(out var observed, out var failure))
        {
            return failure;
        }

        int n = observed.Columns;
        if (observed.Rows < 2 || (long)n * n > RowMajor.ElementsMax)
        {
            return observed.Rows < 2
                ? Failure.Invalid($"observations has {observed.Rows} rows; it needs 2 at least.")
                : Failure.TooLarge(
                    $"The result would have {(long)n * n} elements; a matrix may have {RowMajor.ElementsMax}.");
        }

        return await budget.RunAsync<MatrixResponse>(
            new WorkCost("multiply-adds", 0.5 * observed.Rows * n * n, PlainNanoseconds),
            token =>
            {
                double[] covariance = new double[n * n];
                Covariance.Sample(observed.Values, observed.Rows, n, covariance, token);
                return Finite(new RowMajor(covariance, n, n), "observations");
            },
            cancellationToken);
    }

    /// <summary>The lower factor; 422 with the pivot where there is none.</summary>
    public async Task<Result<MatrixResponse>> FactorAsync(MatrixRequest request, CancellationToken cancellationToken)
    {
        if (!RowMajor.Square("matrix", request.Matrix).TryGet(out var matrix, out var failure))
        {
            return failure;
        }

        int n = matrix.Rows;
        return await budget.RunAsync<MatrixResponse>(
            new WorkCost("multiply-adds", (double)n * n * n / 6.0, PlainNanoseconds),
            token =>
            {
                double[] factor = new double[n * n];
                var result = Cholesky.Factor(matrix.Values, n, factor, token);
                return result.Status == CholeskyStatus.PositiveDefinite
                    ? new MatrixResponse(new RowMajor(factor, n, n).ToRows())
                    : Refusal(result);
            },
            cancellationToken);
    }

    /// <summary>The Frobenius norm.</summary>
    public static Result<NormResponse> Norm(MatrixRequest request) =>
        RowMajor.Of("matrix", request.Matrix).Then<NormResponse>(matrix =>
        {
            double norm = FrobeniusNorm.Compute(matrix.Values);
            return double.IsFinite(norm)
                ? new NormResponse(norm)
                : Failure.CalculationFailed("matrix has a norm that no double holds.");
        });

    /// <summary>Variance, volatility and its parts.</summary>
    public static Result<VarianceResponse> Variance(VarianceRequest request)
    {
        if (!RowMajor.Symmetric("covariance", request.Covariance).TryGet(out var covariance, out var failure))
        {
            return failure;
        }

        int n = request.Weights.Length;
        var faults = new InputFaults().AllFinite("weights", request.Weights)
            .SameLength("weights", n, "covariance", covariance.Rows);
        if (faults.Failure is { } wrong)
        {
            return wrong;
        }

        double[] marginal = new double[n];
        double[] component = new double[n];
        return PortfolioVariance.Compute(request.Weights, covariance.Values, marginal, component) is { } variance
            && double.IsFinite(variance)
                ? new VarianceResponse(variance, Math.Sqrt(variance), marginal, component)
                : Failure.CalculationFailed(
                    "covariance gives these weights a negative variance, or one that no double holds.") with
                {
                    Code = "notACovariance",
                };
    }

    private static RowMajor Multiply(RowMajor a, RowMajor b, CancellationToken cancellationToken)
    {
        double[] product = new double[a.Rows * b.Columns];
        int rowsAtOnce = (int)Math.Clamp(OperationsAtOnce / ((long)a.Columns * b.Columns), 4, a.Rows + 4);
        for (int first = 0; first < a.Rows; first += rowsAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int rows = Math.Min(rowsAtOnce, a.Rows - first);
            MatrixProduct.Compute(
                a.Values.AsSpan(first * a.Columns, rows * a.Columns),
                b.Values,
                rows,
                a.Columns,
                b.Columns,
                product.AsSpan(first * b.Columns, rows * b.Columns));
        }

        return new RowMajor(product, a.Rows, b.Columns);
    }

    private static Result<MatrixResponse> Finite(RowMajor result, string input) =>
        Array.TrueForAll(result.Values, double.IsFinite)
            ? new MatrixResponse(result.ToRows())
            : Failure.CalculationFailed($"{input}: values are so large that no double holds the result.");

    private static Failure Refusal(CholeskyResult result) => result.Status == CholeskyStatus.NotSymmetric
        ? Failure.Invalid($"matrix is not symmetric: row {result.Row} differs from its column.")
        : Failure.CalculationFailed(string.Create(
            CultureInfo.InvariantCulture,
            $"matrix is not positive definite: the pivot of row {result.Row} (from 0) is {result.Pivot}.")) with
        {
            Code = "notPositiveDefinite",
        };
}
