using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Tests.LinearAlgebra;

public sealed class CholeskyTests
{
    [Fact]
    public void Factor_ReferencePortfolio_IsRsFactor()
    {
        var reference = ReferenceData.Case("portfolio_cholesky.json", 0);
        double[] covariance = ReferenceData.Flat(reference.GetProperty("cov"));
        double[] factor = new double[36];

        var result = Cholesky.Factor(covariance, 6, factor);

        Assert.Equal((CholeskyStatus.PositiveDefinite, 6), (result.Status, result.Rank));
        double[] expected = ReferenceData.Flat(reference.GetProperty("cholesky_lower"));
        double determinant = 1.0;
        for (int i = 0; i < 36; i++)
        {
            Assert.Equal(expected[i], factor[i], 1e-8);
            determinant *= i % 7 == 0 ? factor[i] * factor[i] : 1.0;
        }

        Assert.Equal(1.0, determinant / reference.GetProperty("determinant").GetDouble(), 1e-8);
    }

    [Fact]
    public void Factor_EverySize_GivesTheMatrixBack_AlsoInPlace()
    {
        for (int n = 1; n <= 25; n++)
        {
            double[] c = Gram(n, columns: n, seed: n);
            double[] l = new double[n * n];
            double[] inPlace = [.. c];
            Assert.Equal(CholeskyStatus.PositiveDefinite, Cholesky.Factor(c, n, l).Status);
            Cholesky.Factor(inPlace, n, inPlace);
            Assert.Equal(l, inPlace);
            for (int i = 0; i < n * n; i++)
            {
                Assert.Equal(c[i], Enumerable.Range(0, n).Sum(k => l[i / n * n + k] * l[i % n * n + k]), 1e-13 * n);
                Assert.True(i / n >= i % n || l[i] == 0.0);
            }
        }
    }

    // Goal: rank and factor of semi-definite matrices are right, not only those of full rank.
    // Method: Gram matrices of n vectors in fewer dimensions have that rank, and L Lᵀ gives them back. The first
    // vectors are near the axes: rows are not exchanged, so nearly dependent ones would lift rounding above the limit.
    [Fact]
    public void Factor_FewerDimensionsThanRows_FindsTheRank()
    {
        for (int n = 2; n <= 12; n++)
        {
            for (int rank = 1; rank < n; rank++)
            {
                double[] c = Gram(n, rank, seed: 100 * n + rank);
                double[] l = new double[n * n];
                var result = Cholesky.Factor(c, n, l);
                Assert.Equal((CholeskyStatus.PositiveSemiDefinite, rank), (result.Status, result.Rank));
                Assert.Equal((rank, 0.0), (result.Row, result.PivotShare));
                for (int i = 0; i < n * n; i++)
                {
                    Assert.Equal(
                        c[i], Enumerable.Range(0, n).Sum(k => l[i / n * n + k] * l[i % n * n + k]), 1e-10);
                }
            }
        }
    }

    [Fact]
    public void Factor_Hilbert_TellsTheDigitsThatAreLost()
    {
        // The last pivot of the Hilbert matrix of order n is det(Hₙ)/det(Hₙ₋₁): 1/2800 for 4, by Choi, American
        // Mathematical Monthly 90 (1983), p. 301; as a share of 1/7.
        double[] hilbert = [.. Enumerable.Range(0, 16).Select(i => 1.0 / (i / 4 + i % 4 + 1))];
        var result = Cholesky.Factor(hilbert, 4, new double[16]);

        Assert.Equal((CholeskyStatus.PositiveDefinite, 3), (result.Status, result.Row));
        Assert.Equal(1.0 / 2800.0, result.Pivot, 1e-15);
        Assert.Equal(7.0 / 2800.0, result.PivotShare, 1e-14);
    }

    [Theory]
    [InlineData(new[] { 1.0, 2.0, 2.0, 1.0 }, CholeskyStatus.Indefinite, 1, -3.0)]
    [InlineData(new[] { -1.0, 0.0, 0.0, 1.0 }, CholeskyStatus.Indefinite, 0, -1.0)]
    [InlineData(new[] { 0.0, 1.0, 1.0, 1.0 }, CholeskyStatus.Indefinite, 0, 0.0)]
    [InlineData(new[] { 1.0, 0.5, 0.25, 1.0 }, CholeskyStatus.NotSymmetric, 1, -0.25)]
    [InlineData(new[] { 1.0, double.NaN, double.NaN, 1.0 }, CholeskyStatus.NotFinite, 1, 0.0)]
    [InlineData(new[] { 1.0, 0.0, 0.0, double.PositiveInfinity }, CholeskyStatus.NotFinite, 1, 0.0)]
    [InlineData(new[] { 0.0, 0.0, 0.0, 0.0 }, CholeskyStatus.PositiveSemiDefinite, 0, 0.0)]
    public void Factor_NoOrdinaryMatrix_IsNamedWithItsRow(
        double[] matrix, CholeskyStatus status, int row, double pivot)
    {
        double[] factor = [9.0, 9.0, 9.0, 9.0];
        var result = Cholesky.Factor(matrix, 2, factor);

        Assert.Equal((status, row, pivot), (result.Status, result.Row, result.Pivot));
        Assert.Equal(new double[4], factor);
    }

    [Fact]
    public void Factor_EmptyHugeOrOverlapping_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Cholesky.Factor([], 0, []));
        Assert.Throws<ArgumentException>(() => Cholesky.Factor([], 65_536, [])); // Its square is 0 as an int.
        Assert.Throws<ArgumentException>(() => Cholesky.Factor(new double[4], 2, new double[3]));
        double[] shared = new double[5];
        Assert.Throws<ArgumentException>(() => Cholesky.Factor(shared.AsSpan(0, 4), 2, shared.AsSpan(1, 4)));
    }

    private static double[] Gram(int n, int columns, int seed)
    {
        double[] x = ReferenceData.Uniform(seed, n * columns, -0.3, 0.3);
        for (int i = 0; i < Math.Min(n, columns); i++)
        {
            x[i * columns + i] += 1.0;
        }

        return
        [
            .. Enumerable.Range(0, n * n).Select(i =>
                Enumerable.Range(0, columns).Sum(k => x[i / n * columns + k] * x[i % n * columns + k])),
        ];
    }
}
