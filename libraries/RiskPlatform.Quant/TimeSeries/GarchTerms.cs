using System.Runtime.Intrinsics;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Each observation's variance, and sums of products of its scores that standard errors are made of.</summary>
internal sealed class GarchTerms
{
    private readonly Vector512<double>[] _outer = new Vector512<double>[GarchSums.Size];
    private readonly Vector512<double>[] _information = new Vector512<double>[GarchSums.Size];

    /// <summary>Variance of the first return.</summary>
    public double FirstVariance { get; private set; }

    /// <summary>Variance of the return after the last.</summary>
    public double NextVariance { get; private set; }

    public void Store(int t, double variance, Vector512<double> score, Vector512<double> logVarianceSlope)
    {
        FirstVariance = t == 0 ? variance : FirstVariance;
        for (int i = 0; i < GarchSums.Size; i++)
        {
            _outer[i] += score.GetElement(i) * score;
            _information[i] += (0.5 * logVarianceSlope.GetElement(i)) * logVarianceSlope;
        }

        _information[0] += Vector512.Create(1.0 / variance, 0, 0, 0, 0, 0, 0, 0);
    }

    /// <summary>As the other form, for rows in whose first two vectors score and gradient were left.</summary>
    public void Store(int first, ReadOnlySpan<double> block, int count)
    {
        for (int t = 0; t < count; t++)
        {
            var row = block.Slice(t * GarchLinearBlock.Width, GarchLinearBlock.Width);
            Store(
                first + t,
                row[GarchLinearBlock.Variance],
                Vector512.Create(row),
                Vector512.Create(row[Vector512<double>.Count..]));
        }
    }

    public void StoreNext(double variance) => NextVariance = variance;

    /// <summary>Σ g gᵀ, 6 × 6.</summary>
    public double[] OuterProduct() => Matrix(_outer);

    /// <summary>Σ [½ ∂L ∂Lᵀ + ∂e ∂eᵀ / h], 6 × 6: the expected information of normal innovations.</summary>
    public double[] Information() => Matrix(_information);

    private static double[] Matrix(Vector512<double>[] rows)
    {
        double[] matrix = new double[GarchSums.Size * GarchSums.Size];
        for (int i = 0; i < matrix.Length; i++)
        {
            matrix[i] = rows[i / GarchSums.Size].GetElement(i % GarchSums.Size);
        }

        return matrix;
    }
}
