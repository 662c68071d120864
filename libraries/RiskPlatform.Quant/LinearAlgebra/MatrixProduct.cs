using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.LinearAlgebra;

/// <summary>The product of two matrices.</summary>
public static class MatrixProduct
{
    // A strip of B of this shape (256 × 512 doubles, 1 MiB) stays in the second-level cache while rows of A pass.
    private const int DepthBlock = 256;
    private const int ColumnBlock = 512;
    private const int RowsAtOnce = 4;

    /// <summary>Computes C = A B.</summary>
    /// <param name="a">A: rows × depth, row-major.</param>
    /// <param name="b">B: depth × columns, row-major.</param>
    /// <param name="rows">Rows of A and of C, at least 1.</param>
    /// <param name="depth">Columns of A and rows of B, at least 1.</param>
    /// <param name="columns">Columns of B and of C, at least 1.</param>
    /// <param name="destination">Receives C: rows × columns, row-major, apart from A and B.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or the destination shares memory with A or
    /// B.</exception>
    /// <remarks>
    /// <para>Rows of C do not depend on each other: a caller may compute ranges of rows on several threads, or stop
    /// between them.</para>
    /// <para><b>Not checked:</b> the elements. NaN and infinities go where arithmetic takes them.</para>
    /// <para><b>Accuracy:</b> each element as the sum aᵢ₁b₁ⱼ + … in that order with fused multiply-adds: error at most
    /// depth · 1.1e-16 · Σ|aᵢₖ bₖⱼ|.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine, at every vector width, for any split of the
    /// rows.</para>
    /// <para><b>Cost:</b> rows · depth · columns fused multiply-adds, in blocks that stay in cache; no
    /// allocation.</para>
    /// <para><b>Source:</b> K. Goto, R. van de Geijn, ACM Trans. Math. Software 34(3) (2008), art. 12, for the
    /// blocks; docs/methods/matrices.md.</para>
    /// <para><b>Tested by:</b> a worked case, MathNet, associativity with a vector, every shape up to past a
    /// block.</para>
    /// </remarks>
    public static void Compute(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, int rows, int depth, int columns, Span<double> destination)
    {
        KernelGuard.AtLeast(rows, 1);
        KernelGuard.AtLeast(depth, 1);
        KernelGuard.AtLeast(columns, 1);
        KernelGuard.Area(a.Length, rows, depth);
        KernelGuard.Area(b.Length, depth, columns);
        KernelGuard.Area(destination.Length, rows, columns);
        KernelGuard.Apart(a, destination);
        KernelGuard.Apart(b, destination);

        if (Vector512.IsHardwareAccelerated)
        {
            Blocks<Lanes512>(a, b, rows, depth, columns, destination);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Blocks<Lanes256>(a, b, rows, depth, columns, destination);
        }
        else
        {
            Blocks<Lanes128>(a, b, rows, depth, columns, destination);
        }
    }

    /// <summary>The same at a width of the caller's choosing, for tests.</summary>
    internal static void Blocks<TLanes>(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, int rows, int depth, int columns, Span<double> c)
        where TLanes : struct, ILanes<TLanes>
    {
        c.Clear();
        for (int firstColumn = 0; firstColumn < columns; firstColumn += ColumnBlock)
        {
            int width = Math.Min(ColumnBlock, columns - firstColumn);
            for (int firstDepth = 0; firstDepth < depth; firstDepth += DepthBlock)
            {
                var strip = new Strip(firstDepth, Math.Min(DepthBlock, depth - firstDepth), firstColumn, width);
                int row = 0;
                for (; row + RowsAtOnce <= rows; row += RowsAtOnce)
                {
                    FourRows<TLanes>(a[(row * depth)..], depth, b, columns, strip, c[(row * columns)..]);
                }

                for (; row < rows; row++)
                {
                    OneRow<TLanes>(a.Slice(row * depth, depth), b, columns, strip, c.Slice(row * columns, columns));
                }
            }
        }
    }

    /// <summary>Four rows of C share each load of B; eight accumulators hide the latency of the additions.</summary>
    private static void FourRows<TLanes>(
        ReadOnlySpan<double> a, int depth, ReadOnlySpan<double> b, int columns, Strip strip, Span<double> c)
        where TLanes : struct, ILanes<TLanes>
    {
        ref double firstB = ref MemoryMarshal.GetReference(b);
        ref double firstC = ref MemoryMarshal.GetReference(c);
        ref double a0 = ref Unsafe.Add(ref MemoryMarshal.GetReference(a), strip.FirstDepth);
        ref double a1 = ref Unsafe.Add(ref a0, depth);
        ref double a2 = ref Unsafe.Add(ref a1, depth);
        ref double a3 = ref Unsafe.Add(ref a2, depth);
        int pair = 2 * TLanes.Count;
        int column = strip.FirstColumn;
        int end = column + strip.Width;
        for (; column + pair <= end; column += pair)
        {
            int next = column + TLanes.Count;
            var c00 = TLanes.Load(in firstC, column);
            var c01 = TLanes.Load(in firstC, next);
            var c10 = TLanes.Load(in firstC, columns + column);
            var c11 = TLanes.Load(in firstC, columns + next);
            var c20 = TLanes.Load(in firstC, 2 * columns + column);
            var c21 = TLanes.Load(in firstC, 2 * columns + next);
            var c30 = TLanes.Load(in firstC, 3 * columns + column);
            var c31 = TLanes.Load(in firstC, 3 * columns + next);
            ref double rowB = ref Unsafe.Add(ref firstB, (nint)strip.FirstDepth * columns + column);
            for (int k = 0; k < strip.Depth; k++)
            {
                var b0 = TLanes.Load(in rowB, 0);
                var b1 = TLanes.Load(in rowB, TLanes.Count);
                rowB = ref Unsafe.Add(ref rowB, columns);
                var x = TLanes.Broadcast(Unsafe.Add(ref a0, k));
                c00 = TLanes.MultiplyAdd(x, b0, c00);
                c01 = TLanes.MultiplyAdd(x, b1, c01);
                x = TLanes.Broadcast(Unsafe.Add(ref a1, k));
                c10 = TLanes.MultiplyAdd(x, b0, c10);
                c11 = TLanes.MultiplyAdd(x, b1, c11);
                x = TLanes.Broadcast(Unsafe.Add(ref a2, k));
                c20 = TLanes.MultiplyAdd(x, b0, c20);
                c21 = TLanes.MultiplyAdd(x, b1, c21);
                x = TLanes.Broadcast(Unsafe.Add(ref a3, k));
                c30 = TLanes.MultiplyAdd(x, b0, c30);
                c31 = TLanes.MultiplyAdd(x, b1, c31);
            }

            TLanes.Store(c00, ref firstC, column);
            TLanes.Store(c01, ref firstC, next);
            TLanes.Store(c10, ref firstC, columns + column);
            TLanes.Store(c11, ref firstC, columns + next);
            TLanes.Store(c20, ref firstC, 2 * columns + column);
            TLanes.Store(c21, ref firstC, 2 * columns + next);
            TLanes.Store(c30, ref firstC, 3 * columns + column);
            TLanes.Store(c31, ref firstC, 3 * columns + next);
        }

        var rest = strip with { FirstColumn = column, Width = end - column };
        for (int row = 0; row < RowsAtOnce && rest.Width > 0; row++)
        {
            OneRow<TLanes>(a.Slice(row * depth, depth), b, columns, rest, c.Slice(row * columns, columns));
        }
    }

    private static void OneRow<TLanes>(
        ReadOnlySpan<double> a, ReadOnlySpan<double> b, int columns, Strip strip, Span<double> c)
        where TLanes : struct, ILanes<TLanes>
    {
        ref double firstB = ref MemoryMarshal.GetReference(b);
        ref double firstC = ref MemoryMarshal.GetReference(c);
        int column = strip.FirstColumn;
        int end = column + strip.Width;
        for (; column + TLanes.Count <= end; column += TLanes.Count)
        {
            var sum = TLanes.Load(in firstC, column);
            for (int k = strip.FirstDepth; k < strip.FirstDepth + strip.Depth; k++)
            {
                ref double rowB = ref Unsafe.Add(ref firstB, (nint)k * columns);
                sum = TLanes.MultiplyAdd(TLanes.Broadcast(a[k]), TLanes.Load(in rowB, column), sum);
            }

            TLanes.Store(sum, ref firstC, column);
        }

        for (; column < end; column++)
        {
            double sum = c[column];
            for (int k = strip.FirstDepth; k < strip.FirstDepth + strip.Depth; k++)
            {
                sum = Math.FusedMultiplyAdd(a[k], b[k * columns + column], sum);
            }

            c[column] = sum;
        }
    }

    /// <summary>The part of B that is worked on.</summary>
    private readonly record struct Strip(int FirstDepth, int Depth, int FirstColumn, int Width);
}
