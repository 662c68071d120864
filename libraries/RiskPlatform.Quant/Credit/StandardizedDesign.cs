using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Credit;

/// <summary>Features with mean zero and largest size one, a column of ones before them.</summary>
internal sealed class StandardizedDesign
{
    private readonly double[] _values;
    private readonly double[] _means;
    private readonly double[] _scales;

    private StandardizedDesign(double[] values, double[] means, double[] scales, int rows)
    {
        (_values, _means, _scales, Rows) = (values, means, scales, rows);
        Columns = means.Length;
    }

    public int Rows { get; }

    public int Columns { get; }

    public static StandardizedDesign Of(ReadOnlySpan<double> features, int rows, int columns)
    {
        double[] means = new double[columns];
        double[] scales = new double[columns];
        for (int i = 0; i < features.Length; i++)
        {
            means[i % columns] += features[i] / rows;
        }

        double[] values = new double[features.Length];
        for (int i = 0; i < features.Length; i++)
        {
            values[i] = features[i] - means[i % columns];
            scales[i % columns] = Math.Max(scales[i % columns], Math.Abs(values[i]));
        }

        for (int j = 0; j < columns; j++)
        {
            // A constant column but for rounding is the column of ones again.
            scales[j] = scales[j] > 1e-13 * Math.Abs(means[j]) ? scales[j] : 0.0;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = scales[i % columns] > 0.0 ? values[i] / scales[i % columns] : 0.0;
        }

        return new StandardizedDesign(values, means, scales, rows);
    }

    /// <summary>The first column that depends on those before it and the ones, or null.</summary>
    public int? FindDependent()
    {
        if (Columns == 0)
        {
            return null;
        }

        double[] products = new double[Columns * Columns];
        for (int i = 0; i < Rows; i++)
        {
            var row = _values.AsSpan(i * Columns, Columns);
            for (int a = 0; a < Columns; a++)
            {
                for (int b = 0; b <= a; b++)
                {
                    products[a * Columns + b] += row[a] * row[b];
                }
            }
        }

        for (int i = 0; i < products.Length; i++)
        {
            products[i] = i / Columns >= i % Columns ? products[i] : products[i % Columns * Columns + i / Columns];
        }

        var result = Cholesky.Factor(products, Columns, products);
        return result.Status == CholeskyStatus.PositiveDefinite ? null : result.Row;
    }

    /// <summary>The penalised log-likelihood.</summary>
    public double Height(ReadOnlySpan<double> beta, ReadOnlySpan<bool> isBad, double ridge)
    {
        double height = 0.0;
        for (int i = 0; i < Rows; i++)
        {
            double signed = isBad[i] ? LogOdds(beta, i) : -LogOdds(beta, i);
            height -= Math.Max(-signed, 0.0) + double.LogP1(Math.Exp(-Math.Abs(signed)));
        }

        for (int j = 0; j < Columns; j++)
        {
            double given = _scales[j] > 0.0 ? beta[j + 1] / _scales[j] : 0.0;
            height -= 0.5 * ridge * given * given;
        }

        return height;
    }

    /// <summary>Gradient and minus the Hessian of the same.</summary>
    public void Derivatives(
        ReadOnlySpan<double> beta, ReadOnlySpan<bool> isBad, double ridge, Span<double> gradient,
        Span<double> information)
    {
        int size = Columns + 1;
        gradient.Clear();
        information.Clear();
        for (int i = 0; i < Rows; i++)
        {
            double p = LogisticRegression.Probability(LogOdds(beta, i));
            double rest = (isBad[i] ? 1.0 : 0.0) - p;
            double weight = p * (1.0 - p);
            var row = _values.AsSpan(i * Columns, Columns);
            gradient[0] += rest;
            information[0] += weight;
            for (int a = 0; a < Columns; a++)
            {
                double weighted = weight * row[a];
                gradient[a + 1] += rest * row[a];
                information[(a + 1) * size] += weighted;
                for (int b = 0; b <= a; b++)
                {
                    information[(a + 1) * size + b + 1] += weighted * row[b];
                }
            }
        }

        for (int j = 0; j < Columns; j++)
        {
            double square = _scales[j] > 0.0 ? ridge / (_scales[j] * _scales[j]) : 1.0;
            gradient[j + 1] -= square * beta[j + 1];
            information[(j + 1) * size + j + 1] += square;
        }

        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                information[j * size + i] = information[i * size + j];
            }
        }
    }

    /// <summary>The most that a step moves an observation's log-odds.</summary>
    public double LargestMove(ReadOnlySpan<double> step)
    {
        double largest = 0.0;
        for (int i = 0; i < Rows; i++)
        {
            largest = Math.Max(largest, Math.Abs(LogOdds(step, i)));
        }

        return largest;
    }

    /// <summary>Coefficients and covariance for the features as they were given.</summary>
    public (double[] Coefficients, double[] Covariance) ToGiven(ReadOnlySpan<double> beta, double[] covariance)
    {
        int size = Columns + 1;
        double[] transform = new double[size * size];
        transform[0] = 1.0;
        for (int j = 0; j < Columns; j++)
        {
            double inverse = _scales[j] > 0.0 ? 1.0 / _scales[j] : 0.0;
            transform[j + 1] = -_means[j] * inverse;
            transform[(j + 1) * size + j + 1] = inverse;
        }

        double[] coefficients = new double[size];
        MatrixProduct.Compute(transform, beta, size, size, 1, coefficients);
        double[] half = new double[size * size];
        double[] given = new double[size * size];
        MatrixProduct.Compute(transform, covariance, size, size, size, half);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                for (int k = 0; k < size; k++)
                {
                    given[i * size + j] += half[i * size + k] * transform[j * size + k];
                }
            }
        }

        return (coefficients, given);
    }

    private double LogOdds(ReadOnlySpan<double> beta, int row)
    {
        double sum = beta[0];
        var values = _values.AsSpan(row * Columns, Columns);
        for (int j = 0; j < values.Length; j++)
        {
            sum += beta[j + 1] * values[j];
        }

        return sum;
    }
}
