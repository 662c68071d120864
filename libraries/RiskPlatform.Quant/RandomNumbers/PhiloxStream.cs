using System.Runtime.Intrinsics;

namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>
/// An endless row of random numbers that is read at any index: number i is a function of seed, stream and i alone.
/// </summary>
/// <remarks>
/// <para>There is no state to share or to advance. However a row is cut into pieces, and whichever thread fills which
/// piece, the numbers are the same. Rows of one seed do not overlap; nor do those of different seeds.</para>
/// <para>The default value is seed 0, stream 0: a row like any other.</para>
/// </remarks>
/// <param name="Seed">Which experiment. Any number; neighbouring seeds are as independent as distant ones.</param>
/// <param name="Stream">Which row of the experiment, such as the time step or the risk factor.</param>
public readonly record struct PhiloxStream(ulong Seed, ulong Stream)
{
    // Four kilobytes stay in the first cache between the uniforms and the normals made of them.
    private const int NormalsAtOnce = 512;

    /// <summary>Computes the uniform at one index.</summary>
    /// <param name="index">Any; two neighbours share a Philox block.</param>
    /// <returns>An odd multiple of 2⁻⁵³: strictly between 0 and 1, symmetric about ½.</returns>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact; 52 random bits.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine, and as <see cref="FillUniforms"/> gives.</para>
    /// <para><b>Source:</b> <see cref="Philox4x32"/> with counter stream · 2⁶⁴ + ⌊index/2⌋;
    /// docs/methods/random-numbers.md.</para>
    /// <para><b>Tested by:</b> as <see cref="FillUniforms"/>.</para>
    /// </remarks>
    public double Uniform(ulong index)
    {
        var words = Philox4x32.Block(new UInt128(Stream, index >> 1), Seed);
        return PhiloxKernel.ToUniform((ulong)(words >> (int)(64 * (index & 1))));
    }

    /// <summary>Computes the standard normal at one index: N⁻¹ of <see cref="Uniform"/>.</summary>
    /// <param name="index">Any.</param>
    /// <returns>A number between −8.21 and 8.21, which the uniforms' 53 bits leave no way beyond.</returns>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="NormalVariates.FromUniforms"/>.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine, and as <see cref="FillNormals"/> gives.</para>
    /// <para><b>Source:</b> docs/methods/random-numbers.md.</para>
    /// <para><b>Tested by:</b> as <see cref="FillNormals"/>.</para>
    /// </remarks>
    public double Normal(ulong index)
    {
        double value = Uniform(index);
        NormalVariates.Transform(new Span<double>(ref value));
        return value;
    }

    /// <summary>Fills a span with the uniforms at start, start + 1 and so on.</summary>
    /// <param name="start">Index of the first; odd or even.</param>
    /// <param name="destination">Receives numbers strictly between 0 and 1. Any length.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last index would exceed 2⁶⁴ − 1.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> exact; odd multiples of 2⁻⁵³ with 52 random bits.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine and vector width, however the row is cut.</para>
    /// <para><b>Cost:</b> one pass, no allocation.</para>
    /// <para><b>Source:</b> <see cref="Philox4x32"/>; docs/methods/random-numbers.md.</para>
    /// <para><b>Tested by:</b> Random123's known answers, moments, Kolmogorov–Smirnov, serial correlation, every
    /// length, start and width against one block at a time.</para>
    /// </remarks>
    public void FillUniforms(ulong start, Span<double> destination)
    {
        GuardLast(start, destination.Length);
        int done = 0;
        if ((start & 1) != 0 && !destination.IsEmpty)
        {
            destination[done++] = Uniform(start); // The second half of a block that begins before.
        }

        done += Blocks(start + (ulong)done, destination[done..]);
        for (; done < destination.Length; done++)
        {
            destination[done] = Uniform(start + (ulong)done);
        }
    }

    /// <summary>Fills a span with the standard normals at start, start + 1 and so on.</summary>
    /// <param name="start">Index of the first; odd or even.</param>
    /// <param name="destination">Receives N⁻¹ of the uniforms of the same indices. Any length.</param>
    /// <exception cref="ArgumentOutOfRangeException">The last index would exceed 2⁶⁴ − 1.</exception>
    /// <remarks>
    /// <para><b>Accuracy:</b> as <see cref="NormalVariates.FromUniforms"/>.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine and vector width, however the row is cut.</para>
    /// <para><b>Cost:</b> two passes over pieces that stay in the first cache, no allocation.</para>
    /// <para><b>Source:</b> <see cref="Philox4x32"/>, <see cref="NormalVariates"/>; docs/methods/random-numbers.md.
    /// </para>
    /// <para><b>Tested by:</b> four moments, Kolmogorov–Smirnov, tails, every length, start and width.</para>
    /// </remarks>
    public void FillNormals(ulong start, Span<double> destination)
    {
        GuardLast(start, destination.Length);
        for (int done = 0; done < destination.Length; done += NormalsAtOnce)
        {
            var piece = destination.Slice(done, Math.Min(NormalsAtOnce, destination.Length - done));
            FillUniforms(start + (ulong)done, piece);
            NormalVariates.Transform(piece);
        }
    }

    private static void GuardLast(ulong start, int length)
    {
        if (length > 0 && start > ulong.MaxValue - (ulong)(length - 1))
        {
            throw new ArgumentOutOfRangeException(nameof(start), start, "The last index exceeds 2⁶⁴ − 1.");
        }
    }

    private int Blocks(ulong start, Span<double> destination)
    {
        ulong block = start >> 1;
        if (Lanes512.IsSupported)
        {
            return PhiloxKernel.FillBlocks<Lanes512, Vector512<double>, Vector512<ulong>>(
                Seed, Stream, block, destination);
        }

        if (Lanes256.IsSupported)
        {
            return PhiloxKernel.FillBlocks<Lanes256, Vector256<double>, Vector256<ulong>>(
                Seed, Stream, block, destination);
        }

        return Lanes128.IsSupported
            ? PhiloxKernel.FillBlocks<Lanes128, Vector128<double>, Vector128<ulong>>(Seed, Stream, block, destination)
            : PhiloxKernel.FillBlocks<Lanes1, double, ulong>(Seed, Stream, block, destination);
    }
}
