using System.Numerics.Tensors;
using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Credit;

/// <summary>The probability of default as a function of features: ln(p/(1 − p)) = β₀ + Σ βⱼxⱼ.</summary>
public static class LogisticRegression
{
    private const int IterationsMax = 100;

    // What a Newton step may still promise at the end, in units of log-likelihood.
    private const double PromiseMin = 1e-18;

    // In separated data every step moves the far observations' log-odds by about one, for ever; else steps vanish.
    private const double SeparationStep = 0.1;
    private const double SeparationPromise = 1e-6;

    /// <summary>Fits by maximum likelihood, with a ridge ½λΣβⱼ² on all but the intercept if asked.</summary>
    /// <param name="features">rows × columns, row-major, without a column of ones.</param>
    /// <param name="isBad">Whether each row defaulted. Length rows.</param>
    /// <param name="columns">Features, zero or more.</param>
    /// <param name="ridge">λ, zero or more, for features as they are given: scale them to one size first.</param>
    /// <returns>
    /// The outcome and its estimate. Whatever the data, it is finite numbers or a status that says why not.
    /// </returns>
    /// <exception cref="ArgumentException">A shape does not fit, or a feature is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The ridge is negative or not finite.</exception>
    /// <remarks>
    /// <para><b>Method:</b> features are centred and scaled; Newton steps (iteratively reweighted least squares),
    /// halved where the likelihood would fall. It is concave: one top, if any.</para>
    /// <para><b>Accuracy:</b> coefficients to about 1e-9 of their standard errors, which come from the information at
    /// the top; with a ridge they are those of the penalised estimate, bias apart.</para>
    /// <para><b>Repeatability:</b> the same bits on one kind of machine. <b>Cost:</b> rows · columns² a step, 5 to 10
    /// steps, 100 at most.</para>
    /// <para><b>Source:</b> P. McCullagh, J. Nelder, Generalized Linear Models, 2nd ed. 1989, sections 2.5 and 4.4; A.
    /// Albert, J. Anderson, Biometrika 71 (1984), pp. 1-10, for separation; docs/methods/logistic-regression.md.</para>
    /// <para><b>Tested by:</b> R's glm on three models, the score at the top, a closed form, separated and collinear
    /// data, a general optimiser.</para>
    /// </remarks>
    public static LogisticFit Fit(
        ReadOnlySpan<double> features, ReadOnlySpan<bool> isBad, int columns, double ridge = 0.0)
    {
        int rows = isBad.Length;
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (!(ridge >= 0.0) || double.IsInfinity(ridge))
        {
            throw new ArgumentOutOfRangeException(nameof(ridge), ridge, "A ridge is finite and not negative.");
        }

        KernelGuard.Area(features.Length, rows, columns);
        if (features.Length > 0 && !TensorPrimitives.IsFiniteAll(features))
        {
            throw new ArgumentException("A feature is not finite.", nameof(features));
        }

        if (rows <= columns + 1)
        {
            return new LogisticFit(LogisticStatus.TooFewObservations, null);
        }

        int bad = isBad.Count(true);
        if (bad == 0 || bad == rows)
        {
            return new LogisticFit(LogisticStatus.OneClass, null);
        }

        var design = StandardizedDesign.Of(features, rows, columns);
        if (design.FindDependent() is { } dependent && ridge == 0.0)
        {
            return new LogisticFit(LogisticStatus.Collinear, null, dependent);
        }

        return Climb(design, isBad, bad, ridge);
    }

    /// <summary>Computes p = 1/(1 + e^(−η)), η = β₀ + Σ βⱼxⱼ, for each row.</summary>
    /// <param name="coefficients">β₀, β₁ … Length columns + 1.</param>
    /// <param name="features">rows × columns, row-major.</param>
    /// <param name="probabilities">Receives the probabilities. Its length is the rows.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements. <b>Accuracy:</b> rounding only, in both tails.</para>
    /// <para><b>Repeatability:</b> the same bits on one kind of machine. <b>Cost:</b> one pass.</para>
    /// <para><b>Source:</b> the definition; docs/methods/logistic-regression.md.</para>
    /// <para><b>Tested by:</b> R's predictions.</para>
    /// </remarks>
    public static void Predict(
        ReadOnlySpan<double> coefficients, ReadOnlySpan<double> features, Span<double> probabilities)
    {
        int columns = coefficients.Length - 1;
        KernelGuard.AtLeast(coefficients.Length, 1);
        KernelGuard.Area(features.Length, probabilities.Length, columns);
        for (int i = 0; i < probabilities.Length; i++)
        {
            double sum = coefficients[0];
            for (int j = 0; j < columns; j++)
            {
                sum += coefficients[j + 1] * features[i * columns + j];
            }

            probabilities[i] = Probability(sum);
        }
    }

    internal static double Probability(double logOdds)
    {
        double power = Math.Exp(-Math.Abs(logOdds));
        return (logOdds < 0.0 ? power : 1.0) / (1.0 + power);
    }

    private static LogisticFit Climb(StandardizedDesign design, ReadOnlySpan<bool> isBad, int bad, double ridge)
    {
        int size = design.Columns + 1;
        double[] beta = new double[size];
        double[] trial = new double[size];
        double[] step = new double[size];
        double[] information = new double[size * size];
        double[] factor = new double[size * size];
        beta[0] = Math.Log((double)bad / (isBad.Length - bad));
        double height = design.Height(beta, isBad, ridge);
        for (int iteration = 1; iteration <= IterationsMax; iteration++)
        {
            design.Derivatives(beta, isBad, ridge, step, information);
            double[] gradient = [.. step];
            information.CopyTo(factor, 0);
            if (!SymmetricMatrix.TryFactor(factor, size))
            {
                return Separated(height, isBad.Length);
            }

            SymmetricMatrix.Solve(factor, size, step);
            double promise = 0.5 * TensorPrimitives.Dot<double>(step, gradient);
            if (ridge == 0.0 && promise < SeparationPromise && design.LargestMove(step) > SeparationStep)
            {
                return Separated(height, isBad.Length);
            }

            double share = 1.0;
            double reached;
            do
            {
                TensorPrimitives.MultiplyAdd(step, share, beta, trial);
                reached = design.Height(trial, isBad, ridge);
                share *= 0.5;
            }
            while (!(reached >= height - 1e-9 * Math.Abs(height)) && share > 1e-6);

            trial.CopyTo(beta, 0);
            height = reached;
            if (promise <= PromiseMin)
            {
                return Describe(design, isBad, beta, ridge, iteration);
            }
        }

        return new LogisticFit(LogisticStatus.DidNotConverge, null);
    }

    private static LogisticFit Separated(double height, int rows) => new(
        height > -1e-4 * rows ? LogisticStatus.CompletelySeparated : LogisticStatus.QuasiSeparated, null);

    private static LogisticFit Describe(
        StandardizedDesign design, ReadOnlySpan<bool> isBad, double[] beta, double ridge, int iterations)
    {
        int size = beta.Length;
        double[] gradient = new double[size];
        double[] information = new double[size * size];
        double[] covariance = new double[size * size];
        design.Derivatives(beta, isBad, ridge, gradient, information);
        if (!SymmetricMatrix.TryInvert(information, size, covariance))
        {
            return new LogisticFit(LogisticStatus.DidNotConverge, null);
        }

        if (ridge > 0.0)
        {
            double[] plain = new double[size * size];
            design.Derivatives(beta, isBad, 0.0, gradient, plain);
            double[] sandwich = new double[size * size];
            SymmetricMatrix.Sandwich(covariance, plain, size, sandwich);
            covariance = sandwich;
        }

        int bad = isBad.Count(true);
        double nullHeight = bad * Math.Log((double)bad / isBad.Length)
            + (isBad.Length - bad) * Math.Log(1.0 - (double)bad / isBad.Length);
        var (coefficients, given) = design.ToGiven(beta, covariance);
        return new LogisticFit(LogisticStatus.Converged, new LogisticEstimate(
            coefficients,
            [.. Enumerable.Range(0, size).Select(i => Math.Sqrt(given[i * size + i]))],
            given,
            design.Height(beta, isBad, 0.0),
            nullHeight,
            isBad.Length,
            iterations));
    }
}
