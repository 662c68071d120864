using RiskPlatform.Quant.Lanes;

namespace RiskPlatform.Quant.Options;

/// <summary>European and American options by finite differences of the Black–Scholes equation.</summary>
public static class CrankNicolsonGrid
{
    private const int NodesMax = 100_000;
    private const int RannacherSteps = 2; // Each as two implicit halves.
    private const double DeviationsWide = 7.5;

    /// <summary>
    /// Computes V by U_ν = ½(U_yy − U_y) for the undiscounted value U of the forward e^y, from ν = 0 at expiry to
    /// σ²T today.
    /// </summary>
    /// <param name="option">The terms and the market. σ√T at most 5, a rate times the years at most 50.</param>
    /// <param name="exercise">When the holder may exercise.</param>
    /// <param name="nodes">Nodes on each side of the spot, 10 to 100,000.</param>
    /// <param name="steps">Steps in time, 4 to 100,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A term, or the nodes or steps, are out of range.</exception>
    /// <remarks>
    /// <para>Crank and Nicolson's scheme on a uniform grid with the spot on a node. The first two steps are taken as
    /// four implicit half steps (Rannacher), and the payoff is averaged over each cell, so that price, delta and gamma
    /// converge smoothly. Early exercise is exact for the discrete problem of each step (Howard's iteration).</para>
    /// <para><b>Accuracy</b>, within 2.5 σ√T of the money and for σ√T up to 1.5: a European price
    /// S σ√T (4/nodes² + 0.1/steps²), delta 20/nodes², gamma 15/(nodes² S σ√T); an American price, with half as many
    /// steps as nodes, about 1.7 S σ√T/nodes^1.5.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine with the same exponential.</para>
    /// <para><b>Cost:</b> nodes × steps × a dozen operations and one division; six arrays of the nodes.</para>
    /// <para><b>Source:</b> R. Rannacher, "Finite element solution of diffusion problems with irregular data",
    /// Numerische Mathematik 43 (1984) 309–327; M. Giles, R. Carter, "Convergence analysis of Crank–Nicolson and
    /// Rannacher time-marching", Journal of Computational Finance 9(4) (2006) 89–112; docs/methods/option-grids.md.
    /// </para>
    /// <para><b>Tested by:</b> Ju's table of American values, convergence to the closed form with its order, the
    /// lattice.</para>
    /// </remarks>
    public static GridValue Value(in VanillaOption option, ExerciseStyle exercise, int nodes, int steps)
    {
        EarlyExercise.CheckRange(option, exercise);
        if (nodes is < 10 or > NodesMax)
        {
            throw new ArgumentOutOfRangeException(nameof(nodes), nodes, $"A grid has 10 to {NodesMax} nodes a side.");
        }

        if (steps is < 4 or > NodesMax)
        {
            throw new ArgumentOutOfRangeException(nameof(steps), steps, $"A grid has 4 to {NodesMax} steps.");
        }

        if (!EarlyExercise.IsRandom(option, out double d1, out double d2))
        {
            return EarlyExercise.WithoutChance(option, exercise, steps);
        }

        double s = d1 - d2;
        double logForward = Math.Log(option.Spot) + (option.DomesticRate - option.ForeignRate) * option.Years;
        double width = Math.Abs(Math.Log(option.Strike) - logForward) + DeviationsWide * s + 0.5 * s * s;
        double gap = width / nodes;
        double[] forwards = new double[2 * nodes + 1];
        double[] values = new double[2 * nodes + 1];
        for (int j = 0; j < forwards.Length; j++)
        {
            double y = logForward + (j - nodes) * gap;
            forwards[j] = Math.Exp(y);
            values[j] = AveragedPayoff((int)option.Type, y - 0.5 * gap, y + 0.5 * gap, option.Strike);
        }

        March(option, exercise == ExerciseStyle.American, gap, steps, forwards, values);
        return Read(option, gap, values.AsSpan(nodes - 1, 3));
    }

    private static void March(
        in VanillaOption option, bool isAmerican, double gap, int steps, double[] forwards, double[] values)
    {
        double variance = option.Volatility * option.Volatility * option.Years / steps;
        var scheme = new TridiagonalStep(values.Length);
        double[] exercised = new double[isAmerican ? values.Length : 0];
        for (int step = 0; step < steps; step++)
        {
            bool isSmooth = step >= RannacherSteps;
            int parts = isSmooth ? 1 : 2;
            for (int part = 1; part <= parts; part++)
            {
                double years = option.Years * (step + (double)part / parts) / steps;
                SetExercised(option, years, forwards, exercised);
                scheme.Prepare(values, variance / parts, gap, isSmooth ? 0.5 : 1.0);
                SetEnds((int)option.Type, option.Strike, forwards, exercised, scheme.RightHandSide);
                scheme.Solve(exercised, values);
            }
        }
    }

    // θ(e^y e^(rf τ) − K e^(rd τ)): what exercise pays τ years before expiry, in money of expiry.
    private static void SetExercised(
        in VanillaOption option, double years, double[] forwards, double[] exercised)
    {
        double sign = (int)option.Type;
        double asset = sign * Math.Exp(option.ForeignRate * years);
        double bond = sign * option.Strike * Math.Exp(option.DomesticRate * years);
        for (int j = 0; j < exercised.Length; j++)
        {
            exercised[j] = asset * forwards[j] - bond;
        }
    }

    // The ends lie so far out that the option is worth its payoff on the forward there, or what exercise pays.
    private static void SetEnds(
        double sign, double strike, double[] forwards, double[] exercised, Span<double> rightHandSide)
    {
        foreach (int j in (ReadOnlySpan<int>)[0, forwards.Length - 1])
        {
            double value = Math.Max(0.0, sign * (forwards[j] - strike));
            rightHandSide[j] = exercised.Length > 0 ? Math.Max(value, exercised[j]) : value;
        }
    }

    // The mean of max(θ(e^y − K), 0) over a cell.
    private static double AveragedPayoff(int sign, double from, double to, double strike)
    {
        double kink = Math.Clamp(Math.Log(strike), from, to);
        double paysFrom = sign > 0 ? kink : from;
        double paysTo = sign > 0 ? to : kink;
        double length = paysTo - paysFrom;
        double mean = length > 0.0 ? Math.Exp(paysFrom) * Elementary.ExpMinusOne(length) - strike * length : 0.0;
        return sign * mean / (to - from);
    }

    // Differences by y at the spot, turned into those by S.
    private static GridValue Read(in VanillaOption option, double gap, ReadOnlySpan<double> near)
    {
        double discount = Math.Exp(-option.DomesticRate * option.Years);
        double slope = (near[2] - near[0]) / (2.0 * gap);
        double curvature = (near[2] - 2.0 * near[1] + near[0]) / (gap * gap);
        double delta = discount * slope / option.Spot;
        double gamma = discount * (curvature - slope) / (option.Spot * option.Spot);
        double price = discount * near[1];
        return new GridValue(price, delta, gamma);
    }
}
