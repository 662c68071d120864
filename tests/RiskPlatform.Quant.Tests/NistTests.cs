using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests;

/// <summary>
/// Certified values of NIST's Statistical Reference Datasets for the solvers that estimators here rest on: least
/// squares, the damped climb, and merged moments. Univariate sets stand beside the moments.
/// </summary>
public sealed partial class NistTests
{
    private static readonly Dictionary<string, Func<double[], double, double>> Models = new()
    {
        ["Chwirut2"] = (b, x) => Math.Exp(-b[0] * x) / (b[1] + b[2] * x),
        ["DanWood"] = (b, x) => b[0] * Math.Pow(x, b[1]),
        ["Gauss1"] = (b, x) => b[0] * Math.Exp(-b[1] * x)
            + b[2] * Math.Exp(-(x - b[3]) * (x - b[3]) / (b[4] * b[4]))
            + b[5] * Math.Exp(-(x - b[6]) * (x - b[6]) / (b[7] * b[7])),
        ["Misra1a"] = (b, x) => b[0] * (1.0 - Math.Exp(-b[1] * x)),
        ["Rat42"] = (b, x) => b[0] / (1.0 + Math.Exp(b[1] - b[2] * x)),
    };

    // Digits a double can hold of each: NIST calls Longley and Wampler1 of higher difficulty, for their condition.
    [Theory]
    [InlineData("Norris", 1, true, 1e-11)]
    [InlineData("Pontius", 2, true, 1e-10)]
    [InlineData("NoInt1", 1, false, 1e-12)]
    [InlineData("Wampler1", 5, true, 1e-7)]
    [InlineData("Longley", 0, true, 1e-8)]
    public void LeastSquares_CertifiedRegressions(string name, int degree, bool hasConstant, double tolerance)
    {
        double[][] rows = Data(name);
        var expected = Case(name).GetProperty("coefficients").EnumerateArray().ToList();
        int count = expected.Count;
        double[] columns = new double[rows.Length * count];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < count; j++)
            {
                int power = hasConstant ? j : j + 1;
                columns[j * rows.Length + i] = degree > 0 ? Math.Pow(rows[i][1], power)
                    : j == 0 ? 1.0 : rows[i][j];
            }
        }

        var solution = LeastSquares.Solve(columns, rows.Select(row => row[0]).ToArray(), count)!;

        double deviation = Math.Sqrt(solution.ResidualSquares / (rows.Length - count));
        double[] unit = new double[count];
        for (int j = 0; j < count; j++)
        {
            Assert.Equal(1.0, solution.Coefficients[j] / Number(expected[j], "estimate"), tolerance);
            unit[j] = 1.0;
            double error = deviation * Math.Sqrt(solution.Variance(unit, count));
            Assert.Equal(Number(expected[j], "sd"), error, 1e-6 * Math.Max(Math.Abs(solution.Coefficients[j]), 1e-15));
            unit[j] = 0.0;
        }
    }

    // The climb with the Hessian of Gauss and Newton, from NIST's nearer start, and from its far one where that is no
    // trap; certified to ten digits.
    // Where NIST has them from: DanWood, C. Daniel and F. Wood, Fitting Equations to Data, 2nd ed. 1980, pp. 428-431;
    // Rat42, D. Ratkowsky, Nonlinear Regression Modeling, 1983, pp. 61 and 88.
    [Theory]
    [InlineData("Chwirut2", "start1")]
    [InlineData("Chwirut2", "start2")]
    [InlineData("DanWood", "start1")]
    [InlineData("DanWood", "start2")]
    [InlineData("Gauss1", "start1")]
    [InlineData("Gauss1", "start2")]
    [InlineData("Misra1a", "start1")]
    [InlineData("Misra1a", "start2")]
    [InlineData("Rat42", "start1")]
    [InlineData("Rat42", "start2")]
    public void NewtonAscent_CertifiedNonlinearFits(string name, string start)
    {
        double[][] rows = Data(name);
        var model = Models[name];
        var expected = Case(name).GetProperty("parameters").EnumerateArray().ToList();
        int n = expected.Count;
        double[] x = [.. expected.Select(p => Number(p, start))];
        double unit = Number(Case(name), "rss") / (rows.Length - n); // So that a height is a log-likelihood's.
        double? height = NewtonAscent.Climb(
            (at, gradient, hessian) => Evaluate(model, rows, unit, at, gradient, hessian),
            x,
            [.. Enumerable.Repeat(double.NegativeInfinity, n)],
            [.. Enumerable.Repeat(double.PositiveInfinity, n)]);

        Assert.NotNull(height);
        Assert.Equal(Number(Case(name), "rss"), -2.0 * unit * height.Value, 1e-8 * Number(Case(name), "rss"));
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(1.0, x[i] / Number(expected[i], "certified"), 1e-6);
        }
    }

    // Within: what the treatments' own moments leave; all: what their merge has; between: the difference.
    [Theory]
    [InlineData("SiRstvt")]
    [InlineData("SmLs01t")]
    public void StreamingMoments_CertifiedAnalysisOfVariance(string name)
    {
        double[][] rows = Data(name);
        var all = new StreamingMoments();
        double within = 0.0;
        for (int treatment = 0; treatment < rows[0].Length; treatment++)
        {
            var moments = new StreamingMoments();
            moments.Add([.. rows.Select(row => row[treatment])]);
            within += moments.SumOfSquares;
            all.Merge(moments);
        }

        var between = Case(name).GetProperty("between");
        double groups = rows[0].Length - 1.0;
        double rest = all.Count - rows[0].Length;
        double squares = all.SumOfSquares - within;
        Assert.Equal(1.0, squares / Text(between, "ss"), 1e-11);
        Assert.Equal(1.0, squares / groups / (within / rest) / Text(between, "F"), 1e-11);
        Assert.Equal(1.0, Math.Sqrt(within / rest) / Text(Case(name), "residual_sd"), 1e-12);
    }

    private static double Evaluate(
        Func<double[], double, double> model,
        double[][] rows,
        double unit,
        ReadOnlySpan<double> at,
        Span<double> gradient,
        Span<double> hessian)
    {
        int n = at.Length;
        double[] b = at.ToArray();
        double[] slope = new double[n];
        gradient.Clear();
        hessian.Clear();
        double height = 0.0;
        foreach (double[] row in rows)
        {
            double rest = row[0] - model(b, row[1]);
            height -= 0.5 * rest * rest / unit;
            for (int i = 0; i < n; i++)
            {
                double step = 1e-6 * Math.Abs(b[i]);
                double[] up = [.. b];
                double[] down = [.. b];
                (up[i], down[i]) = (b[i] + step, b[i] - step);
                slope[i] = (model(up, row[1]) - model(down, row[1])) / (2.0 * step);
            }

            for (int i = 0; i < n; i++)
            {
                gradient[i] += rest * slope[i] / unit;
                for (int j = 0; j < n; j++)
                {
                    hessian[i * n + j] -= slope[i] * slope[j] / unit;
                }
            }
        }

        return double.IsFinite(height) ? height : double.NegativeInfinity;
    }

    private static double[][] Data(string name)
    {
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Reference", $"nist_{name}.dat"));
        var place = lines.Select(line => DataLines().Match(line)).Last(match => match.Success);
        int from = int.Parse(place.Groups[1].Value, CultureInfo.InvariantCulture);
        int to = int.Parse(place.Groups[2].Value, CultureInfo.InvariantCulture);
        return
        [
            .. lines[(from - 1)..to].Where(line => line.Trim().Length > 0).Select(line => line
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray()),
        ];
    }

    private static JsonElement Case(string name) => ReferenceData.Whole("nist_strd.json").GetProperty("cases")
        .EnumerateArray().Single(c => c.GetProperty("dataset").GetString() == name);

    private static double Number(JsonElement item, string name) => item.GetProperty(name).GetDouble();

    private static double Text(JsonElement item, string name) =>
        double.Parse(item.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Data\s*\(lines\s+(\d+)\s+to\s+(\d+)\)", RegexOptions.IgnoreCase)]
    private static partial Regex DataLines();
}
