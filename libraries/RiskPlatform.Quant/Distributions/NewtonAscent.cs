using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Distributions;

/// <summary>Climbs a smooth function of a few variables by damped Newton steps inside bounds.</summary>
internal static class NewtonAscent
{
    private const int StepsMax = 300;
    private const double DampingMax = 1e12;

    // Nearer to the top than this, in units of the function, rounding decides comparisons: steps are taken unasked.
    private const double RoundingPromise = 1e-8;

    /// <summary>A function with its gradient and Hessian (row-major, whole); −∞ where it is not defined.</summary>
    public delegate double Function(ReadOnlySpan<double> x, Span<double> gradient, Span<double> hessian);

    /// <summary>Climbs from a start at which the function is finite.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">The start; receives the place reached.</param>
    /// <param name="lower">Least values.</param>
    /// <param name="upper">Largest values.</param>
    /// <returns>The height, or null if the climb did not come to rest.</returns>
    public static double? Climb(
        Function function, Span<double> x, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper)
    {
        int n = x.Length;
        double[] gradient = new double[n];
        double[] hessian = new double[n * n];
        double[] step = new double[n];
        double[] trial = new double[n];
        double height = function(x, gradient, hessian);
        double damping = 1e-3;
        int polished = 0;
        for (int count = 0; count < StepsMax; count++)
        {
            double promise = Solve(x, lower, upper, gradient, hessian, ref damping, step);
            if (promise <= 1e-20 || polished == 4)
            {
                return height;
            }

            for (int i = 0; i < n; i++)
            {
                trial[i] = Math.Clamp(x[i] + step[i], lower[i], upper[i]);
            }

            bool isNear = promise < RoundingPromise;
            double reached = function(trial, gradient, hessian);
            if (double.IsFinite(reached) && (reached > height || (isNear && reached > height - RoundingPromise)))
            {
                trial.CopyTo(x);
                height = reached;
                damping = isNear || damping < 1e-9 ? 0.0 : 0.1 * damping;
                polished += isNear ? 1 : 0;
                continue;
            }

            function(x, gradient, hessian);
            damping = Math.Max(10.0 * damping, 1e-6);
            if (damping > DampingMax)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>(−H + d·|diag H|) step = g over what is not held; raises d until that is positive definite.</summary>
    private static double Solve(
        ReadOnlySpan<double> x,
        ReadOnlySpan<double> lower,
        ReadOnlySpan<double> upper,
        ReadOnlySpan<double> gradient,
        ReadOnlySpan<double> hessian,
        ref double damping,
        Span<double> step)
    {
        int n = x.Length;
        Span<int> free = stackalloc int[n];
        int count = 0;
        step.Clear();
        for (int i = 0; i < n; i++)
        {
            if (!((x[i] <= lower[i] && gradient[i] <= 0.0) || (x[i] >= upper[i] && gradient[i] >= 0.0)))
            {
                free[count++] = i;
            }
        }

        double[] system = new double[count * count];
        double[] right = new double[count];
        while (count > 0 && damping <= DampingMax)
        {
            for (int a = 0; a < count; a++)
            {
                right[a] = gradient[free[a]];
                for (int b = 0; b < count; b++)
                {
                    system[a * count + b] = -hessian[free[a] * n + free[b]];
                }

                double diagonal = system[a * count + a];
                system[a * count + a] = diagonal + damping * Math.Max(Math.Abs(diagonal), 1e-300);
            }

            if (SymmetricMatrix.TryFactor(system, count))
            {
                SymmetricMatrix.Solve(system, count, right);
                double promise = 0.0;
                for (int a = 0; a < count; a++)
                {
                    step[free[a]] = right[a];
                    promise += 0.5 * right[a] * gradient[free[a]];
                }

                return promise;
            }

            damping = Math.Max(10.0 * damping, 1e-3);
        }

        return 0.0;
    }
}
