namespace RiskPlatform.Quant.LinearAlgebra;

/// <summary>How columns of observations move together.</summary>
public static class Covariance
{
    /// <summary>Computes Cᵢⱼ = Σₖ (xₖᵢ − x̄ᵢ)(xₖⱼ − x̄ⱼ) / (rows − 1).</summary>
    /// <param name="observations">rows × columns, row-major: a row is one moment, a column one variable.</param>
    /// <param name="rows">Moments, at least 2.</param>
    /// <param name="columns">Variables, at least 1.</param>
    /// <param name="destination">Receives columns × columns, row-major; symmetric to the bit.</param>
    /// <param name="cancellationToken">Asked before every variable.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements. NaN in gives NaN out in its row and column.</para>
    /// <para><b>Accuracy:</b> two passes: means first, so that a large common level does no harm.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine: one fixed order, no vectors.</para>
    /// <para><b>Cost:</b> rows · columns² / 2 multiplications; allocates one array of columns means.</para>
    /// <para><b>Source:</b> the definition; docs/methods/parametric-var.md.</para>
    /// <para><b>Tested by:</b> a worked case, MathNet, shift invariance, every size.</para>
    /// </remarks>
    public static void Sample(
        ReadOnlySpan<double> observations,
        int rows,
        int columns,
        Span<double> destination,
        CancellationToken cancellationToken = default)
    {
        KernelGuard.AtLeast(rows, 2);
        KernelGuard.AtLeast(columns, 1);
        KernelGuard.Length(observations.Length, rows * columns);
        KernelGuard.Length(destination.Length, columns * columns);

        double[] means = new double[columns];
        for (int k = 0; k < rows; k++)
        {
            for (int i = 0; i < columns; i++)
            {
                means[i] += observations[k * columns + i];
            }
        }

        for (int i = 0; i < columns; i++)
        {
            means[i] /= rows;
        }

        for (int i = 0; i < columns; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int j = 0; j <= i; j++)
            {
                double sum = 0.0;
                for (int k = 0; k < rows; k++)
                {
                    sum += (observations[k * columns + i] - means[i]) * (observations[k * columns + j] - means[j]);
                }

                destination[i * columns + j] = destination[j * columns + i] = sum / (rows - 1);
            }
        }
    }
}
