namespace RiskPlatform.Quant.FixedIncome;

/// <summary>
/// The outer half of variable projection: minimises the sum of squares left over the decays, from many starts.
/// </summary>
internal static class DecaySearch
{
    private const int StepsMax = 300;
    private const double GapMin = 1e-3; // Two decays closer than 0.1% are one hump; they are kept apart by that.
    private const double NearlyEqual = 0.2;
    private const double Apart = 0.1;
    private const double UncertainError = 0.5;
    private const double AsGood = 1.05;
    private const double Rounding = 1e-24; // Of the squared rates: a sum of squares below it is an exact fit.

    /// <summary>A minimum of the sum of squares.</summary>
    internal readonly record struct Minimum(double[] LogDecays, double SumOfSquares, bool IsAtBound);

    /// <summary>The best minimum, and whether another with other decays is as good; none if loadings are dependent.
    /// </summary>
    public static (Minimum Best, bool HasRival)? Run(DecayProjection projection, DecayBounds bounds)
    {
        double low = Math.Log(bounds.MinYears);
        double high = Math.Log(bounds.MaxYears);
        var minima = Starts(projection, low, high)
            .Select(start => Descend(projection, start, low, high))
            .OfType<Minimum>()
            .OrderBy(minimum => minimum.SumOfSquares)
            .ToList();
        if (minima.Count == 0)
        {
            return null;
        }

        double limit = AsGood * minima[0].SumOfSquares + Rounding * projection.TargetSquares();
        bool hasRival = minima.Skip(1).Any(
            other => other.SumOfSquares <= limit && Distance(other.LogDecays, minima[0].LogDecays) > Apart);
        return (minima[0], hasRival);
    }

    /// <summary>What to warn of a minimum's decays, with the condition number and the decays' relative
    /// errors.</summary>
    public static (CurveFitWarnings Warnings, double Condition, double[] Errors) Diagnose(
        DecayProjection projection, Minimum minimum, bool hasRival)
    {
        projection.Evaluate(minimum.LogDecays);
        double condition = projection.Condition();
        double[] errors = RelativeErrors(projection, minimum);
        var warnings = hasRival ? CurveFitWarnings.SeveralMinima : CurveFitWarnings.None;
        warnings |= errors.Any(error => error > UncertainError) ? CurveFitWarnings.DecayUncertain : 0;
        warnings |= projection.Decays == 2
            && Math.Abs(minimum.LogDecays[0] - minimum.LogDecays[1]) < NearlyEqual
            ? CurveFitWarnings.DecaysNearlyEqual
            : 0;
        return (warnings, condition, errors);
    }

    // Starts are the points of a grid that are no worse than their neighbours, best first.
    private static IEnumerable<double[]> Starts(DecayProjection projection, double low, double high)
    {
        int points = projection.Decays == 1 ? 60 : 24;
        int rows = projection.Decays == 1 ? 1 : points;
        double[,] squares = new double[points, rows];
        for (int i = 0; i < points; i++)
        {
            for (int j = 0; j < rows; j++)
            {
                squares[i, j] = IsApart(At(i, j))
                    ? projection.Evaluate(At(i, j)) ?? double.PositiveInfinity
                    : double.PositiveInfinity;
            }
        }

        return [.. Enumerable.Range(0, points * rows)
            .Select(k => (I: k / rows, J: k % rows))
            .Where(k => double.IsFinite(squares[k.I, k.J]) && IsLowest(k.I, k.J))
            .OrderBy(k => squares[k.I, k.J])
            .Take(16)
            .Select(k => At(k.I, k.J))];

        double[] At(int i, int j)
        {
            double first = low + (high - low) * i / (points - 1);
            return rows == 1 ? [first] : [first, low + (high - low) * (j + 0.5) / points]; // Off the diagonal.
        }

        bool IsLowest(int i, int j)
        {
            for (int k = Math.Max(i - 1, 0); k <= Math.Min(i + 1, points - 1); k++)
            {
                for (int l = Math.Max(j - 1, 0); l <= Math.Min(j + 1, rows - 1); l++)
                {
                    if (squares[k, l] < squares[i, j])
                    {
                        return false;
                    }
                }
            }

            return true;
        }
    }

    // Levenberg–Marquardt in the logarithms of the decays, within the bounds.
    private static Minimum? Descend(DecayProjection projection, double[] start, double low, double high)
    {
        int n = start.Length;
        double[] point = start;
        double? value = projection.Evaluate(point);
        if (value is not double squares)
        {
            return null;
        }

        double damping = 1e-3;
        double[] gradient = new double[n];
        double[] matrix = new double[n * n];
        projection.Derivatives(point, gradient, matrix);
        for (int i = 0; i < StepsMax && damping < 1e12; i++)
        {
            double[] moved = Moved(point, gradient, matrix, damping, low, high);
            double? trial = IsApart(moved) ? projection.Evaluate(moved) : null;
            if (trial is not double better || !(better < squares))
            {
                damping *= 4.0;
                continue;
            }

            double gain = squares - better;
            (point, squares) = (moved, better);
            damping = Math.Max(damping / 5.0, 1e-12);
            projection.Derivatives(point, gradient, matrix);
            if (gain <= 1e-15 * squares)
            {
                break;
            }
        }

        bool isTight = n == 2 && Math.Abs(point[0] - point[1]) < 2.0 * GapMin;
        bool isAtBound = isTight || point.Any(u => u <= low || u >= high);
        return new Minimum(point, squares, isAtBound);
    }

    private static double[] Moved(
        double[] point, double[] gradient, double[] matrix, double damping, double low, double high)
    {
        double[] moved = new double[point.Length];
        if (point.Length == 1)
        {
            double curvature = matrix[0] * (1.0 + damping);
            moved[0] = Math.Clamp(point[0] - (curvature > 0.0 ? gradient[0] / curvature : 0.0), low, high);
            return moved;
        }

        // A decay that stands on a bound and would leave it stays; the other moves alone.
        bool isFirstHeld = IsHeld(0);
        bool isSecondHeld = IsHeld(1);
        double a = matrix[0] * (1.0 + damping);
        double b = isFirstHeld || isSecondHeld ? 0.0 : matrix[1];
        double c = matrix[3] * (1.0 + damping);
        double determinant = a * c - b * b;
        double first = determinant > 0.0 && !isFirstHeld ? (c * gradient[0] - b * gradient[1]) / determinant : 0.0;
        double second = determinant > 0.0 && !isSecondHeld ? (a * gradient[1] - b * gradient[0]) / determinant : 0.0;
        moved[0] = Math.Clamp(point[0] - Math.Clamp(first, -1.0, 1.0), low, high);
        moved[1] = Math.Clamp(point[1] - Math.Clamp(second, -1.0, 1.0), low, high);
        return moved;

        bool IsHeld(int i) => (point[i] <= low && gradient[i] > 0.0) || (point[i] >= high && gradient[i] < 0.0);
    }

    private static double[] RelativeErrors(DecayProjection projection, Minimum minimum)
    {
        int n = projection.Decays;
        double[] errors = new double[n];
        Array.Fill(errors, double.PositiveInfinity);
        int freedom = projection.Observations - projection.Coefficients.Length - n;
        double[] gradient = new double[n];
        double[] matrix = new double[n * n];
        projection.Derivatives(minimum.LogDecays, gradient, matrix);
        double floor = Rounding * projection.TargetSquares();
        double determinant = n == 1 ? matrix[0] : matrix[0] * matrix[3] - matrix[1] * matrix[2];
        if (freedom <= 0 || !(matrix[0] > floor) || !(matrix[^1] > floor)
            || (n == 2 && !(determinant > 1e-12 * matrix[0] * matrix[3])))
        {
            return errors;
        }

        double variance = minimum.SumOfSquares / freedom;
        errors[0] = Math.Sqrt(variance * (n == 1 ? 1.0 / matrix[0] : matrix[3] / determinant));
        errors[^1] = Math.Sqrt(variance * (n == 1 ? 1.0 / matrix[0] : matrix[0] / determinant));
        return errors;
    }

    private static bool IsApart(double[] logDecays) =>
        logDecays.Length == 1 || Math.Abs(logDecays[0] - logDecays[1]) >= GapMin;

    private static double Distance(double[] left, double[] right) =>
        left.Zip(right).Max(pair => Math.Abs(pair.First - pair.Second));
}
