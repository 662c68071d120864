using System.Numerics.Tensors;
using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Quant.RandomNumbers;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Simulation.Prices;

/// <summary>
/// The prices of one request, by index. Independent paths stand in their order; others stand in 32 parts that are
/// independent of each other, each of them originals and then, with antithetic pairs, their mirror images.
/// </summary>
internal sealed class PriceSample : IDisposable
{
    /// <summary>Parts whose spread gives an error where paths depend on each other.</summary>
    public const int Parts = 32;

    // Between two looks at the token, which many steps bring closer together.
    private const int PathsAtOnce = 512;
    private const int LongPathsAtOnce = 64;
    private const int LongSteps = 100;

    private readonly MonteCarloRequest _request;
    private readonly GeometricBrownianMotion _model;
    private readonly SpareMemory _spare;
    private readonly double[] _prices;

    private PriceSample(MonteCarloRequest request, SpareMemory spare)
    {
        _request = request;
        _model = new GeometricBrownianMotion(request.Spot, request.Drift, request.Volatility);
        _spare = spare;
        _prices = spare.Take((int)request.Paths);
    }

    /// <summary>All prices.</summary>
    public ReadOnlySpan<double> Prices => _prices.AsSpan(0, Length);

    /// <summary>Whether every path is independent of every other.</summary>
    public bool IsIndependent => _request is { Sampler: PathSampler.Philox, Antithetic: false };

    private int Length => (int)_request.Paths;

    private int PartLength => Length / Parts;

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _spare.Give(_prices);

    /// <summary>Simulates.</summary>
    public static PriceSample Draw(
        MonteCarloRequest request, SpareMemory spare, int threads, CancellationToken cancellationToken)
    {
        var sample = new PriceSample(request, spare);
        try
        {
            sample.Fill(threads, cancellationToken);
            return sample;
        }
        catch (OperationCanceledException)
        {
            sample.Dispose();
            throw;
        }
    }

    /// <summary>A part's losses against the spot, as a copy.</summary>
    public double[] LossesOfPart(int part)
    {
        double[] losses = new double[PartLength];
        FillLosses((long)part * PartLength, losses);
        return losses;
    }

    /// <summary>Losses spot − price, from a path on.</summary>
    public void FillLosses(long first, Span<double> losses) =>
        TensorPrimitives.Subtract(_request.Spot, Prices.Slice((int)first, losses.Length), losses);

    /// <summary>Averages of antithetic pairs, from a pair on.</summary>
    public void FillPairs(long first, Span<double> averages)
    {
        int half = PartLength / 2;
        for (int i = 0; i < averages.Length; i++)
        {
            var (part, place) = Math.DivRem((int)first + i, half);
            int at = part * PartLength + place;
            averages[i] = 0.5 * (_prices[at] + _prices[at + half]);
        }
    }

    // Many steps: fewer paths a piece, so that threads share the work evenly.
    private static int PieceLength(int steps) => steps > 32 ? PathsAtOnce : 32 * PathsAtOnce;

    private void Fill(int threads, CancellationToken cancellationToken)
    {
        int pieces = IsIndependent ? (Length + PieceLength(_request.Steps) - 1) / PieceLength(_request.Steps) : Parts;
        if (threads == 1)
        {
            for (int piece = 0; piece < pieces; piece++)
            {
                FillPiece(piece, cancellationToken);
            }

            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, pieces, options, piece => FillPiece(piece, cancellationToken));
    }

    private void FillPiece(int piece, CancellationToken cancellationToken)
    {
        if (IsIndependent)
        {
            int length = PieceLength(_request.Steps);
            int first = piece * length;
            FillFrom(first, _prices.AsSpan(first, Math.Min(length, Length - first)), [], cancellationToken);
            return;
        }

        var part = _prices.AsSpan(piece * PartLength, PartLength);
        var originals = _request.Antithetic ? part[..(part.Length / 2)] : part;
        var mirrored = part[originals.Length..];
        if (_request.Sampler == PathSampler.Sobol)
        {
            FillSobol(piece, originals, mirrored, cancellationToken);
        }
        else
        {
            FillFrom((long)piece * originals.Length, originals, mirrored, cancellationToken);
        }
    }

    private void FillFrom(
        long firstPath, Span<double> originals, Span<double> mirrored, CancellationToken cancellationToken)
    {
        int most = _request.Steps > LongSteps ? LongPathsAtOnce : PathsAtOnce;
        for (int done = 0; done < originals.Length; done += most)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(most, originals.Length - done);
            _model.FillHorizon(
                _request.Horizon,
                _request.Steps,
                _request.Seed,
                firstPath + done,
                originals.Slice(done, count),
                mirrored.IsEmpty ? [] : mirrored.Slice(done, count));
        }
    }

    // A Brownian bridge decides the horizon by a point's first coordinate; the others decide dates before it, which no
    // figure here reads. So one dimension is enough, whatever the steps.
    private void FillSobol(
        int copy, Span<double> originals, Span<double> mirrored, CancellationToken cancellationToken)
    {
        var points = SobolSequence.Scrambled(dimensions: 1, unchecked(_request.Seed * Parts + (ulong)copy));
        for (int done = 0; done < originals.Length; done += PathsAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var row = originals.Slice(done, Math.Min(PathsAtOnce, originals.Length - done));
            points.FillDimension(0, done, row);
            NormalVariates.FromUniforms(row, row);
            if (!mirrored.IsEmpty)
            {
                var mirroredRow = mirrored.Slice(done, row.Length);
                for (int i = 0; i < row.Length; i++)
                {
                    mirroredRow[i] = -row[i];
                }

                _model.FromNormals(_request.Horizon, mirroredRow, mirroredRow);
            }

            _model.FromNormals(_request.Horizon, row, row);
        }
    }
}
