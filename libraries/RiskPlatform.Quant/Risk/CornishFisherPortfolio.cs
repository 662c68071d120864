using RiskPlatform.Quant.Distributions;

namespace RiskPlatform.Quant.Risk;

/// <summary>The Cornish–Fisher method for a portfolio: its four moments and their slopes by the exposures.</summary>
internal static class CornishFisherPortfolio
{
    public static PortfolioVarResult Compute(
        ReadOnlySpan<double> returns, int observations, ReadOnlySpan<double> exposures, PortfolioVarSettings settings)
    {
        int factors = exposures.Length;
        double[] means = ScenarioReturns.Means(returns, observations, factors);
        double[] profits = new double[observations];
        double mean = 0.0;
        for (int i = 0; i < factors; i++)
        {
            mean += exposures[i] * means[i];
        }

        double m2 = 0.0;
        double m3 = 0.0;
        double m4 = 0.0;
        for (int t = 0; t < observations; t++)
        {
            double profit = 0.0;
            for (int i = 0; i < factors; i++)
            {
                profit += exposures[i] * (returns[t * factors + i] - means[i]);
            }

            double square = profit * profit;
            profits[t] = profit;
            m2 += square / observations;
            m3 += square * profit / observations;
            m4 += square * square / observations;
        }

        if (!(m2 > 0.0))
        {
            double[] certain = [.. exposures.ToArray().Select((x, i) => -x * means[i] * settings.HorizonDays)];
            return new PortfolioVarResult(
                PortfolioVarStatus.Estimated, certain.Sum(), certain.Sum(), 0.0, 0.0, certain);
        }

        double deviation = Math.Sqrt(m2 * observations / (observations - 1.0));
        double skewness = m3 / (m2 * Math.Sqrt(m2));
        double kurtosis = m4 / (m2 * m2) - 3.0;
        double root = Math.Sqrt(settings.HorizonDays);
        var moments = new ReturnMoments(mean, deviation, skewness, kurtosis);
        var tail = CornishFisherVar.Compute(
            moments with { Mean = mean * settings.HorizonDays, Deviation = deviation * root }, settings.Confidence);
        if (tail is not { } found)
        {
            return PortfolioVar.Without(PortfolioVarStatus.ExpansionTurnsBack);
        }

        double[] components = Components(
            new Slopes(returns, exposures, means, profits, m2, m3, m4), deviation, skewness, kurtosis, settings);
        return new PortfolioVarResult(
            PortfolioVarStatus.Estimated,
            found.ValueAtRisk,
            found.ExpectedShortfall,
            Error(found.ValueAtRisk, root, profits, moments, Bend.AtQuantile(settings.Confidence, skewness)),
            Error(found.ExpectedShortfall, root, profits, moments, Bend.BeyondIt(settings.Confidence, skewness)),
            components);
    }

    // xᵢ ∂VaR/∂xᵢ by the chain rule through deviation, skewness and kurtosis.
    private static double[] Components(
        Slopes slopes, double deviation, double skewness, double kurtosis, PortfolioVarSettings settings)
    {
        double z = Normal.Quantile(1.0 - settings.Confidence);
        var (c0, c1, c2, c3) = CornishFisherVar.Coefficients(skewness, kurtosis);
        double w = c0 + z * (c1 + z * (c2 + z * c3));
        var bend = Bend.AtQuantile(settings.Confidence, skewness);
        double root = Math.Sqrt(settings.HorizonDays);
        double[] components = new double[slopes.Exposures.Length];
        for (int i = 0; i < components.Length; i++)
        {
            var (d2, d3, d4) = slopes.Of(i);
            double m2 = slopes.M2;
            double ofDeviation = 0.5 * deviation * d2 / m2;
            double ofSkewness = d3 / (m2 * Math.Sqrt(m2)) - 1.5 * skewness * d2 / m2;
            double ofKurtosis = d4 / (m2 * m2) - 2.0 * slopes.M4 * d2 / (m2 * m2 * m2);
            components[i] = -slopes.Exposures[i] * (settings.HorizonDays * slopes.Means[i]
                + root * (ofDeviation * w + deviation * (bend.BySkewness * ofSkewness + bend.ByKurtosis * ofKurtosis)));
        }

        return components;
    }

    /// <summary>Standard error of −hm − √h σw from the sample's moments, by the influence of each day.</summary>
    private static double Error(double figure, double root, double[] profits, ReturnMoments moments, Bend bend)
    {
        double loss = figure / root + moments.Mean * root; // −σw: the mean does not grow with the deviation.
        double sum = 0.0;
        double kurtosis = moments.ExcessKurtosis + 3.0;
        foreach (double profit in profits)
        {
            double u = profit / moments.Deviation;
            double square = u * u;
            double onDeviation = 0.5 * (square - 1.0);
            double onSkewness = u * square - moments.Skewness - 3.0 * u - 1.5 * moments.Skewness * (square - 1.0);
            double onKurtosis = square * square - kurtosis - 4.0 * moments.Skewness * u
                - 2.0 * kurtosis * (square - 1.0);
            double influence = loss * onDeviation - moments.Deviation
                * (root * u + bend.BySkewness * onSkewness + bend.ByKurtosis * onKurtosis);
            sum += influence * influence;
        }

        return root * (Math.Sqrt(sum) / profits.Length);
    }

    /// <summary>How the bent quantile, or its mean beyond the quantile, moves with skewness and kurtosis.</summary>
    private readonly record struct Bend(double BySkewness, double ByKurtosis)
    {
        public static Bend AtQuantile(double confidence, double skewness)
        {
            double z = Normal.Quantile(1.0 - confidence);
            return Of(z, z * z, z * z * z, skewness);
        }

        public static Bend BeyondIt(double confidence, double skewness)
        {
            double z = Normal.Quantile(1.0 - confidence);
            double ratio = Normal.Density(z) / (1.0 - confidence);
            return Of(-ratio, 1.0 - z * ratio, -(z * z + 2.0) * ratio, skewness);
        }

        private static Bend Of(double z, double square, double cube, double skewness) => new(
            (square - 1.0) / 6.0 - (2.0 * cube - 5.0 * z) * skewness / 18.0, (cube - 3.0 * z) / 24.0);
    }

    /// <summary>Derivatives of the portfolio's central moments by one exposure.</summary>
    private readonly ref struct Slopes(
        ReadOnlySpan<double> returns,
        ReadOnlySpan<double> exposures,
        double[] means,
        double[] profits,
        double m2,
        double m3,
        double m4)
    {
        private readonly ReadOnlySpan<double> _returns = returns;

        public ReadOnlySpan<double> Exposures { get; } = exposures;

        public double[] Means { get; } = means;

        public double M2 { get; } = m2;

        public double M3 { get; } = m3;

        public double M4 { get; } = m4;

        public (double D2, double D3, double D4) Of(int factor)
        {
            double d2 = 0.0;
            double d3 = 0.0;
            double d4 = 0.0;
            int n = profits.Length;
            for (int t = 0; t < n; t++)
            {
                double away = _returns[t * Exposures.Length + factor] - Means[factor];
                double profit = profits[t];
                d2 += 2.0 * profit * away / n;
                d3 += 3.0 * profit * profit * away / n;
                d4 += 4.0 * profit * profit * profit * away / n;
            }

            return (d2, d3, d4);
        }
    }
}
