namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Weights as one row of numbers φ, θ, Φ, Θ; their partial correlations; and the polynomials they
/// make.</summary>
internal static class ArimaPolynomials
{
    /// <summary>Takes free numbers to weights whose roots lie outside the unit circle (Jones 1980).</summary>
    public static double[] ToWeights(in ArimaSpecification model, ReadOnlySpan<double> free)
    {
        double[] weights = new double[free.Length];
        int start = 0;
        for (int part = 0; part < 4; part++)
        {
            int length = Lengths(model)[part];
            FromPartials(free.Slice(start, length), part is 1 or 3 ? -1.0 : 1.0, weights.AsSpan(start, length));
            start += length;
        }

        return weights;
    }

    /// <summary>The full autoregressive weights, padded with zeros to the state's length.</summary>
    public static double[] Autoregressive(in ArimaSpecification model, ReadOnlySpan<double> weights)
    {
        int p = model.Order.Autoregressive;
        int start = p + model.Order.MovingAverage;
        double[] product = Multiply(
            Polynomial(weights[..p], 1, -1.0),
            Polynomial(weights.Slice(start, model.Seasonal.Autoregressive), model.Period, -1.0));
        double[] padded = new double[model.StationaryState];
        for (int i = 1; i < product.Length; i++)
        {
            padded[i - 1] = -product[i];
        }

        return padded;
    }

    /// <summary>The full moving-average weights from 1 on, padded with zeros to the state's length.</summary>
    public static double[] MovingAverage(in ArimaSpecification model, ReadOnlySpan<double> weights)
    {
        int p = model.Order.Autoregressive;
        int q = model.Order.MovingAverage;
        double[] product = Multiply(
            Polynomial(weights.Slice(p, q), 1, 1.0),
            Polynomial(weights[(p + q + model.Seasonal.Autoregressive)..], model.Period, 1.0));
        double[] padded = new double[model.StationaryState];
        product.CopyTo(padded, 0);
        return padded;
    }

    /// <summary>The weights c of yₜ = wₜ + c₁yₜ₋₁ + …, where w is y with its differences taken.</summary>
    public static double[] Differences(in ArimaSpecification model)
    {
        double[] product = [1.0];
        for (int i = 0; i < model.Order.Differences; i++)
        {
            product = Multiply(product, [1.0, -1.0]);
        }

        for (int i = 0; i < model.Seasonal.Differences; i++)
        {
            product = Multiply(product, Polynomial([1.0], model.Period, -1.0));
        }

        return [.. product[1..].Select(c => -c)];
    }

    /// <summary>Splits one row of numbers into the four groups.</summary>
    public static ArimaWeights Split(in ArimaSpecification model, ReadOnlySpan<double> row)
    {
        int[] lengths = Lengths(model);
        int second = lengths[0] + lengths[1];
        return new ArimaWeights(
            row[..lengths[0]].ToArray(),
            row.Slice(lengths[0], lengths[1]).ToArray(),
            row.Slice(second, lengths[2]).ToArray(),
            row[(second + lengths[2])..].ToArray());
    }

    /// <summary>Joins the four groups into one row.</summary>
    public static double[] Join(ArimaWeights weights) =>
    [
        .. weights.Autoregressive, .. weights.MovingAverage, .. weights.SeasonalAutoregressive,
        .. weights.SeasonalMovingAverage,
    ];

    private static int[] Lengths(in ArimaSpecification model) =>
    [
        model.Order.Autoregressive, model.Order.MovingAverage, model.Seasonal.Autoregressive,
        model.Seasonal.MovingAverage,
    ];

    // Durbin and Levinson: partial correlations, tanh of the free numbers, to weights.
    private static void FromPartials(ReadOnlySpan<double> free, double sign, Span<double> weights)
    {
        double[] last = new double[free.Length];
        for (int j = 0; j < free.Length; j++)
        {
            double partial = Math.Tanh(free[j]);
            weights[j] = partial;
            for (int i = 0; i < j; i++)
            {
                weights[i] = last[i] - partial * last[j - 1 - i];
            }

            weights[..(j + 1)].CopyTo(last);
        }

        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] *= sign;
        }
    }

    private static double[] Polynomial(ReadOnlySpan<double> weights, int period, double sign)
    {
        double[] polynomial = new double[weights.Length * period + 1];
        polynomial[0] = 1.0;
        for (int i = 0; i < weights.Length; i++)
        {
            polynomial[(i + 1) * period] = sign * weights[i];
        }

        return polynomial;
    }

    private static double[] Multiply(double[] a, double[] b)
    {
        double[] product = new double[a.Length + b.Length - 1];
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                product[i + j] += a[i] * b[j];
            }
        }

        return product;
    }
}
