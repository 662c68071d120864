using System.Numerics.Tensors;

namespace RiskPlatform.Quant.Optimization;

/// <summary>
/// The linear relaxation max c·x, A x ≤ b, lower ≤ x ≤ upper by the bounded dual simplex method on a dense tableau.
/// Any change of bounds keeps the tableau usable, so each node of a search starts from the last one's end. What it
/// answers is a guide: <see cref="SelectionBound"/> makes proofs of it.
/// </summary>
internal sealed class DualSimplex
{
    private const double FeasibilityTolerance = 1e-9;
    private const double PivotTolerance = 1e-9;
    private const int PivotsBetweenRebuilds = 150;

    private readonly int _m;
    private readonly int _n;
    private readonly double[][] _original; // Rows of A with b behind, each scaled to a largest coefficient of 1.
    private readonly double[] _scale;
    private readonly double[] _costs;
    private readonly double[][] _rows; // The tableau: B⁻¹ of non-basic columns, with B⁻¹ b behind.
    private readonly double[] _reduced; // Reduced profits of non-basic columns, with minus the objective behind.
    private readonly int[] _basic; // Variable of each row: below n an item, from n on a slack.
    private readonly int[] _outside; // Variable of each non-basic column.
    private readonly double[] _at; // Its value: one of its bounds.
    private readonly double[] _basicValues;
    private readonly (double Ratio, int Column)[] _candidates;
    private int _pivotsSinceRebuild;

    public DualSimplex(SelectionModel model)
    {
        _m = model.Rows.Length;
        _n = model.Values.Length;
        _scale = [.. model.Rows.Select(row => 1.0 / row.Select(Math.Abs).Append(1L).Max())];
        _original = [.. Enumerable.Range(0, _m).Select(i => model.Rows[i].Append(model.Limits[i])
            .Select(value => value * _scale[i]).ToArray())];
        _costs = [.. model.Values.Select(value => (double)value), 0.0];
        _rows = [.. Enumerable.Range(0, _m).Select(_ => new double[_n + 1])];
        _reduced = new double[_n + 1];
        _basic = new int[_m];
        _outside = new int[_n];
        _at = new double[_n];
        _basicValues = new double[_m];
        _candidates = new (double, int)[_n];
        Start();
    }

    /// <summary>How a solution ended.</summary>
    public enum Outcome
    {
        /// <summary>Basic values are within their bounds: the relaxation is solved.</summary>
        Solved,

        /// <summary>The objective fell below the cutoff before the end.</summary>
        Cutoff,

        /// <summary>A row of the tableau, <see cref="BlockedRow"/>, says that no x is within the bounds.</summary>
        Infeasible,

        /// <summary>Too many pivots: numbers have gone bad.</summary>
        Stalled,
    }

    /// <summary>The row that shows infeasibility.</summary>
    public int BlockedRow { get; private set; }

    /// <summary>Pivots since the beginning.</summary>
    public long Pivots { get; private set; }

    /// <summary>Solves for new bounds, from where the last solution ended.</summary>
    public Outcome Solve(double[] lower, double[] upper, double cutoff)
    {
        if (_pivotsSinceRebuild > PivotsBetweenRebuilds)
        {
            Rebuild();
        }

        Place(lower, upper);
        int limit = 50 + 5 * (_m + _n);
        for (int i = 0; i < limit; i++)
        {
            int row = LeavingRow(lower, upper, out bool isBelow, out double excess);
            if (row < 0)
            {
                return Outcome.Solved;
            }

            int column = EnteringColumn(row, isBelow, excess, lower, upper);
            if (column < 0)
            {
                BlockedRow = row;
                return Outcome.Infeasible;
            }

            int leaving = _basic[row];
            double target = isBelow ? Low(leaving, lower) : High(leaving, upper);
            Step(row, column, target);
            Pivot(row, column);
            if (Objective() < cutoff)
            {
                return Outcome.Cutoff;
            }
        }

        Start();
        return Outcome.Stalled;
    }

    /// <summary>Values of all items at the current basis.</summary>
    public void Values(Span<double> destination)
    {
        for (int j = 0; j < _n; j++)
        {
            if (_outside[j] < _n)
            {
                destination[_outside[j]] = _at[j];
            }
        }

        for (int i = 0; i < _m; i++)
        {
            if (_basic[i] < _n)
            {
                destination[_basic[i]] = _basicValues[i];
            }
        }
    }

    /// <summary>Prices of the rows as given, zero or positive.</summary>
    public void Prices(Span<double> destination)
    {
        destination.Clear();
        for (int j = 0; j < _n; j++)
        {
            if (_outside[j] >= _n)
            {
                int row = _outside[j] - _n;
                destination[row] = Math.Max(0.0, -_reduced[j]) * _scale[row];
            }
        }
    }

    /// <summary>Weights, zero or positive, of the rows as given whose sum no x within the bounds can meet.</summary>
    public void Contradiction(Span<double> destination, double[] lower)
    {
        destination.Clear();
        int basic = _basic[BlockedRow];
        bool isBelow = _basicValues[BlockedRow] < Low(basic, lower);
        double sign = isBelow ? 1.0 : -1.0;
        if (basic >= _n)
        {
            destination[basic - _n] = _scale[basic - _n];
        }

        for (int j = 0; j < _n; j++)
        {
            if (_outside[j] >= _n)
            {
                int row = _outside[j] - _n;
                destination[row] = Math.Max(0.0, sign * _rows[BlockedRow][j]) * _scale[row];
            }
        }
    }

    /// <summary>What the objective loses at least when a fractional item is made 0, and when it is made 1.</summary>
    public (double Down, double Up) Penalties(int item, double[] lower, double[] upper)
    {
        int row = Array.IndexOf(_basic, item);
        double down = double.PositiveInfinity;
        double up = double.PositiveInfinity;
        double[] coefficients = _rows[row];
        for (int j = 0; j < _n; j++)
        {
            double coefficient = coefficients[j];
            if (Math.Abs(coefficient) <= PivotTolerance || IsFixed(_outside[j], lower, upper))
            {
                continue;
            }

            double ratio = Math.Abs(_reduced[j] / coefficient);
            if (coefficient > 0.0 == IsLow(j))
            {
                down = Math.Min(down, ratio);
            }
            else
            {
                up = Math.Min(up, ratio);
            }
        }

        double value = _basicValues[row];
        return (down * value, up * (1.0 - value));
    }

    private bool IsLow(int column) => _outside[column] >= _n || _at[column] == 0.0;

    private bool IsFixed(int variable, double[] lower, double[] upper) =>
        variable < _n && lower[variable] == upper[variable];

    private double Low(int variable, double[] lower) => variable < _n ? lower[variable] : 0.0;

    private double High(int variable, double[] upper) => variable < _n ? upper[variable] : double.PositiveInfinity;

    private double Objective() => TensorPrimitives.Dot(_reduced.AsSpan(0, _n), _at) - _reduced[_n];

    private void Start()
    {
        for (int i = 0; i < _m; i++)
        {
            _original[i].CopyTo(_rows[i], 0);
            _basic[i] = _n + i;
            _basicValues[i] = _original[i][_n];
        }

        for (int j = 0; j < _n; j++)
        {
            _outside[j] = j;
            _at[j] = 0.0;
        }

        _costs.CopyTo(_reduced, 0);
        _pivotsSinceRebuild = 0;
    }

    // Gauss–Jordan from the original rows into the present basis, to shed the rounding of many pivots.
    private void Rebuild()
    {
        int[] wanted = [.. _basic.Where(variable => variable < _n)];
        bool[] stays = new bool[_m]; // Slacks that are in the present basis keep their rows.
        foreach (int variable in _basic.Where(variable => variable >= _n))
        {
            stays[variable - _n] = true;
        }

        Start();
        foreach (int item in wanted)
        {
            int column = Array.IndexOf(_outside, item);
            int best = -1;
            for (int i = 0; i < _m; i++)
            {
                bool isOpen = _basic[i] >= _n && !stays[_basic[i] - _n];
                if (isOpen && (best < 0 || Math.Abs(_rows[i][column]) > Math.Abs(_rows[best][column])))
                {
                    best = i;
                }
            }

            if (best >= 0 && Math.Abs(_rows[best][column]) > PivotTolerance)
            {
                Pivot(best, column);
            }
        }

        Array.Clear(_at);
        for (int i = 0; i < _m; i++)
        {
            _basicValues[i] = _rows[i][_n];
        }

        _pivotsSinceRebuild = 0;
    }

    // Puts every non-basic variable on the bound that its reduced profit asks for: always dual feasible.
    private void Place(double[] lower, double[] upper)
    {
        for (int j = 0; j < _n; j++)
        {
            int variable = _outside[j];
            double value = variable >= _n ? 0.0 : _reduced[j] > 0.0 ? upper[variable] : lower[variable];
            if (value != _at[j])
            {
                Shift(j, value);
            }
        }
    }

    private void Shift(int column, double value)
    {
        double change = value - _at[column];
        _at[column] = value;
        for (int i = 0; i < _m; i++)
        {
            _basicValues[i] -= change * _rows[i][column];
        }
    }

    private int LeavingRow(double[] lower, double[] upper, out bool isBelow, out double excess)
    {
        int row = -1;
        isBelow = false;
        excess = FeasibilityTolerance;
        for (int i = 0; i < _m; i++)
        {
            double below = Low(_basic[i], lower) - _basicValues[i];
            double above = _basicValues[i] - High(_basic[i], upper);
            if (Math.Max(below, above) > excess)
            {
                row = i;
                isBelow = below > above;
                excess = Math.Max(below, above);
            }
        }

        return row;
    }

    // The long-step ratio test: items that would only change bound are flipped on the way to the one that enters.
    private int EnteringColumn(int row, bool isBelow, double excess, double[] lower, double[] upper)
    {
        int count = 0;
        double[] coefficients = _rows[row];
        for (int j = 0; j < _n; j++)
        {
            double coefficient = isBelow ? -coefficients[j] : coefficients[j];
            bool helps = IsLow(j) ? coefficient > PivotTolerance : coefficient < -PivotTolerance;
            if (helps && !IsFixed(_outside[j], lower, upper))
            {
                _candidates[count++] = (Math.Abs(_reduced[j] / coefficient), j);
            }
        }

        var candidates = _candidates.AsSpan(0, count);
        while (!candidates.IsEmpty)
        {
            int next = 0;
            for (int k = 1; k < candidates.Length; k++)
            {
                bool isLarger = Math.Abs(coefficients[candidates[k].Column])
                    > Math.Abs(coefficients[candidates[next].Column]);
                double difference = candidates[k].Ratio - candidates[next].Ratio;
                next = difference < 0.0 || (difference == 0.0 && isLarger) ? k : next;
            }

            int column = candidates[next].Column;
            double relief = _outside[column] < _n ? Math.Abs(coefficients[column]) : double.PositiveInfinity;
            if (relief >= excess)
            {
                return column;
            }

            // When flips alone leave the row infeasible, all of them are made, and that is the proof.
            excess -= relief;
            Shift(column, 1.0 - _at[column]);
            candidates[next] = candidates[^1];
            candidates = candidates[..^1];
        }

        return -1;
    }

    private void Step(int row, int column, double target)
    {
        double change = (_basicValues[row] - target) / _rows[row][column];
        double entered = _at[column] + change;
        Shift(column, entered);
        _basicValues[row] = entered;
        _at[column] = target;
    }

    private void Pivot(int row, int column)
    {
        double[] pivotRow = _rows[row];
        double inverse = 1.0 / pivotRow[column];
        TensorPrimitives.Multiply(pivotRow, inverse, pivotRow);
        pivotRow[column] = inverse;
        for (int i = 0; i < _m; i++)
        {
            if (i != row)
            {
                Eliminate(_rows[i], pivotRow, column, inverse);
            }
        }

        Eliminate(_reduced, pivotRow, column, inverse);
        (_basic[row], _outside[column]) = (_outside[column], _basic[row]);
        Pivots++;
        _pivotsSinceRebuild++;
    }

    private static void Eliminate(double[] target, double[] pivotRow, int column, double inverse)
    {
        double factor = target[column];
        if (factor != 0.0)
        {
            TensorPrimitives.MultiplyAdd(pivotRow, -factor, target, target);
            target[column] = -factor * inverse;
        }
    }
}
