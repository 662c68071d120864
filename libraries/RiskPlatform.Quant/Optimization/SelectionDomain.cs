namespace RiskPlatform.Quant.Optimization;

/// <summary>
/// Which items are decided, and what follows from that by the rows alone, in whole numbers: a free item that would
/// break a row one way goes the other way.
/// </summary>
internal sealed class SelectionDomain
{
    private readonly SelectionModel _model;
    private readonly (int Row, long Coefficient)[][] _columns;
    private readonly long[] _least; // Each row's smallest possible sum now.
    private readonly long[] _leastAtStart;
    private readonly Queue<int> _changed = new();
    private readonly bool[] _isQueued;

    public SelectionDomain(SelectionModel model)
    {
        _model = model;
        int n = model.Values.Length;
        Lower = new double[n];
        Upper = new double[n];
        _columns = [.. Enumerable.Range(0, n).Select(j => Enumerable.Range(0, model.Rows.Length)
            .Where(i => model.Rows[i][j] != 0).Select(i => (i, model.Rows[i][j])).ToArray())];
        _leastAtStart = [.. model.Rows.Select(row => row.Where(coefficient => coefficient < 0).Sum())];
        _least = new long[_leastAtStart.Length];
        _isQueued = new bool[_leastAtStart.Length];
        Clear();
    }

    /// <summary>0 for a free item or one not taken, 1 for one taken.</summary>
    public double[] Lower { get; }

    /// <summary>1 for a free item or one taken, 0 for one not taken.</summary>
    public double[] Upper { get; }

    /// <summary>Items decided since the start, in order, as 2 · item + (taken ? 1 : 0).</summary>
    public List<int> Trail { get; } = [];

    /// <summary>Frees every item.</summary>
    public void Clear()
    {
        Array.Clear(Lower);
        Array.Fill(Upper, 1.0);
        _leastAtStart.CopyTo(_least, 0);
        Trail.Clear();
        Array.Clear(_isQueued);
        _changed.Clear();
        for (int i = 0; i < _least.Length; i++)
        {
            Enqueue(i);
        }
    }

    /// <summary>Whether an item is not decided.</summary>
    public bool IsFree(int item) => Lower[item] < Upper[item];

    /// <summary>Decides an item; false when it was decided the other way, or a row can no longer be met.</summary>
    public bool Fix(int item, bool isTaken)
    {
        if (!IsFree(item))
        {
            return Lower[item] > 0.5 == isTaken;
        }

        Lower[item] = Upper[item] = isTaken ? 1.0 : 0.0;
        Trail.Add(2 * item + (isTaken ? 1 : 0));
        bool isPossible = true;
        foreach (var (row, coefficient) in _columns[item])
        {
            if (coefficient > 0 == isTaken)
            {
                _least[row] += Math.Abs(coefficient);
                Enqueue(row);
                isPossible &= _least[row] <= _model.Limits[row];
            }
        }

        return isPossible;
    }

    /// <summary>Decides what follows, until nothing does; false when a row can no longer be met.</summary>
    public bool Propagate()
    {
        while (_changed.TryDequeue(out int row))
        {
            _isQueued[row] = false;
            long spare = _model.Limits[row] - _least[row];
            if (spare < 0)
            {
                return false;
            }

            long[] coefficients = _model.Rows[row];
            foreach (int item in _model.Order[row])
            {
                if (Math.Abs(coefficients[item]) <= spare)
                {
                    break;
                }

                if (IsFree(item) && !Fix(item, coefficients[item] < 0))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private void Enqueue(int row)
    {
        if (!_isQueued[row])
        {
            _isQueued[row] = true;
            _changed.Enqueue(row);
        }
    }
}
