namespace RiskPlatform.Quant.LinearAlgebra;

/// <summary>Small dense symmetric matrices of the estimators here: n × n, row-major, n up to some dozens.</summary>
internal static class SymmetricMatrix
{
    // A pivot that loses more than this part of its diagonal to elimination is rounding, not curvature.
    private const double PivotShare = 1e-13;

    /// <summary>Replaces A by its Cholesky factor in the lower triangle; false if A is not positive definite.</summary>
    public static bool TryFactor(Span<double> a, int n)
    {
        for (int j = 0; j < n; j++)
        {
            double diagonal = a[j * n + j];
            double pivot = diagonal;
            for (int k = 0; k < j; k++)
            {
                pivot -= a[j * n + k] * a[j * n + k];
            }

            if (!(pivot > PivotShare * diagonal) || !(pivot > 0.0) || double.IsInfinity(pivot))
            {
                return false;
            }

            double root = Math.Sqrt(pivot);
            a[j * n + j] = root;
            for (int i = j + 1; i < n; i++)
            {
                double sum = a[i * n + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= a[i * n + k] * a[j * n + k];
                }

                a[i * n + j] = sum / root;
            }
        }

        return true;
    }

    /// <summary>Solves A x = b in place, A given by its factor.</summary>
    public static void Solve(ReadOnlySpan<double> factor, int n, Span<double> b)
    {
        for (int i = 0; i < n; i++)
        {
            double sum = b[i];
            for (int k = 0; k < i; k++)
            {
                sum -= factor[i * n + k] * b[k];
            }

            b[i] = sum / factor[i * n + i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            double sum = b[i];
            for (int k = i + 1; k < n; k++)
            {
                sum -= factor[k * n + i] * b[k];
            }

            b[i] = sum / factor[i * n + i];
        }
    }

    /// <summary>Writes A⁻¹; false if A is not positive definite. A is scaled to a unit diagonal first.</summary>
    public static bool TryInvert(ReadOnlySpan<double> a, int n, Span<double> inverse)
    {
        double[] scale = new double[n];
        double[] factor = new double[n * n];
        double[] column = new double[n];
        for (int i = 0; i < n; i++)
        {
            if (!(a[i * n + i] > 0.0))
            {
                return false;
            }

            scale[i] = 1.0 / Math.Sqrt(a[i * n + i]);
        }

        for (int i = 0; i < n * n; i++)
        {
            factor[i] = a[i] * scale[i / n] * scale[i % n];
        }

        if (!TryFactor(factor, n))
        {
            return false;
        }

        for (int j = 0; j < n; j++)
        {
            column.AsSpan().Clear();
            column[j] = 1.0;
            Solve(factor, n, column);
            for (int i = 0; i < n; i++)
            {
                inverse[i * n + j] = column[i] * scale[i] * scale[j];
            }
        }

        return true;
    }

    /// <summary>Writes A B A, A and B symmetric.</summary>
    public static void Sandwich(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int n, Span<double> product)
    {
        double[] half = new double[n * n];
        Multiply(b, a, n, half);
        Multiply(a, half, n, product);
    }

    /// <summary>Writes A B.</summary>
    public static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int n, Span<double> product)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0.0;
                for (int k = 0; k < n; k++)
                {
                    sum += a[i * n + k] * b[k * n + j];
                }

                product[i * n + j] = sum;
            }
        }
    }
}
