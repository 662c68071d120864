namespace RiskPlatform.Quant.Optimization;

/// <summary>
/// Minimises ½ xᵀGx − aᵀx subject to c·x = b for the first rows and c·x ≥ b for the others, G positive definite, by the
/// dual active-set method of Goldfarb and Idnani. One problem each; not for sharing.
/// </summary>
/// <remarks>
/// Source: Goldfarb and Idnani, "A numerically stable dual method for solving strictly convex quadratic programs",
/// Mathematical Programming 27 (1983), pp. 1–33. Names are theirs: N is the active rows, J Jᵀ = G⁻¹, R = J₁ᵀN.
/// </remarks>
internal sealed class QuadraticProgram
{
    private const double RankTolerance = 1e-24; // Squared: of a row's part outside the active ones.
    private const double FeasibilityTolerance = 1e-13;

    private readonly int _n;
    private readonly double[] _j; // n × n, row-major.
    private readonly double[] _r; // n × n, upper triangle.
    private readonly double[] _multipliers;
    private readonly double[] _d;
    private readonly double[] _z;
    private readonly double[] _rd;
    private readonly int[] _active;
    private readonly List<(double[] Row, double Limit)> _constraints = [];
    private int _equalities;
    private int _count;

    private QuadraticProgram(int n, double[] inverseRoot, double[] start)
    {
        _n = n;
        _j = inverseRoot;
        X = start;
        _r = new double[n * n];
        _multipliers = new double[n + 1];
        _d = new double[n];
        _z = new double[n];
        _rd = new double[n];
        _active = new int[n + 1];
    }

    /// <summary>How a solution ended.</summary>
    public enum Outcome
    {
        /// <summary>X is the minimum.</summary>
        Solved,

        /// <summary>No x meets the constraints.</summary>
        Infeasible,

        /// <summary>Too many steps: numbers have gone bad.</summary>
        Stalled,
    }

    /// <summary>The point.</summary>
    public double[] X { get; }

    /// <summary>Starts at the minimum without constraints; none when G is not positive definite.</summary>
    /// <param name="g">G: n × n, row-major; the lower triangle is read.</param>
    /// <param name="linear">a: length n.</param>
    /// <param name="cancellationToken">Asked before every row.</param>
    public static QuadraticProgram? Create(
        ReadOnlySpan<double> g, ReadOnlySpan<double> linear, CancellationToken cancellationToken)
    {
        int n = linear.Length;
        double[] root = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int k = 0; k <= i; k++)
            {
                double sum = g[i * n + k];
                for (int l = 0; l < k; l++)
                {
                    sum -= root[i * n + l] * root[k * n + l];
                }

                if (i == k && !(sum > 1e-14 * n * g[i * n + i]))
                {
                    return null;
                }

                root[i * n + k] = i == k ? Math.Sqrt(sum) : sum / root[k * n + k];
            }
        }

        double[] inverse = new double[n * n]; // L⁻ᵀ: column k solves Lᵀ j = e.
        for (int k = 0; k < n; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = k; i >= 0; i--)
            {
                double sum = i == k ? 1.0 : 0.0;
                for (int l = i + 1; l <= k; l++)
                {
                    sum -= root[l * n + i] * inverse[l * n + k];
                }

                inverse[i * n + k] = sum / root[i * n + i];
            }
        }

        return new QuadraticProgram(n, inverse, Times(inverse, TransposeTimes(inverse, linear)));
    }

    /// <summary>Adds c·x = b; before any inequality.</summary>
    public void AddEquality(double[] row, double limit)
    {
        _constraints.Add((row, limit));
        _equalities++;
    }

    /// <summary>Adds c·x ≥ b.</summary>
    public void AddAtLeast(double[] row, double limit) => _constraints.Add((row, limit));

    /// <summary>Whether an inequality holds with equality at the end, and is kept to by force.</summary>
    public bool IsActive(int constraint) => _active.AsSpan(0, _count).Contains(constraint);

    /// <summary>Solves; the token is asked before every step.</summary>
    public Outcome Solve(CancellationToken cancellationToken)
    {
        for (int i = 0; i < _equalities; i++)
        {
            Direction(_constraints[i].Row);
            double slack = Slack(i);
            if (!HasRoom())
            {
                if (Math.Abs(slack) > Tolerance(i))
                {
                    return Outcome.Infeasible;
                }

                continue; // It follows from the others.
            }

            Move(-slack / Room(), i);
            Activate(i);
        }

        int limit = 100 + 20 * (_n + _constraints.Count);
        for (int step = 0; step < limit; step++)
        {
            int worst = MostViolated();
            if (worst < 0)
            {
                return Outcome.Solved;
            }

            _multipliers[_count] = 0.0;
            while (step++ < limit)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Direction(_constraints[worst].Row);
                double full = HasRoom() ? -Slack(worst) / Room() : double.PositiveInfinity;
                int blocking = Blocking(out double partial);
                if (double.IsPositiveInfinity(full) && blocking < 0)
                {
                    return Outcome.Infeasible;
                }

                Move(Math.Min(full, partial), worst, isPrimal: !double.IsPositiveInfinity(full));
                if (full <= partial)
                {
                    Activate(worst);
                    break;
                }

                Release(blocking);
            }
        }

        return Outcome.Stalled;
    }

    private double Slack(int constraint)
    {
        var (row, limit) = _constraints[constraint];
        double sum = -limit;
        for (int i = 0; i < _n; i++)
        {
            sum += row[i] * X[i];
        }

        return sum;
    }

    private double Tolerance(int constraint)
    {
        var (row, limit) = _constraints[constraint];
        double size = Math.Abs(limit);
        for (int i = 0; i < _n; i++)
        {
            size += Math.Abs(row[i] * X[i]) + Math.Abs(row[i]);
        }

        return FeasibilityTolerance * size;
    }

    private int MostViolated()
    {
        int worst = -1;
        double least = 0.0;
        for (int i = _equalities; i < _constraints.Count; i++)
        {
            double slack = Slack(i);
            if (slack < least && slack < -Tolerance(i) && !IsActive(i))
            {
                (worst, least) = (i, slack);
            }
        }

        return worst;
    }

    // d = Jᵀc, z = J₂d₂ (where x goes), R⁻¹d₁ (where the multipliers go).
    private void Direction(double[] row)
    {
        TransposeTimes(_j, row).CopyTo(_d, 0);
        for (int i = 0; i < _n; i++)
        {
            double sum = 0.0;
            for (int k = _count; k < _n; k++)
            {
                sum += _j[i * _n + k] * _d[k];
            }

            _z[i] = sum;
        }

        for (int i = _count - 1; i >= 0; i--)
        {
            double sum = _d[i];
            for (int k = i + 1; k < _count; k++)
            {
                sum -= _r[i * _n + k] * _rd[k];
            }

            _rd[i] = sum / _r[i * _n + i];
        }
    }

    private double Room() => Squares(_d.AsSpan(_count)); // z·c

    private bool HasRoom() => Room() > RankTolerance * Squares(_d);

    private int Blocking(out double step)
    {
        int blocking = -1;
        step = double.PositiveInfinity;
        for (int k = 0; k < _count; k++)
        {
            if (_active[k] >= _equalities && _rd[k] > 0.0 && _multipliers[k] / _rd[k] < step)
            {
                (blocking, step) = (k, _multipliers[k] / _rd[k]);
            }
        }

        return blocking;
    }

    private void Move(double step, int constraint, bool isPrimal = true)
    {
        for (int i = 0; i < _n && isPrimal; i++)
        {
            X[i] += step * _z[i];
        }

        for (int k = 0; k < _count; k++)
        {
            _multipliers[k] -= step * _rd[k];
        }

        _multipliers[_count] = (constraint < _equalities ? 0.0 : _multipliers[_count]) + step;
    }

    // Rotates d₂ into its first place, and J's columns with it.
    private void Activate(int constraint)
    {
        for (int k = _n - 1; k > _count; k--)
        {
            double length = Rotate(_d[k - 1], _d[k], out double cosine, out double sine);
            (_d[k - 1], _d[k]) = (length, 0.0);
            RotateColumns(_j, k - 1, _n, cosine, sine);
        }

        for (int i = 0; i <= _count; i++)
        {
            _r[i * _n + _count] = _d[i];
        }

        _active[_count] = constraint;
        _count++;
    }

    // Takes a column out of R, and rotates what it leaves back to a triangle.
    private void Release(int place)
    {
        double pending = _multipliers[_count];
        for (int k = place; k < _count - 1; k++)
        {
            _active[k] = _active[k + 1];
            _multipliers[k] = _multipliers[k + 1];
            for (int i = 0; i <= k + 1; i++)
            {
                _r[i * _n + k] = _r[i * _n + k + 1];
            }
        }

        _count--;
        _multipliers[_count] = pending;
        for (int k = place; k < _count; k++)
        {
            double length = Rotate(_r[k * _n + k], _r[(k + 1) * _n + k], out double cosine, out double sine);
            (_r[k * _n + k], _r[(k + 1) * _n + k]) = (length, 0.0);
            for (int l = k + 1; l < _count; l++)
            {
                double upper = _r[k * _n + l];
                double lower = _r[(k + 1) * _n + l];
                _r[k * _n + l] = cosine * upper + sine * lower;
                _r[(k + 1) * _n + l] = cosine * lower - sine * upper;
            }

            RotateColumns(_j, k, _n, cosine, sine);
        }
    }

    private static double Rotate(double first, double second, out double cosine, out double sine)
    {
        double length = Math.Sqrt(first * first + second * second);
        (cosine, sine) = length == 0.0 ? (1.0, 0.0) : (first / length, second / length);
        return length;
    }

    private static void RotateColumns(double[] matrix, int column, int n, double cosine, double sine)
    {
        for (int i = 0; i < n; i++)
        {
            double left = matrix[i * n + column];
            double right = matrix[i * n + column + 1];
            matrix[i * n + column] = cosine * left + sine * right;
            matrix[i * n + column + 1] = cosine * right - sine * left;
        }
    }

    private static double[] TransposeTimes(double[] matrix, ReadOnlySpan<double> vector)
    {
        int n = vector.Length;
        double[] product = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                product[k] += matrix[i * n + k] * vector[i];
            }
        }

        return product;
    }

    private static double[] Times(double[] matrix, double[] vector)
    {
        int n = vector.Length;
        double[] product = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                product[i] += matrix[i * n + k] * vector[k];
            }
        }

        return product;
    }

    private static double Squares(ReadOnlySpan<double> vector)
    {
        double sum = 0.0;
        foreach (double element in vector)
        {
            sum += element * element;
        }

        return sum;
    }
}
