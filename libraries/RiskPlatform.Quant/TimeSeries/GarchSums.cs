using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    private Vector512<double> _curvature; // As GarchRecursion has it.
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
        Add(at);
        _gradient += score;
        _scoreSquares += score * score;
        _meanCross -= at.EL * slope;
        _degreesCross += at.NuL * slope;
        var outer = (at.LL + at.L * slopeShare) * slope;
        var weight = Vector512.Create(at.L * curvatureShare);
        for (int i = 0; i < RecursionSize; i++)
        {
            var row = Vector512.FusedMultiplyAdd(weight, curvature[i], _rows[i]);
            _rows[i] = Vector512.FusedMultiplyAdd(Vector512.Create(slope.GetElement(i)), outer, row);
        }

        return score;
    }

    /// <summary>Adds an observation's value, and the derivatives that do not come through h.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(in DensityPartials at)
    {
        _value += at.Value;
        _meanMean += at.EE;
        _degreesMean -= at.NuE;
        _degreesDegrees += at.NuNu;
    }

    /// <summary>Adds what comes through h, for a block of observations of GARCH or GJR.</summary>
    /// <param name="block">Rows as <see cref="GarchLinearBlock"/> has them.</param>
    /// <param name="count">How many.</param>
    /// <param name="beta">β.</param>
    /// <param name="recursion">The derivatives of h at the first observation, then at the one after the last.</param>
    /// <param name="isKept">Whether scores and gradients of ln h are left in the rows' first two vectors.</param>
    public void Add(Span<double> block, int count, double beta, ref GarchRecursion recursion, bool isKept)
    {
        // Locals, and five rows by name: these live in registers, and an array would not.
        var (slope, curvature) = (recursion.Slope, recursion.Curvature);
        var (gradient, scoreSquares) = (_gradient, _scoreSquares);
        var (meanCross, degreesCross, curvatures) = (_meanCross, _degreesCross, _curvature);
        var (row0, row1, row2, row3, row4) = (_rows[0], _rows[1], _rows[2], _rows[3], _rows[4]);
        var share = Vector512.Create(1.0, 1, 1, 1, 2, 0, 0, 0); // Of ∂h in the drive of ∂²h; ββ counts twice.
        var factor = Vector512.Create(beta);
        ref double row = ref MemoryMarshal.GetReference(block[..(count * GarchLinearBlock.Width)]);
        for (int t = 0; t < count; t++)
        {
            double byLog = Unsafe.Add(ref row, GarchLinearBlock.ByLog);
            double perVariance = Unsafe.Add(ref row, GarchLinearBlock.PerVariance);
            var relative = slope * perVariance; // ∂L, L = ln h
            var score = Vector512.FusedMultiplyAdd(
                Vector512.Create(byLog), relative, Vector512.LoadUnsafe(ref row, GarchLinearBlock.OwnScore));
            gradient += score;
            scoreSquares = Vector512.FusedMultiplyAdd(score, score, scoreSquares);
            meanCross -= Unsafe.Add(ref row, GarchLinearBlock.ByShockAndLog) * relative;
            degreesCross += Unsafe.Add(ref row, GarchLinearBlock.ByDegreesAndLog) * relative;
            curvatures = Vector512.FusedMultiplyAdd(Vector512.Create(byLog * perVariance), curvature, curvatures);
            var outer = (Unsafe.Add(ref row, GarchLinearBlock.ByLogTwice) - byLog) * relative;
            row0 = Vector512.FusedMultiplyAdd(Vector512.Create(relative.GetElement(0)), outer, row0);
            row1 = Vector512.FusedMultiplyAdd(Vector512.Create(relative.GetElement(1)), outer, row1);
            row2 = Vector512.FusedMultiplyAdd(Vector512.Create(relative.GetElement(2)), outer, row2);
            row3 = Vector512.FusedMultiplyAdd(Vector512.Create(relative.GetElement(3)), outer, row3);
            row4 = Vector512.FusedMultiplyAdd(Vector512.Create(relative.GetElement(4)), outer, row4);

            var drive = Vector512.LoadUnsafe(ref row, GarchLinearBlock.CurvatureDrive);
            curvature = Vector512.FusedMultiplyAdd(
                factor, curvature, Vector512.FusedMultiplyAdd(share, slope, drive));
            slope = Vector512.FusedMultiplyAdd(factor, slope, Vector512.LoadUnsafe(ref row, GarchLinearBlock.Drive));
            if (isKept)
            {
                score.StoreUnsafe(ref row);
                relative.StoreUnsafe(ref row, (nuint)Vector512<double>.Count);
            }

            row = ref Unsafe.Add(ref row, GarchLinearBlock.Width);
        }

        (recursion.Slope, recursion.Curvature) = (slope, curvature);
        (_gradient, _scoreSquares) = (gradient, scoreSquares);
        (_meanCross, _degreesCross, _curvature) = (meanCross, degreesCross, curvatures);
        (_rows[0], _rows[1], _rows[2], _rows[3], _rows[4]) = (row0, row1, row2, row3, row4);
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
        _curvature.CopyTo(lanes);
        AddCurvature(to.Hessian, lanes);
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

    private static void AddCurvature(Span<double> hessian, ReadOnlySpan<double> lanes)
    {
        const int Beta = 4;
        for (int i = 0; i < Beta; i++)
        {
            hessian[i * Size + Beta] += lanes[i];
            hessian[Beta * Size + i] += lanes[i];
        }

        hessian[Beta * Size + Beta] += lanes[Beta];
        hessian[0] += lanes[5];
        hessian[2] += lanes[6];
        hessian[2 * Size] += lanes[6];
        hessian[3] += lanes[7];
        hessian[3 * Size] += lanes[7];
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
