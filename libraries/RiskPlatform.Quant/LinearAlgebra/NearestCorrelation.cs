using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace RiskPlatform.Quant.LinearAlgebra;

/// <summary>The correlation matrix closest to a symmetric one that is none.</summary>
public static class NearestCorrelation
{
    private const int IterationsMax = 2_000;

    /// <summary>
    /// Finds X, positive semi-definite with a unit diagonal, that minimises ‖A − X‖ (Frobenius): alternating
    /// projections with Dykstra's correction.
    /// </summary>
    /// <param name="matrix">A: n × n, row-major, symmetric, as estimated pair by pair or stressed by hand.</param>
    /// <param name="n">Rows, at least 1.</param>
    /// <param name="destination">Receives X, n × n, row-major; symmetric to the bit, its diagonal exactly one.</param>
    /// <returns>How it ended, and how far X is from A.</returns>
    /// <exception cref="ArgumentException">A shape does not fit, or A is not symmetric or not finite.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> the last step moved X by at most 1e-12 of its size; that is about the distance to the
    /// limit where convergence is quick, and more where A has many equal small eigenvalues. Eigenvalues of X down to
    /// −1e-12 are rounding.</para>
    /// <para><b>Repeatability:</b> that of MathNet's eigenvalues: the same bits on one kind of machine.</para>
    /// <para><b>Cost:</b> an eigenvalue problem a step, tens to hundreds of steps; 2,000 at most.</para>
    /// <para><b>Source:</b> N. Higham, IMA J. Numerical Analysis 22 (2002), pp. 329-343;
    /// docs/methods/matrices.md.</para>
    /// <para><b>Tested by:</b> the paper's example, optimality of random cases by its normal cone, a correlation matrix
    /// that comes back as it is.</para>
    /// </remarks>
    public static NearestCorrelationResult Compute(ReadOnlySpan<double> matrix, int n, Span<double> destination)
    {
        const double Tolerance = 1e-12;
        KernelGuard.AtLeast(n, 1);
        KernelGuard.Area(matrix.Length, n, n);
        KernelGuard.Area(destination.Length, n, n);
        CheckSymmetric(matrix, n);

        var given = DenseMatrix.OfColumnMajor(n, n, matrix.ToArray());
        Matrix<double> x = given.Clone();
        Matrix<double> correction = new DenseMatrix(n);
        int steps = 0;
        bool isConverged = false;
        while (steps < IterationsMax && !isConverged)
        {
            var raised = x - correction;
            var projected = PositivePart(raised);
            correction = projected - raised;
            var next = projected.Clone();
            next.SetDiagonal(Vector<double>.Build.Dense(n, 1.0));
            double scale = Math.Max(next.FrobeniusNorm(), double.Epsilon);
            isConverged = (next - x).FrobeniusNorm() <= Tolerance * scale
                && (next - projected).FrobeniusNorm() <= Tolerance * scale;
            x = next;
            steps++;
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                destination[i * n + j] = destination[j * n + i] = 0.5 * (x[i, j] + x[j, i]);
            }

            destination[i * n + i] = 1.0;
        }

        return new NearestCorrelationResult(isConverged, steps, (x - given).FrobeniusNorm());
    }

    private static Matrix<double> PositivePart(Matrix<double> symmetric)
    {
        var eigen = symmetric.Evd(Symmetricity.Symmetric);
        var vectors = eigen.EigenVectors;
        var values = eigen.EigenValues.Map(value => Math.Max(value.Real, 0.0));
        var part = vectors * Matrix<double>.Build.DenseOfDiagonalVector(values) * vectors.Transpose();
        return 0.5 * (part + part.Transpose());
    }

    private static void CheckSymmetric(ReadOnlySpan<double> matrix, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                if (!double.IsFinite(matrix[i * n + j]) || matrix[i * n + j] != matrix[j * n + i])
                {
                    throw new ArgumentException($"The matrix is not finite and symmetric at row {i}, column {j}.");
                }
            }
        }
    }
}

/// <summary>How a search for the nearest correlation matrix ended.</summary>
/// <param name="IsConverged">False if 2,000 steps did not settle it: the result is a correlation matrix up to about the
/// size of the last step, not the nearest.</param>
/// <param name="Steps">Eigenvalue problems solved.</param>
/// <param name="Distance">‖A − X‖, Frobenius.</param>
public readonly record struct NearestCorrelationResult(bool IsConverged, int Steps, double Distance);
