using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>
/// The log-likelihood of a conditional-variance model with exact first and second derivatives, on data already scaled.
/// GJR has the weight of a fall, δ = α + γ, in γ's place: then every constraint is a bound.
/// </summary>
internal sealed class GarchLikelihood
{
    private const double LogVarianceMax = 600.0;
    private const int ObservationsAtOnce = 1_024; // Between two looks at the token.
    private static readonly double MeanAbsoluteNormal = Math.Sqrt(2.0 / Math.PI);
    private static readonly Vector512<double> MeanLane = Vector512.Create(1.0, 0, 0, 0, 0, 0, 0, 0);
    private static readonly Vector512<double> BetaLane = Vector512.Create(0.0, 0, 0, 0, 1, 0, 0, 0);

    private readonly double[] _returns;
    private readonly CancellationToken _cancellationToken;
    private readonly GarchSpecification _specification;
    private readonly double _firstMoment;
    private readonly double _secondMoment;

    public GarchLikelihood(
        double[] returns, GarchSpecification specification, CancellationToken cancellationToken = default)
    {
        _cancellationToken = cancellationToken;
        _returns = returns;
        _specification = specification;
        foreach (double r in returns)
        {
            _firstMoment += r;
            _secondMoment += r * r;
        }

        _firstMoment /= returns.Length;
        _secondMoment /= returns.Length;
    }

    /// <summary>The mean squared residual at a mean of zero.</summary>
    public double SecondMoment => _secondMoment;

    /// <summary>Computes everything at a point; false where the variance leaves the doubles. The token is asked
    /// every few observations.</summary>
    /// <param name="x">μ, ω, α, γ (GJR: δ), β, ν.</param>
    /// <param name="to">Receives value and derivatives.</param>
    /// <param name="terms">Receives each observation's parts; null if they are not wanted.</param>
    public bool TryEvaluate(ReadOnlySpan<double> x, GarchDerivatives to, GarchTerms? terms = null)
    {
        GarchSums sums = default;
        bool isInRange = _specification.Form == GarchForm.Egarch
            ? Logarithmic(x, ref sums, terms)
            : Linear(x, ref sums, terms);
        return isInRange && sums.TryWrite(to);
    }

    [SkipLocalsInit] // Cleared below.
    private bool Linear(ReadOnlySpan<double> x, ref GarchSums sums, GarchTerms? terms)
    {
        bool isAsymmetric = _specification.Form == GarchForm.Gjr;
        var density = new InnovationDensity(_specification.Innovations, x[5]);
        double h = StartLinear(x, isAsymmetric, out var recursion);
        Span<double> block = Columns.Align(
            stackalloc double[GarchLinearBlock.Length + Columns.AlignmentSlack], GarchLinearBlock.Length);
        block.Clear();
        for (int first = 0; first < _returns.Length; first += GarchLinearBlock.Rows)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var part = _returns.AsSpan(first, Math.Min(GarchLinearBlock.Rows, _returns.Length - first));
            if (!GarchLinearBlock.TryFill(part, x, isAsymmetric, density, ref h, ref sums, block))
            {
                return false;
            }

            sums.Add(block, part.Length, x[4], ref recursion, isKept: terms is not null);
            if (terms is not null)
            {
                terms.Store(first, block, part.Length);
                block.Clear();
            }
        }

        terms?.StoreNext(h);
        return true;
    }

    private bool Logarithmic(ReadOnlySpan<double> x, ref GarchSums sums, GarchTerms? terms)
    {
        var density = new InnovationDensity(_specification.Innovations, x[5]);
        double logVariance = StartLogarithmic(x, out var slope, out var curvature);
        for (int t = 0; t < _returns.Length; t++)
        {
            if (t % ObservationsAtOnce == 0)
            {
                _cancellationToken.ThrowIfCancellationRequested();
            }

            if (!(Math.Abs(logVariance) < LogVarianceMax))
            {
                return false;
            }

            double h = Math.Exp(logVariance);
            double e = _returns[t] - x[0];
            var at = density.At(e, h, logVariance);
            var score = sums.Add(at, slope, 0.0, curvature, 1.0);
            terms?.Store(t, h, score, slope);

            double perDeviation = 1.0 / Math.Sqrt(h);
            double z = e * perDeviation;
            double sign = e < 0.0 ? -1.0 : 1.0;
            double weight = x[2] * sign + x[3];
            double excess = Math.Abs(z) - MeanAbsoluteNormal;
            var shockSlope = -perDeviation * MeanLane - (0.5 * z) * slope;
            var drive = Vector512.Create(0.0, 1.0, excess, z, logVariance, 0, 0, 0);
            var cross = Vector512.Create(0.0, 0.0, sign, 1.0, 0, 0, 0, 0);
            for (int i = 0; i < GarchSums.RecursionSize; i++)
            {
                // The second derivative of z = e · exp(−L/2), then that of the recursion.
                double d = slope.GetElement(i);
                var shock = (0.25 * z * d) * slope + (0.5 * perDeviation * d) * MeanLane - (0.5 * z) * curvature[i];
                shock += i == 0 ? (0.5 * perDeviation) * slope : Vector512<double>.Zero;
                curvature[i] = weight * shock + x[4] * curvature[i]
                    + shockSlope.GetElement(i) * cross + d * BetaLane;
            }

            curvature[2] += sign * shockSlope;
            curvature[3] += shockSlope;
            curvature[4] += slope;
            slope = weight * shockSlope + x[4] * slope + drive;
            logVariance = x[1] + x[2] * excess + x[3] * z + x[4] * logVariance;
        }

        terms?.StoreNext(Math.Exp(Math.Min(logVariance, LogVarianceMax)));
        return true;
    }

    private double StartLinear(ReadOnlySpan<double> x, bool isAsymmetric, out GarchRecursion recursion)
    {
        double rise = isAsymmetric ? 0.5 : 1.0;
        double fall = 1.0 - rise;
        double weight = rise * x[2] + fall * x[3];
        double square;
        double variance;
        double meanSlope = 0.0;
        recursion.Curvature = Vector512<double>.Zero;
        if (_specification.Presample is { } given)
        {
            (square, variance) = given;
        }
        else
        {
            square = variance = MeanSquare(x[0], out meanSlope);
            recursion.Curvature = Vector512.Create(
                meanSlope, 0, 0, 0, 0, 2.0 * (weight + x[4]), rise * meanSlope, fall * meanSlope);
        }

        recursion.Slope = Vector512.Create(
            (weight + x[4]) * meanSlope, 1.0, rise * square, fall * square, variance, 0, 0, 0);
        return x[1] + weight * square + x[4] * variance;
    }

    private double StartLogarithmic(ReadOnlySpan<double> x, out Vector512<double> slope, out GarchRows curvature)
    {
        curvature = default;
        if (_specification.Presample is { } given)
        {
            double excess = Math.Sqrt(given.SquaredShock / given.Variance) - MeanAbsoluteNormal;
            double log = Math.Log(given.Variance);
            slope = Vector512.Create(0.0, 1.0, excess, 0.0, log, 0, 0, 0);
            return x[1] + x[2] * excess + x[4] * log;
        }

        // An expected shock stands before the first return: it adds nothing.
        double square = MeanSquare(x[0], out double meanSlope);
        double relative = meanSlope / square;
        double logSquare = Math.Log(square);
        curvature[0] = x[4] * (2.0 / square - relative * relative) * MeanLane + relative * BetaLane;
        curvature[4] = relative * MeanLane;
        slope = Vector512.Create(x[4] * relative, 1.0, 0.0, 0.0, logSquare, 0, 0, 0);
        return x[1] + x[4] * logSquare;
    }

    private double MeanSquare(double mean, out double slope)
    {
        slope = 2.0 * (mean - _firstMoment);
        return _secondMoment + mean * (mean - 2.0 * _firstMoment);
    }
}
