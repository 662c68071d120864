namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Climbs a smooth function of a few free numbers, by BFGS with central differences.</summary>
internal static class QuasiNewton
{
    private const int StepsMax = 200;
    private const int HalvingsMax = 40;
    private const double DifferenceStep = 1e-5;

    // What the next step promises, in units of the function, at the end.
    private const double PromiseMin = 1e-11;

    // How far one number may go in a step: free numbers beyond 8 are at a bound already.
    private const double StepLengthMax = 1.0;

    /// <summary>Climbs from x, which it moves; says whether it came to rest, by slope.</summary>
    public static bool TryMaximise(Func<double[], double> f, double[] x)
    {
        int n = x.Length;
        if (n == 0)
        {
            return double.IsFinite(f(x));
        }

        double value = f(x);
        double[] slope = Slope(f, x);
        double[] inverse = Identity(n, 1.0);
        bool isFresh = true;
        for (int step = 0; step < StepsMax && double.IsFinite(value); step++)
        {
            double[] direction = Product(inverse, slope);
            double promise = Dot(direction, slope);
            if (promise < PromiseMin && !isFresh)
            {
                return true;
            }

            double[]? next = promise > 0.0 ? Search(f, x, value, direction, promise) : null;
            if (next is null)
            {
                if (isFresh)
                {
                    return Dot(slope, slope) < 1e-6;
                }

                inverse = Identity(n, 1.0);
                isFresh = true;
                continue;
            }

            double[] nextSlope = Slope(f, next);
            double[] move = [.. next.Zip(x, (a, b) => a - b)];
            double[] fall = [.. slope.Zip(nextSlope, (a, b) => a - b)];
            Update(inverse, move, fall, isFresh);
            next.CopyTo(x, 0);
            value = f(x);
            slope = nextSlope;
            isFresh = false;
        }

        return false;
    }

    private static double[]? Search(
        Func<double[], double> f, double[] x, double value, double[] direction, double promise)
    {
        double longest = direction.Max(Math.Abs);
        double share = Math.Min(1.0, StepLengthMax / longest);
        for (int halving = 0; halving < HalvingsMax; halving++)
        {
            double[] next = [.. x.Zip(direction, (a, d) => a + share * d)];
            double reached = f(next);
            if (reached >= value + 1e-4 * share * promise && double.IsFinite(reached))
            {
                return next;
            }

            share *= 0.5;
        }

        return null;
    }

    // The inverse of −Hessian, from how the slope fell along the move.
    private static void Update(double[] inverse, double[] move, double[] fall, bool isFresh)
    {
        int n = move.Length;
        double curvature = Dot(move, fall);
        if (!(curvature > 1e-12 * Math.Sqrt(Dot(move, move) * Dot(fall, fall))))
        {
            return;
        }

        if (isFresh)
        {
            Identity(n, curvature / Dot(fall, fall)).CopyTo(inverse, 0);
        }

        double[] image = Product(inverse, fall);
        double factor = (1.0 + Dot(fall, image) / curvature) / curvature;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                inverse[i * n + j] += factor * move[i] * move[j]
                    - (image[i] * move[j] + move[i] * image[j]) / curvature;
            }
        }
    }

    private static double[] Slope(Func<double[], double> f, double[] x)
    {
        double[] slope = new double[x.Length];
        double[] moved = [.. x];
        for (int i = 0; i < x.Length; i++)
        {
            moved[i] = x[i] + DifferenceStep;
            double up = f(moved);
            moved[i] = x[i] - DifferenceStep;
            slope[i] = (up - f(moved)) / (2.0 * DifferenceStep);
            moved[i] = x[i];
        }

        return slope;
    }

    private static double[] Identity(int n, double scale)
    {
        double[] identity = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            identity[i * n + i] = scale;
        }

        return identity;
    }

    private static double[] Product(double[] matrix, double[] vector)
    {
        int n = vector.Length;
        double[] product = new double[n];
        for (int i = 0; i < n; i++)
        {
            product[i] = Dot(matrix.AsSpan(i * n, n), vector);
        }

        return product;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b) =>
        System.Numerics.Tensors.TensorPrimitives.Dot(a, b);
}
