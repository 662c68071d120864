using System.Numerics.Tensors;
using RiskPlatform.Contracts.Simulation;
using RiskPlatform.Quant.RandomNumbers;
using RiskPlatform.Quant.Simulation;

namespace RiskPlatform.Simulation.Prices;

/// <summary>
/// The prices of one request whose paths depend on each other. They stand in parts that are independent of each
/// other, as a rule 32, each of them originals and then, with antithetic pairs, their mirror images.
/// </summary>
internal sealed class PriceSample : IDisposable
{
    private const int PartsMax = 32; // Their spread gives the errors, and is known to an eighth.
    private const int PartsMin = 4; // And to four tenths.

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
        Parts = PartsOf(request);
        _spare = spare;
        _prices = spare.Take((int)request.Paths);
    }

    /// <summary>All prices.</summary>
    public ReadOnlySpan<double> Prices => _prices.AsSpan(0, Length);

    /// <summary>How many parts there are.</summary>
    public int Parts { get; }

    private int Length => (int)_request.Paths;

    // A path, or a pair.
    private int PerUnit => _request.Antithetic ? 2 : 1;

    /// <summary>Whether every path is independent of every other.</summary>
    public static bool IsIndependent(MonteCarloRequest request) =>
        request is { Sampler: PathSampler.Philox, Antithetic: false };

    /// <summary>
    /// 32, or as few as 4 where the paths are few, so that every part has losses beyond every quantile; 0 when they are
    /// too few for that.
    /// </summary>
    public static int PartsOf(MonteCarloRequest request)
    {
        double most = request.Confidence!.Max();
        int parts = PartsMax;
        while (parts >= PartsMin && !IsEnough(parts))
        {
            parts /= 2;
        }

        return parts >= PartsMin ? parts : 0;

        bool IsEnough(int some) => LossTail.IsEnough(2 * (request.Paths / some / 2), most);
    }

    /// <summary>Fills prices of independent paths by index.</summary>
    public static SampleBlock Sampler(MonteCarloRequest request, CancellationToken cancellationToken)
    {
        var model = new GeometricBrownianMotion(request.Spot, request.Drift, request.Volatility);
        return (first, prices) => Fill(model, request, first, prices, [], cancellationToken);
    }

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

    /// <summary>A part's prices.</summary>
    public ReadOnlySpan<double> Part(int part) => _prices.AsSpan(StartOf(part), StartOf(part + 1) - StartOf(part));

    /// <summary>A part's losses against the spot, as a copy.</summary>
    public double[] LossesOfPart(int part)
    {
        double[] losses = new double[Part(part).Length];
        FillLosses(StartOf(part), losses);
        return losses;
    }

    /// <summary>Losses spot − price, from a path on.</summary>
    public void FillLosses(long first, Span<double> losses) =>
        TensorPrimitives.Subtract(_request.Spot, Prices.Slice((int)first, losses.Length), losses);

    /// <summary>Averages of antithetic pairs, from a pair on.</summary>
    public void FillPairs(long first, Span<double> averages)
    {
        int part = 0;
        for (int done = 0; done < averages.Length;)
        {
            int pair = (int)first + done;
            while (StartOf(part + 1) <= 2 * pair)
            {
                part++;
            }

            var originals = Part(part)[..(Part(part).Length / 2)];
            var mirrored = Part(part)[originals.Length..];
            int from = pair - StartOf(part) / 2;
            int count = Math.Min(originals.Length - from, averages.Length - done);
            for (int i = 0; i < count; i++)
            {
                averages[done + i] = 0.5 * (originals[from + i] + mirrored[from + i]);
            }

            done += count;
        }
    }

    // Whole paths or pairs; the parts' lengths differ by one of them at most.
    private int StartOf(int part) => (int)((long)part * (Length / PerUnit) / Parts) * PerUnit;

    private void Fill(int threads, CancellationToken cancellationToken)
    {
        if (threads == 1)
        {
            for (int piece = 0; piece < Parts; piece++)
            {
                FillPiece(piece, cancellationToken);
            }

            return;
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, Parts, options, piece => FillPiece(piece, cancellationToken));
    }

    private void FillPiece(int piece, CancellationToken cancellationToken)
    {
        var part = _prices.AsSpan(StartOf(piece), StartOf(piece + 1) - StartOf(piece));
        var originals = _request.Antithetic ? part[..(part.Length / 2)] : part;
        var mirrored = part[originals.Length..];
        if (_request.Sampler == PathSampler.Sobol)
        {
            FillSobol(piece, originals, mirrored, cancellationToken);
        }
        else
        {
            Fill(_model, _request, StartOf(piece) / PerUnit, originals, mirrored, cancellationToken);
        }
    }

    private static void Fill(
        GeometricBrownianMotion model,
        MonteCarloRequest request,
        long firstPath,
        Span<double> originals,
        Span<double> mirrored,
        CancellationToken cancellationToken)
    {
        int most = request.Steps > LongSteps ? LongPathsAtOnce : PathsAtOnce;
        for (int done = 0; done < originals.Length; done += most)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(most, originals.Length - done);
            model.FillHorizon(
                request.Horizon,
                request.Steps,
                request.Seed,
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
        var points = SobolSequence.Scrambled(dimensions: 1, unchecked(_request.Seed * PartsMax + (ulong)copy));
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
