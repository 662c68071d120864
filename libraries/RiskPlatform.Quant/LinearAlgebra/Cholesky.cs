namespace RiskPlatform.Quant.LinearAlgebra;

/// <summary>The lower triangle L with L Lᵀ = A, or where and by how much A fails to have one.</summary>
public static class Cholesky
{
    // A pivot of this part of its diagonal, a row, is rounding: the row depends on those before it.
    private const double RoundingShare = 1e-13;

    // Two halves that differ by more than this part of their size are no rounding of one matrix.
    private const double SymmetryShare = 1e-12;

    /// <summary>Factors a symmetric matrix row by row; a row that depends on those before it gets a zero
    /// pivot.</summary>
    /// <param name="matrix">A: n × n, row-major, symmetric.</param>
    /// <param name="n">Rows, at least 1.</param>
    /// <param name="destination">
    /// Receives L, n × n, row-major, zeros above the diagonal. May be the matrix's own memory. Where there is no factor
    /// it holds zeros.
    /// </param>
    /// <param name="cancellationToken">Asked before every column; what is in the destination then is of no use.</param>
    /// <returns>What kind of matrix it is, with the pivot that decides it.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or the destination overlaps the matrix
    /// partly.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> L Lᵀ differs from A by at most n · 1.1e-16 of the diagonals' root products.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine: one fixed order, no vectors.</para>
    /// <para><b>Cost:</b> n³/6 multiplications, no allocation.</para>
    /// <para><b>Source:</b> N. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. 2002, sections 10.1 and
    /// 10.3; docs/methods/matrices.md.</para>
    /// <para><b>Tested by:</b> R's chol, the product, Hilbert matrices, dependent rows, every kind of failure, every
    /// size.</para>
    /// </remarks>
    public static CholeskyResult Factor(
        ReadOnlySpan<double> matrix, int n, Span<double> destination, CancellationToken cancellationToken = default)
    {
        KernelGuard.AtLeast(n, 1);
        KernelGuard.Area(matrix.Length, n, n);
        KernelGuard.Area(destination.Length, n, n);
        if (matrix.Overlaps(destination, out int offset) && offset != 0)
        {
            throw new ArgumentException($"The destination overlaps the matrix at offset {offset}.");
        }

        if (Refusal(matrix, n) is { } refusal)
        {
            destination.Clear();
            return refusal;
        }

        matrix.CopyTo(destination);
        var result = FactorInPlace(destination, n, cancellationToken);
        if (result.Status == CholeskyStatus.Indefinite)
        {
            destination.Clear();
        }

        return result;
    }

    private static CholeskyResult? Refusal(ReadOnlySpan<double> matrix, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double below = matrix[i * n + j];
                double above = matrix[j * n + i];
                if (!double.IsFinite(below) || !double.IsFinite(above))
                {
                    return new CholeskyResult(CholeskyStatus.NotFinite, 0, i, 0.0, 0.0);
                }

                if (Math.Abs(below - above) > SymmetryShare * Math.Max(Math.Abs(below), Math.Abs(above)))
                {
                    return new CholeskyResult(CholeskyStatus.NotSymmetric, 0, i, below - above, 0.0);
                }
            }
        }

        return null;
    }

    private static CholeskyResult FactorInPlace(Span<double> a, int n, CancellationToken cancellationToken)
    {
        int rank = 0;
        int weakest = 0;
        double weakestPivot = 0.0;
        double weakestShare = double.PositiveInfinity;
        for (int j = 0; j < n; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = a.Slice(j * n, j);
            double diagonal = a[j * n + j];
            double pivot = diagonal - Dot(row, row);
            double limit = RoundingShare * n * Math.Abs(diagonal);
            if (pivot < -limit)
            {
                return new CholeskyResult(CholeskyStatus.Indefinite, rank, j, pivot, pivot / Math.Abs(diagonal));
            }

            bool isDependent = pivot <= limit;
            rank += isDependent ? 0 : 1;
            double share = isDependent ? 0.0 : pivot / diagonal;
            if (share < weakestShare)
            {
                (weakest, weakestPivot, weakestShare) = (j, isDependent ? 0.0 : pivot, share);
            }

            double root = isDependent ? 0.0 : Math.Sqrt(pivot);
            for (int i = j + 1; i < n; i++)
            {
                double rest = a[i * n + j] - Dot(a.Slice(i * n, j), row);

                // What a zero pivot would have to explain is zero too, or A has a negative direction.
                if (isDependent && rest * rest > limit * Math.Abs(a[i * n + i]))
                {
                    return new CholeskyResult(CholeskyStatus.Indefinite, rank, j, pivot, 0.0);
                }

                a[i * n + j] = isDependent ? 0.0 : rest / root;
                a[j * n + i] = 0.0;
            }

            a[j * n + j] = root;
        }

        var status = rank == n ? CholeskyStatus.PositiveDefinite : CholeskyStatus.PositiveSemiDefinite;
        return new CholeskyResult(status, rank, weakest, weakestPivot, weakestShare);
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0.0;
        for (int k = 0; k < x.Length; k++)
        {
            sum += x[k] * y[k];
        }

        return sum;
    }
}
