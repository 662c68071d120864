namespace RiskPlatform.Quant.Simulation;

/// <summary>The lower triangle L with L Lᵀ = C.</summary>
internal static class CholeskyFactor
{
    // A pivot of this part of its diagonal is rounding: the row depends on those before it.
    private const double RoundingShare = 1e-13;

    /// <summary>
    /// Factors in place; false if C is not positive semi-definite. A dependent row gets a zero pivot.
    /// </summary>
    /// <param name="matrix">C, n × n, row-major, symmetric; its upper triangle is set to zero.</param>
    /// <param name="n">Rows.</param>
    public static bool TryFactor(Span<double> matrix, int n)
    {
        for (int j = 0; j < n; j++)
        {
            double diagonal = matrix[j * n + j];
            double limit = RoundingShare * n * Math.Abs(diagonal);
            double pivot = diagonal;
            for (int k = 0; k < j; k++)
            {
                pivot -= matrix[j * n + k] * matrix[j * n + k];
            }

            if (pivot < -limit)
            {
                return false;
            }

            bool isDependent = pivot <= limit;
            double root = isDependent ? 0.0 : Math.Sqrt(pivot);
            for (int i = j + 1; i < n; i++)
            {
                double rest = matrix[i * n + j];
                for (int k = 0; k < j; k++)
                {
                    rest -= matrix[i * n + k] * matrix[j * n + k];
                }

                // What a zero pivot would have to explain is zero too, or C has a negative direction.
                if (isDependent && rest * rest > limit * Math.Abs(matrix[i * n + i]))
                {
                    return false;
                }

                matrix[i * n + j] = isDependent ? 0.0 : rest / root;
                matrix[j * n + i] = 0.0;
            }

            matrix[j * n + j] = root;
        }

        return true;
    }
}
