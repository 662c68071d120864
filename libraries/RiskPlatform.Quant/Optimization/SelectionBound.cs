using System.Numerics.Tensors;

namespace RiskPlatform.Quant.Optimization;

/// <summary>
/// Bounds that are true whatever the numerical fate of the relaxation they came from. For any prices y ≥ 0,
/// Σ y b + Σ max over its bounds of (c − y·A) x is not below the value of any selection (Lagrange); for any weights
/// w ≥ 0, no x meets the rows when Σ min of (w·A) x exceeds Σ w b (Farkas). Rounding is allowed for.
/// </summary>
internal sealed class SelectionBound
{
    private const double UnitRoundoff = 1.2e-16;

    private readonly SelectionModel _model;
    private readonly double[][] _rows;
    private readonly double[] _sizes; // Of each row: |b| and the sum of |a|.
    private readonly double[] _values;
    private readonly double _valuesSize;

    public SelectionBound(SelectionModel model)
    {
        _model = model;
        _rows = [.. model.Rows.Select(row => row.Select(coefficient => (double)coefficient).ToArray())];
        _sizes =
        [
            .. model.Rows.Select((row, i) => Math.Abs((double)model.Limits[i]) + row.Sum(a => Math.Abs((double)a))),
        ];
        _values = [.. model.Values.Select(value => (double)value)];
        _valuesSize = _values.Sum(Math.Abs);
        Reduced = new double[_values.Length];
    }

    /// <summary>c − y·A of the last bound.</summary>
    public double[] Reduced { get; }

    /// <summary>No selection within the domain is worth more.</summary>
    public double Evaluate(ReadOnlySpan<double> prices, SelectionDomain domain)
    {
        _values.CopyTo(Reduced, 0);
        double bound = 0.0;
        double size = _valuesSize;
        for (int i = 0; i < _rows.Length; i++)
        {
            if (prices[i] > 0.0)
            {
                TensorPrimitives.MultiplyAdd(_rows[i], -prices[i], Reduced, Reduced);
                bound += prices[i] * _model.Limits[i];
                size += prices[i] * _sizes[i];
            }
        }

        for (int j = 0; j < Reduced.Length; j++)
        {
            bound += Reduced[j] * (Reduced[j] > 0.0 ? domain.Upper[j] : domain.Lower[j]);
        }

        return bound + Margin(size);
    }

    /// <summary>Whether the weights prove that the domain holds no selection.</summary>
    public bool IsContradiction(ReadOnlySpan<double> weights, SelectionDomain domain)
    {
        Array.Clear(Reduced);
        double limit = 0.0;
        double size = 0.0;
        for (int i = 0; i < _rows.Length; i++)
        {
            if (weights[i] > 0.0)
            {
                TensorPrimitives.MultiplyAdd(_rows[i], weights[i], Reduced, Reduced);
                limit += weights[i] * _model.Limits[i];
                size += weights[i] * _sizes[i];
            }
        }

        double least = 0.0;
        for (int j = 0; j < Reduced.Length; j++)
        {
            least += Reduced[j] * (Reduced[j] > 0.0 ? domain.Lower[j] : domain.Upper[j]);
        }

        return least > limit + Margin(size);
    }

    // Twice the usual bound on the rounding of a sum of products of that size.
    private double Margin(double size) => 2.0 * UnitRoundoff * (_rows.Length + _values.Length + 4) * size;
}
