namespace RiskPlatform.Quant.Risk;

/// <summary>The tail of a portfolio's profits over scenarios, alike or weighted.</summary>
internal static class ScenarioTail
{
    /// <summary>Computes every figure of the profits Σ xᵢrᵢ.</summary>
    /// <param name="returns">scenarios × factors, row-major.</param>
    /// <param name="weights">Of the scenarios, summing to one; empty: all alike.</param>
    /// <param name="exposures">x.</param>
    /// <param name="settings">Confidence and horizon.</param>
    public static PortfolioVarResult Compute(
        ReadOnlySpan<double> returns,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<double> exposures,
        PortfolioVarSettings settings)
    {
        int factors = exposures.Length;
        int count = returns.Length / factors;
        double[] means = WeightedMeans(returns, weights, factors, count);
        double root = Math.Sqrt(settings.HorizonDays);

        // One day's profit, its mean moved so that after √h it is that of h days.
        double[] profits = new double[count];
        double shift = 0.0;
        for (int i = 0; i < factors; i++)
        {
            shift += exposures[i] * means[i] * (root - 1.0);
        }

        for (int t = 0; t < count; t++)
        {
            double sum = shift;
            for (int i = 0; i < factors; i++)
            {
                sum += exposures[i] * returns[t * factors + i];
            }

            profits[t] = sum;
        }

        int[] order = new int[count];
        for (int t = 0; t < count; t++)
        {
            order[t] = t;
        }

        Array.Sort(profits, order);
        return weights.IsEmpty
            ? Alike(returns, profits, order, exposures, means, settings)
            : Weighted(returns, weights, profits, order, exposures, means, settings);
    }

    private static PortfolioVarResult Alike(
        ReadOnlySpan<double> returns,
        double[] profits,
        int[] order,
        ReadOnlySpan<double> exposures,
        double[] means,
        PortfolioVarSettings settings)
    {
        int count = profits.Length;
        double p = 1.0 - settings.Confidence;
        var tail = HistoricalVar.Compute(profits, settings.Confidence, QuantileType.Type7);
        var (lower, share) = HistoricalVar.Place(count, p, QuantileType.Type7);
        double[] components = new double[exposures.Length];
        AddScenario(returns, order[lower], 1.0 - share, exposures, means, settings.HorizonDays, components);
        AddScenario(
            returns, order[Math.Min(lower + 1, count - 1)], share, exposures, means, settings.HorizonDays, components);
        return Result(profits, [], tail, count, components, settings, at => QuantileOf(profits, at));
    }

    private static PortfolioVarResult Weighted(
        ReadOnlySpan<double> returns,
        ReadOnlySpan<double> weights,
        double[] profits,
        int[] order,
        ReadOnlySpan<double> exposures,
        double[] means,
        PortfolioVarSettings settings)
    {
        double[] sorted = new double[weights.Length];
        double squares = 0.0;
        for (int k = 0; k < sorted.Length; k++)
        {
            sorted[k] = weights[order[k]];
            squares += sorted[k] * sorted[k];
        }

        double p = 1.0 - settings.Confidence;
        int place = PlaceOf(sorted, p);
        double sum = 0.0;
        double used = 0.0;
        for (int k = 0; k < place; k++)
        {
            sum += sorted[k] * profits[k];
            used += sorted[k];
        }

        sum += (p - used) * profits[place];
        double[] components = new double[exposures.Length];
        AddScenario(returns, order[place], 1.0, exposures, means, settings.HorizonDays, components);
        return Result(
            profits,
            sorted,
            new TailRisk(-profits[place], -sum / p),
            1.0 / squares,
            components,
            settings,
            at => profits[PlaceOf(sorted, at)]);
    }

    /// <summary>
    /// Errors by the spread of the quantiles one standard error of a rank to both sides, and by the variance beyond the
    /// quantile (Manistre and Hancock 2005), with the mean's where it counts otherwise than the spread; n counts what
    /// the weights are worth.
    /// </summary>
    private static PortfolioVarResult Result(
        double[] profits,
        ReadOnlySpan<double> weights,
        TailRisk tail,
        double effective,
        double[] components,
        PortfolioVarSettings settings,
        Func<double, double> quantile)
    {
        double c = settings.Confidence;
        double p = 1.0 - c;
        double rank = Math.Sqrt(c * p / effective);

        // Where the tail has no room for that, the lower quantile would be the worst day, however little it weighs:
        // of days with weights, half an average one has to lie beyond.
        double least = weights.IsEmpty ? 0.0 : 0.5 / effective;
        double above = quantile(Math.Min(p + rank, 1.0));
        double error = p - rank > least ? 0.5 * (above - quantile(p - rank)) : above - quantile(p);
        double squares = 0.0;
        double beyond = 0.0;
        for (int k = 0; k < profits.Length && -profits[k] >= tail.ValueAtRisk; k++)
        {
            double weight = weights.IsEmpty ? 1.0 : weights[k];
            double excess = -profits[k] - tail.ExpectedShortfall;
            squares += weight * excess * excess;
            beyond += weight;
        }

        double variance = beyond > 0.0 ? squares / beyond : 0.0;
        double gap = tail.ExpectedShortfall - tail.ValueAtRisk;
        double root = Math.Sqrt(settings.HorizonDays);

        // The figure is that of one day less (√h − 1) means: the mean's variance, and what it has in common with both.
        var (mean, meanVariance) = Moments(profits, weights);
        double more = root - 1.0;
        double reach = tail.ExpectedShortfall + mean;
        double ofMean = more * more * meanVariance / effective;
        double withQuantile = 2.0 * more * p * reach * (error / rank) / effective;
        double withShortfall = 2.0 * more * (variance + gap * reach) / effective;
        return new PortfolioVarResult(
            PortfolioVarStatus.Estimated,
            root * tail.ValueAtRisk,
            root * tail.ExpectedShortfall,
            root * Math.Sqrt(Math.Max(error * error + (ofMean + withQuantile), 0.0)),
            root * Math.Sqrt(Math.Max(
                (variance + c * gap * gap) / (effective * p) + (ofMean + withShortfall), 0.0)),
            components);
    }

    private static (double Mean, double Variance) Moments(double[] profits, ReadOnlySpan<double> weights)
    {
        double mean = 0.0;
        for (int k = 0; k < profits.Length; k++)
        {
            mean += profits[k] * (weights.IsEmpty ? 1.0 / profits.Length : weights[k]);
        }

        double variance = 0.0;
        for (int k = 0; k < profits.Length; k++)
        {
            double away = profits[k] - mean;
            variance += away * away * (weights.IsEmpty ? 1.0 / profits.Length : weights[k]);
        }

        return (mean, variance);
    }

    // −xᵢ(√h (r − m) + h m): the loss of each position in one scenario over the horizon.
    private static void AddScenario(
        ReadOnlySpan<double> returns,
        int scenario,
        double share,
        ReadOnlySpan<double> exposures,
        double[] means,
        double days,
        double[] components)
    {
        int factors = exposures.Length;
        for (int i = 0; i < factors; i++)
        {
            double away = returns[scenario * factors + i] - means[i];
            components[i] -= share * exposures[i] * (Math.Sqrt(days) * away + days * means[i]);
        }
    }

    private static double[] WeightedMeans(
        ReadOnlySpan<double> returns, ReadOnlySpan<double> weights, int factors, int count)
    {
        double[] means = new double[factors];
        for (int t = 0; t < count; t++)
        {
            double weight = weights.IsEmpty ? 1.0 / count : weights[t];
            for (int i = 0; i < factors; i++)
            {
                means[i] += weight * returns[t * factors + i];
            }
        }

        return means;
    }

    private static double QuantileOf(double[] sorted, double p)
    {
        var (lower, share) = HistoricalVar.Place(sorted.Length, p, QuantileType.Type7);
        return sorted[lower] + share * (sorted[Math.Min(lower + 1, sorted.Length - 1)] - sorted[lower]);
    }

    /// <summary>The first place at which the weights so far reach p.</summary>
    private static int PlaceOf(double[] sortedWeights, double p)
    {
        double sum = 0.0;
        int place = 0;
        for (; place < sortedWeights.Length - 1; place++)
        {
            sum += sortedWeights[place];
            if (sum >= p * (1.0 - 1e-12))
            {
                break;
            }
        }

        return place;
    }
}
