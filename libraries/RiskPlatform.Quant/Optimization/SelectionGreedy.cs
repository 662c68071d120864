namespace RiskPlatform.Quant.Optimization;

/// <summary>Rounds a relaxation's point to a selection that keeps the rows, as far as adding items can.</summary>
internal sealed class SelectionGreedy
{
    private readonly SelectionModel _model;
    private readonly SelectionDomain _domain;
    private readonly long[] _sums;
    private readonly int[] _order;
    private readonly double[] _keys;

    public SelectionGreedy(SelectionModel model, SelectionDomain domain)
    {
        _model = model;
        _domain = domain;
        _sums = new long[model.Rows.Length];
        _order = new int[model.Values.Length];
        _keys = new double[model.Values.Length];
    }

    /// <summary>
    /// Takes the decided items, then others in order of the point and of reduced profit while every row allows. Rows
    /// that ask for more items are the caller's to check.
    /// </summary>
    public bool[] Complete(double[] point, double[] reduced)
    {
        double scale = Math.Max(1.0, reduced.Max(Math.Abs));
        bool[] taken = new bool[point.Length];
        Array.Clear(_sums);
        for (int j = 0; j < point.Length; j++)
        {
            _order[j] = j;
            _keys[j] = -point[j] - 0.5 * reduced[j] / scale;
            if (_domain.Lower[j] > 0.5)
            {
                Take(taken, j);
            }
        }

        Array.Sort(_keys, _order);
        foreach (int item in _order)
        {
            bool helps = point[item] > 0.0 || _model.Values[item] > 0;
            if (!taken[item] && helps && _domain.IsFree(item) && Fits(item))
            {
                Take(taken, item);
            }
        }

        return taken;
    }

    private bool Fits(int item)
    {
        for (int i = 0; i < _sums.Length; i++)
        {
            long coefficient = _model.Rows[i][item];
            if (coefficient > 0 && _sums[i] + coefficient > _model.Limits[i])
            {
                return false;
            }
        }

        return true;
    }

    private void Take(bool[] taken, int item)
    {
        taken[item] = true;
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += _model.Rows[i][item];
        }
    }
}
