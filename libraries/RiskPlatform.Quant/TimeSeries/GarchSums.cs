using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>
/// Sums over the observations: log-likelihood, gradient and Hessian. Lanes are μ, ω, α, γ, β, ν; two stay empty, so
/// that a gradient is one vector and a Hessian a few.
/// </summary>
internal struct GarchSums
{
    /// <summary>Parameters, with those a model leaves out.</summary>
    public const int Size = 6;

    /// <summary>Parameters of the variance's recursion: all but ν.</summary>
    public const int RecursionSize = 5;

    private static readonly Vector512<double> MeanLane = Vector512.Create(1.0, 0, 0, 0, 0, 0, 0, 0);
    private static readonly Vector512<double> DegreesLane = Vector512.Create(0.0, 0, 0, 0, 0, 1, 0, 0);

    private double _value;
    private double _meanMean;
    private double _degreesMean;
    private double _degreesDegrees;
    private Vector512<double> _gradient;
    private Vector512<double> _scoreSquares;
    private Vector512<double> _meanCross;
    private Vector512<double> _degreesCross;
    private GarchRows _rows;

    /// <summary>
    /// Adds an observation. L = ln h has the gradient <paramref name="slope"/> and the Hessian
    /// curvatureShare · curvature + slopeShare · slope slopeᵀ.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<double> Add(
        in DensityPartials at,
        Vector512<double> slope,
        double slopeShare,
        in GarchRows curvature,
        double curvatureShare)
    {
        // e = r − μ, so ∂e/∂μ = −1.
        var score = at.L * slope - at.E * MeanLane + at.Nu * DegreesLane;
        _value += at.Value;
        _gradient += score;
        _scoreSquares += score * score;
        _meanCross -= at.EL * slope;
        _degreesCross += at.NuL * slope;
        _meanMean += at.EE;
        _degreesMean -= at.NuE;
        _degreesDegrees += at.NuNu;
        var outer = (at.LL + at.L * slopeShare) * slope;
        var weight = Vector512.Create(at.L * curvatureShare);
        for (int i = 0; i < RecursionSize; i++)
        {
            var row = Vector512.FusedMultiplyAdd(weight, curvature[i], _rows[i]);
            _rows[i] = Vector512.FusedMultiplyAdd(Vector512.Create(slope.GetElement(i)), outer, row);
        }

        return score;
    }

    /// <summary>Writes the sums out; false if any is not finite.</summary>
    public readonly bool TryWrite(GarchDerivatives to)
    {
        Span<double> lanes = stackalloc double[Vector512<double>.Count];
        for (int i = 0; i < RecursionSize; i++)
        {
            _rows[i].CopyTo(lanes);
            lanes[..Size].CopyTo(to.Hessian.AsSpan(i * Size));
        }

        to.Hessian.AsSpan(RecursionSize * Size).Clear();
        _meanCross.CopyTo(lanes);
        Cross(to.Hessian, lanes, 0);
        _degreesCross.CopyTo(lanes);
        Cross(to.Hessian, lanes, RecursionSize);
        to.Hessian[0] += _meanMean;
        to.Hessian[RecursionSize] += _degreesMean;
        to.Hessian[RecursionSize * Size] += _degreesMean;
        to.Hessian[^1] += _degreesDegrees;
        _gradient.CopyTo(lanes);
        lanes[..Size].CopyTo(to.Gradient);
        _scoreSquares.CopyTo(lanes);
        lanes[..Size].CopyTo(to.ScoreSquares);
        to.Value = _value;
        bool isFinite = double.IsFinite(_value);
        foreach (double element in to.Hessian)
        {
            isFinite &= double.IsFinite(element);
        }

        return isFinite;
    }

    private static void Cross(Span<double> hessian, ReadOnlySpan<double> lanes, int index)
    {
        for (int j = 0; j < Size; j++)
        {
            hessian[index * Size + j] += lanes[j];
            hessian[j * Size + index] += lanes[j];
        }
    }
}

/// <summary>A second derivative by the parameters of the recursion: a row of lanes for each.</summary>
[InlineArray(GarchSums.RecursionSize)]
internal struct GarchRows
{
    private Vector512<double> _first;
}

/// <summary>Log-likelihood and derivatives at one point, in the order μ, ω, α, γ, β, ν.</summary>
internal sealed class GarchDerivatives
{
    public double Value { get; set; }

    public double[] Gradient { get; } = new double[GarchSums.Size];

    public double[] Hessian { get; } = new double[GarchSums.Size * GarchSums.Size];

    /// <summary>Σ gᵢ² over the observations: the scale of each parameter's curvature, never negative.</summary>
    public double[] ScoreSquares { get; } = new double[GarchSums.Size];
}
