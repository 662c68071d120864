using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RiskPlatform.Quant.Simulation;

/// <summary>Count, means and centred sums of products of samples y and their controls c.</summary>
internal readonly record struct BlockMoments(long Count, double MeanY, double MeanC, double Yy, double Yc, double Cc)
{
    /// <summary>Two passes over one block, in eight fixed lanes whatever the machine has.</summary>
    public static BlockMoments Of(ReadOnlySpan<double> y, ReadOnlySpan<double> c)
    {
        double meanY = Sum(y) / y.Length;
        if (c.IsEmpty)
        {
            return new BlockMoments(y.Length, meanY, 0.0, SumOfProducts(y, meanY, y, meanY), 0.0, 0.0);
        }

        double meanC = Sum(c) / c.Length;
        return new BlockMoments(
            y.Length,
            meanY,
            meanC,
            SumOfProducts(y, meanY, y, meanY),
            SumOfProducts(y, meanY, c, meanC),
            SumOfProducts(c, meanC, c, meanC));
    }

    /// <summary>The moments of both together.</summary>
    public static BlockMoments Merge(BlockMoments a, BlockMoments b)
    {
        long count = a.Count + b.Count;
        double share = (double)b.Count / count;
        double dy = b.MeanY - a.MeanY;
        double dc = b.MeanC - a.MeanC;
        double weight = a.Count * share;
        return new BlockMoments(
            count,
            a.MeanY + dy * share,
            a.MeanC + dc * share,
            a.Yy + b.Yy + dy * dy * weight,
            a.Yc + b.Yc + dy * dc * weight,
            a.Cc + b.Cc + dc * dc * weight);
    }

    /// <summary>
    /// Merges neighbours, then neighbours of those: a tree whose shape the number of blocks alone decides.
    /// </summary>
    public static BlockMoments MergeAll(Span<BlockMoments> blocks)
    {
        for (int stride = 1; stride < blocks.Length; stride *= 2)
        {
            for (int i = 0; i < blocks.Length - stride; i += 2 * stride)
            {
                blocks[i] = Merge(blocks[i], blocks[i + stride]);
            }
        }

        return blocks[0];
    }

    private static double Sum(ReadOnlySpan<double> x)
    {
        var lanes = Vector512<double>.Zero;
        int i = 0;
        for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            lanes += Vector512.LoadUnsafe(in MemoryMarshal.GetReference(x), (nuint)i);
        }

        double sum = Total(lanes);
        for (; i < x.Length; i++)
        {
            sum += x[i];
        }

        return sum;
    }

    private static double SumOfProducts(ReadOnlySpan<double> x, double meanX, ReadOnlySpan<double> y, double meanY)
    {
        var lanes = Vector512<double>.Zero;
        var (mx, my) = (Vector512.Create(meanX), Vector512.Create(meanY));
        int i = 0;
        for (; i <= x.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            lanes += (Vector512.LoadUnsafe(in MemoryMarshal.GetReference(x), (nuint)i) - mx)
                * (Vector512.LoadUnsafe(in MemoryMarshal.GetReference(y), (nuint)i) - my);
        }

        double sum = Total(lanes);
        for (; i < x.Length; i++)
        {
            sum += (x[i] - meanX) * (y[i] - meanY);
        }

        return sum;
    }

    // In writing: Vector512.Sum may take another order on another machine.
    private static double Total(Vector512<double> x) =>
        ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));
}
