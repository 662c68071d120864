using MathNet.Numerics.LinearAlgebra;
using RiskPlatform.Quant.Lanes;
using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Tests.LinearAlgebra;

public sealed class MatrixProductTests
{
    [Fact]
    public void Compute_WorkedCase()
    {
        // G. Strang, Introduction to Linear Algebra, 5th ed. 2016, section 2.4: rows times columns.
        double[] c = new double[4];
        MatrixProduct.Compute([1, 1, 2, -1], [2, 2, 3, 4], 2, 2, 2, c);

        Assert.Equal([5.0, 6.0, 1.0, 0.0], c);
    }

    [Fact]
    public void Compute_EveryShape_AgreesWithTheDefinitionToTheBit_AtEveryWidth()
    {
        foreach (int rows in (int[])[1, 2, 3, 4, 5, 7, 9])
        {
            foreach (int depth in (int[])[1, 2, 17, 255, 256, 257])
            {
                foreach (int columns in (int[])[1, 2, 3, 7, 8, 15, 16, 17, 31, 33, 40])
                {
                    AssertEveryWidth(rows, depth, columns);
                }
            }
        }

        AssertEveryWidth(6, 30, 511);
        AssertEveryWidth(5, 300, 530);
    }

    [Fact]
    public void Compute_RangesOfRows_AreTheRowsOfTheWhole()
    {
        const int N = 70;
        double[] a = ReferenceData.Uniform(1, N * N, -1.0, 1.0);
        double[] b = ReferenceData.Uniform(2, N * N, -1.0, 1.0);
        double[] whole = new double[N * N];
        double[] parts = new double[N * N];
        MatrixProduct.Compute(a, b, N, N, N, whole);
        foreach (var (first, count) in ((int, int)[])[(0, 1), (1, 6), (7, 30), (37, 33)])
        {
            MatrixProduct.Compute(
                a.AsSpan(first * N, count * N), b, count, N, N, parts.AsSpan(first * N, count * N));
        }

        Assert.Equal(whole, parts);
    }

    [Fact]
    public void Compute_LargeMatrices_MatchMathNet()
    {
        double[] a = ReferenceData.Uniform(3, 301 * 277, -1.0, 1.0);
        double[] b = ReferenceData.Uniform(4, 277 * 263, -1.0, 1.0);
        double[] c = new double[301 * 263];
        MatrixProduct.Compute(a, b, 301, 277, 263, c);

        var expected = Matrix<double>.Build.DenseOfRowMajor(301, 277, a) * Matrix<double>.Build.DenseOfRowMajor(
            277, 263, b);
        for (int i = 0; i < c.Length; i++)
        {
            Assert.Equal(expected[i / 263, i % 263], c[i], 1e-12);
        }
    }

    [Fact]
    public void Compute_NotANumber_StaysInItsRow()
    {
        double[] a = [1, 2, double.NaN, 4, 5, 6];
        double[] c = new double[3];
        MatrixProduct.Compute(a, [1, 1], 3, 2, 1, c);

        Assert.Equal([3.0, double.NaN, 11.0], c);
    }

    [Fact]
    public void Compute_WrongShapes_AreRefused()
    {
        double[] four = new double[4];
        Assert.Throws<ArgumentException>(() => MatrixProduct.Compute([], [], 0, 0, 0, []));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Compute(new double[3], four, 2, 2, 2, new double[4]));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Compute(four, four, 2, 2, 2, new double[5]));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Compute([], [], 65_536, 65_536, 65_536, []));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Compute(four, new double[4], 2, 2, 2, four));
    }

    private static void AssertEveryWidth(int rows, int depth, int columns)
    {
        double[] a = ReferenceData.Uniform(rows + depth, rows * depth, -1.0, 1.0);
        double[] b = ReferenceData.Uniform(depth + columns, depth * columns, -1.0, 1.0);
        double[] expected = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                for (int k = 0; k < depth; k++)
                {
                    expected[i * columns + j] = Math.FusedMultiplyAdd(
                        a[i * depth + k], b[k * columns + j], expected[i * columns + j]);
                }
            }
        }

        foreach (var compute in (Action<double[]>[])
            [
                c => MatrixProduct.Compute(a, b, rows, depth, columns, c),
                c => MatrixProduct.Blocks<Lanes128>(a, b, rows, depth, columns, c),
                c => MatrixProduct.Blocks<Lanes256>(a, b, rows, depth, columns, c),
                c => MatrixProduct.Blocks<Lanes512>(a, b, rows, depth, columns, c),
            ])
        {
            double[] actual = new double[rows * columns];
            compute(actual);
            Assert.Equal(expected, actual);
        }
    }
}
