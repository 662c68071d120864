using System.Diagnostics;

namespace RiskPlatform.Quant.Options;

/// <summary>One step of U_ν = ½(U_yy − U_y) on a uniform grid, with or without the right to exercise.</summary>
/// <remarks>
/// The matrix is I − θΔν L, L = ½(D_yy − D_y) with weights ½(1/h² + 1/(2h)), −1/h², ½(1/h² − 1/(2h)): an M-matrix for
/// h below 2. So Howard's iteration (O. Bokanowski, S. Maroso, H. Zidani, SIAM Journal on Numerical Analysis 47 (2009)
/// 3001–3026) ends after at most as many rounds as there are nodes; two or three are usual.
/// </remarks>
internal sealed class TridiagonalStep(int length)
{
    // Where holding on and exercise are worth the same, rounding must not turn the decision for ever.
    private const double RoundingShare = 1e-14;

    private readonly double[] _rightHandSide = new double[length];
    private readonly double[] _ratio = new double[length];
    private readonly bool[] _isExercised = new bool[length];
    private double _lower;
    private double _upper;

    /// <summary>What the solution of the step is multiplied to; its ends are the values there.</summary>
    public Span<double> RightHandSide => _rightHandSide;

    /// <summary>Sets weights and right-hand side for a step of size Δν, implicit by a share of ½ to 1.</summary>
    public void Prepare(ReadOnlySpan<double> values, double variance, double gap, double implicitShare)
    {
        double curvature = 0.5 * variance / (gap * gap);
        double slope = 0.25 * variance / gap;
        _lower = implicitShare * (curvature + slope);
        _upper = implicitShare * (curvature - slope);
        double down = (1.0 - implicitShare) * (curvature + slope);
        double up = (1.0 - implicitShare) * (curvature - slope);
        for (int j = 1; j < values.Length - 1; j++)
        {
            double change = down * (values[j - 1] - values[j]) + up * (values[j + 1] - values[j]);
            _rightHandSide[j] = values[j] + change;
        }
    }

    /// <summary>Solves the step; with values of exercise, the linear complementarity problem they make.</summary>
    public void Solve(ReadOnlySpan<double> exercised, Span<double> values)
    {
        for (int round = 0; round <= values.Length; round++)
        {
            Eliminate(exercised, values);
            if (exercised.IsEmpty || !Reconsider(exercised, values))
            {
                return;
            }
        }

        throw new UnreachableException("Howard's iteration ends on an M-matrix.");
    }

    // Thomas's algorithm; an exercised node has its value given.
    private void Eliminate(ReadOnlySpan<double> exercised, Span<double> values)
    {
        int last = values.Length - 1;
        double diagonal = 1.0 + _lower + _upper;
        _ratio[0] = 0.0;
        values[0] = _rightHandSide[0];
        for (int j = 1; j < last; j++)
        {
            if (_isExercised[j])
            {
                _ratio[j] = 0.0;
                values[j] = exercised[j];
                continue;
            }

            double pivot = 1.0 / (diagonal - _lower * _ratio[j - 1]);
            _ratio[j] = _upper * pivot;
            values[j] = (_rightHandSide[j] + _lower * values[j - 1]) * pivot;
        }

        values[last] = _rightHandSide[last];
        for (int j = last - 1; j > 0; j--)
        {
            values[j] += _ratio[j] * values[j + 1];
        }
    }

    // Exercises where the value fell short of it; gives up exercise where holding on is worth more.
    private bool Reconsider(ReadOnlySpan<double> exercised, ReadOnlySpan<double> values)
    {
        double diagonal = 1.0 + _lower + _upper;
        bool hasChanged = false;
        for (int j = 1; j < values.Length - 1; j++)
        {
            double held = diagonal * values[j] - _lower * values[j - 1] - _upper * values[j + 1] - _rightHandSide[j];
            double rounding = RoundingShare * (Math.Abs(exercised[j]) + values[j]);
            if (_isExercised[j] ? held < -rounding : values[j] < exercised[j] - rounding)
            {
                _isExercised[j] = !_isExercised[j];
                hasChanged = true;
            }
        }

        return hasChanged;
    }
}
