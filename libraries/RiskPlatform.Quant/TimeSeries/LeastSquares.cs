namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Least squares by Householder reflections, and what estimators need of it. Columns are stored one by
/// one.</summary>
internal sealed class LeastSquares
{
    // A column that keeps less than this part of its length beside those before it is a combination of them.
    private const double RankShare = 1e-11;

    private readonly double[] _columns;
    private readonly double[] _diagonal;
    private readonly int _rows;
    private readonly int _count;

    private LeastSquares(double[] columns, int rows, int count)
    {
        _columns = columns;
        _rows = rows;
        _count = count;
        _diagonal = new double[count];
        Coefficients = new double[count];
    }

    /// <summary>The coefficients.</summary>
    public double[] Coefficients { get; }

    /// <summary>Sum of squared residuals.</summary>
    public double ResidualSquares { get; private set; }

    /// <summary>Solves min |b − A x|²; null if a column is a combination of those before it.</summary>
    /// <param name="columns">A, column by column; destroyed. Length rows × count.</param>
    /// <param name="target">b; destroyed. Length rows.</param>
    /// <param name="count">Columns; no more than rows.</param>
    /// <param name="cancellationToken">Asked before every column.</param>
    public static LeastSquares? Solve(
        double[] columns, Span<double> target, int count, CancellationToken cancellationToken = default)
    {
        int rows = target.Length;
        if (rows < count)
        {
            return null;
        }

        var solution = new LeastSquares(columns, rows, count);
        return solution.TryReduce(target, cancellationToken) ? solution : null;
    }

    /// <summary>ln |A₁ᵀA₁| of the first columns.</summary>
    public double LogDeterminant(int count)
    {
        double sum = 0.0;
        for (int j = 0; j < count; j++)
        {
            sum += 2.0 * Math.Log(Math.Abs(_diagonal[j]));
        }

        return sum;
    }

    /// <summary>xᵀ (A₁ᵀA₁)⁻¹ x of the first columns: the variance of a fitted value, in units of the error's.</summary>
    public double Variance(ReadOnlySpan<double> x, int count)
    {
        double[] solved = new double[count];
        double sum = 0.0;
        for (int i = 0; i < count; i++)
        {
            double value = x[i];
            for (int k = 0; k < i; k++)
            {
                value -= Upper(k, i) * solved[k];
            }

            solved[i] = value / _diagonal[i];
            sum += solved[i] * solved[i];
        }

        return sum;
    }

    private double Upper(int i, int j) => i == j ? _diagonal[i] : _columns[j * _rows + i];

    private bool TryReduce(Span<double> target, CancellationToken cancellationToken)
    {
        for (int j = 0; j < _count; j++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var column = _columns.AsSpan(j * _rows, _rows);
            double whole = Math.Sqrt(Dot(column, column));
            var rest = column[j..];
            double length = Math.Sqrt(Dot(rest, rest));
            if (!(length > RankShare * whole) || double.IsInfinity(length))
            {
                return false;
            }

            _diagonal[j] = rest[0] > 0.0 ? -length : length;
            rest[0] -= _diagonal[j];
            double perSquare = 2.0 / Dot(rest, rest);
            for (int k = j + 1; k < _count; k++)
            {
                Reflect(rest, perSquare, _columns.AsSpan(k * _rows + j, _rows - j));
            }

            Reflect(rest, perSquare, target[j..]);
        }

        for (int i = _count - 1; i >= 0; i--)
        {
            double sum = target[i];
            for (int k = i + 1; k < _count; k++)
            {
                sum -= Upper(i, k) * Coefficients[k];
            }

            Coefficients[i] = sum / _diagonal[i];
        }

        var residuals = target[_count..];
        ResidualSquares = Dot(residuals, residuals);
        return true;
    }

    private static void Reflect(ReadOnlySpan<double> mirror, double perSquare, Span<double> vector)
    {
        double factor = perSquare * Dot(mirror, vector);
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] -= factor * mirror[i];
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        System.Numerics.Tensors.TensorPrimitives.Dot(a, b);
}
