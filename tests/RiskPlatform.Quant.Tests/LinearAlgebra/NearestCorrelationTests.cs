using MathNet.Numerics.LinearAlgebra.Double;
using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Tests.LinearAlgebra;

public sealed class NearestCorrelationTests
{
    [Fact]
    public void Compute_PublishedExample()
    {
        // N. Higham, IMA J. Numer. Anal. 22 (2002), p. 334: (1 1 0; 1 1 1; 0 1 1), printed to four decimals.
        double[] nearest = new double[9];
        var result = NearestCorrelation.Compute([1, 1, 0, 1, 1, 1, 0, 1, 1], 3, nearest);

        Assert.True(result.IsConverged);
        double[] printed = [1, 0.7607, 0.1573, 0.7607, 1, 0.7607, 0.1573, 0.7607, 1];
        Assert.All(printed.Zip(nearest), pair => Assert.Equal(pair.First, pair.Second, 5e-5));
        Assert.Equal(0.5278, result.Distance, 5e-5); // The same page.
    }

    // Goal: the result is the nearest, not just a correlation matrix.
    // Method: for the convex problem, X is optimal if A − X = D − Z with D diagonal, Z positive semi-definite, ZX = 0
    // (Higham 2002, theorem 2.4). Z's diagonal follows from ZX = 0: zᵢᵢ = −Σⱼ≠ᵢ zᵢⱼ xⱼᵢ.
    [Fact]
    public void Compute_RandomMatrices_MeetTheOptimalityConditions()
    {
        for (int n = 2; n <= 9; n++)
        {
            double[] a = Symmetric(n, seed: n);
            double[] x = new double[n * n];
            var result = NearestCorrelation.Compute(a, n, x);
            Assert.True(result.IsConverged);

            var z = new DenseMatrix(n);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    z[i, j] = i == j ? 0.0 : x[i * n + j] - a[i * n + j];
                }
            }

            for (int i = 0; i < n; i++)
            {
                z[i, i] = -Enumerable.Range(0, n).Sum(j => j == i ? 0.0 : z[i, j] * x[j * n + i]);
            }

            var nearest = DenseMatrix.OfColumnMajor(n, n, x);
            Assert.True((z * nearest).FrobeniusNorm() < 1e-7, $"{n}: ZX is {(z * nearest).FrobeniusNorm()}");
            Assert.True(z.Evd().EigenValues.Min(value => value.Real) > -1e-7);
            Assert.True(nearest.Evd().EigenValues.Min(value => value.Real) > -1e-9);
            Assert.All(Enumerable.Range(0, n), i => Assert.Equal(1.0, x[i * n + i]));
        }
    }

    [Fact]
    public void Compute_CorrelationMatrix_ComesBack()
    {
        double[] a = [1, 0.3, -0.2, 0.3, 1, 0.5, -0.2, 0.5, 1];
        double[] x = new double[9];
        var result = NearestCorrelation.Compute(a, 3, x);

        Assert.True(result is { IsConverged: true, Distance: < 1e-12 });
        Assert.All(a.Zip(x), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void Compute_NoSymmetricMatrix_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => NearestCorrelation.Compute([1, 0.5, 0.4, 1], 2, new double[4]));
        Assert.Throws<ArgumentException>(
            () => NearestCorrelation.Compute([1, double.NaN, double.NaN, 1], 2, new double[4]));
        Assert.Throws<ArgumentException>(() => NearestCorrelation.Compute([], 0, []));
    }

    private static double[] Symmetric(int n, int seed)
    {
        double[] a = ReferenceData.Uniform(seed, n * n, -1.0, 1.0);
        for (int i = 0; i < n; i++)
        {
            a[i * n + i] = 1.0;
            for (int j = 0; j < i; j++)
            {
                a[i * n + j] = a[j * n + i];
            }
        }

        return a;
    }
}
