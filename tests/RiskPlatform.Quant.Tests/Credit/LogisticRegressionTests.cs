using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using RiskPlatform.Quant.Credit;

namespace RiskPlatform.Quant.Tests.Credit;

public sealed class LogisticRegressionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_GermanCredit_MatchesR(int model)
    {
        var reference = ReferenceData.Case("logit_german_credit.json", model);
        var expected = reference.GetProperty("coef").EnumerateObject().ToList();
        string[] names = [.. expected.Select(c => c.Name)];
        var (features, isBad) = GermanCredit.Part(names, isTest: false);

        var fit = LogisticRegression.Fit(features, isBad, names.Length - 1);

        Assert.Equal(LogisticStatus.Converged, fit.Status);
        var estimate = fit.Estimate!;
        for (int i = 0; i < names.Length; i++)
        {
            Assert.Equal(expected[i].Value.GetDouble(), estimate.Coefficients[i], 1e-6);
            Assert.Equal(
                reference.GetProperty("se").GetProperty(names[i]).GetDouble(), estimate.StandardErrors[i], 1e-6);
        }

        Assert.Equal(reference.GetProperty("deviance").GetDouble(), estimate.Deviance, 1e-6);
        Assert.Equal(reference.GetProperty("null_deviance").GetDouble(), -2.0 * estimate.NullLogLikelihood, 1e-6);
        Assert.Equal(reference.GetProperty("aic").GetDouble(), estimate.Aic, 1e-6);
        foreach (bool isTest in (bool[])[false, true])
        {
            AssertPart(reference.GetProperty(isTest ? "test" : "train"), GermanCredit.Part(names, isTest), estimate);
        }
    }

    // One binary feature: the estimates are log-odds of a two-by-two table (Agresti, Categorical Data Analysis, 2nd ed.
    // 2002, section 3.1): ln(ad/bc) with error √(1/a + 1/b + 1/c + 1/d).
    [Fact]
    public void Fit_TwoByTwoTable_IsTheLogOddsRatio()
    {
        double[] features = [.. Enumerable.Repeat(0.0, 50), .. Enumerable.Repeat(1.0, 40)];
        bool[] isBad = [.. Enumerable.Range(0, 50).Select(i => i < 10), .. Enumerable.Range(0, 40).Select(i => i < 25)];
        var estimate = LogisticRegression.Fit(features, isBad, 1).Estimate!;

        Assert.Equal(Math.Log(10.0 / 40.0), estimate.Coefficients[0], 1e-12);
        Assert.Equal(Math.Log(25.0 / 15.0 * 40.0 / 10.0), estimate.Coefficients[1], 1e-12);
        Assert.Equal(Math.Sqrt(0.1 + 1.0 / 40 + 1.0 / 25 + 1.0 / 15), estimate.StandardErrors[1], 1e-12);
    }

    // A. Agresti, An Introduction to Categorical Data Analysis, 3rd ed. 2019, pp. 33-34: heart attacks of physicians on
    // placebo, 189 of 11,034, and on aspirin, 104 of 11,037. Log-odds ratio 0.605, error 0.123, odds ratio 1.832.
    [Fact]
    public void Fit_AspirinTable_MatchesThePrintedFigures()
    {
        double[] features = [.. Enumerable.Repeat(1.0, 11_034), .. Enumerable.Repeat(0.0, 11_037)];
        bool[] isBad =
            [.. Enumerable.Range(0, 11_034).Select(i => i < 189), .. Enumerable.Range(0, 11_037).Select(i => i < 104)];

        var estimate = LogisticRegression.Fit(features, isBad, 1).Estimate!;

        Assert.Equal(0.605, estimate.Coefficients[1], 5e-4);
        Assert.Equal(0.123, estimate.StandardErrors[1], 5e-4);
        Assert.Equal(1.832, Math.Exp(estimate.Coefficients[1]), 5e-4);
        Assert.Equal(1.44, Math.Exp(estimate.Coefficients[1] - 1.96 * estimate.StandardErrors[1]), 5e-3);
        Assert.Equal(2.33, Math.Exp(estimate.Coefficients[1] + 1.96 * estimate.StandardErrors[1]), 5e-3);
    }

    // W. Venables, B. Ripley, Modern Applied Statistics with S, 4th ed. 2002, pp. 190-192: budworms dead of 20 at doses
    // of 1 to 32 µg, males first, on log₂ of the dose; R prints four decimals.
    [Fact]
    public void Fit_BudwormDoses_MatchesThePrintedFigures()
    {
        int[] dead = [1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16];
        double[] features = new double[2 * 20 * dead.Length];
        bool[] isDead = new bool[20 * dead.Length];
        for (int i = 0; i < isDead.Length; i++)
        {
            int group = i / 20;
            features[2 * i] = group < 6 ? 1.0 : 0.0;
            features[2 * i + 1] = group % 6;
            isDead[i] = i % 20 < dead[group];
        }

        var estimate = LogisticRegression.Fit(features, isDead, 2).Estimate!;

        double[] coefficients = [-3.4732, 1.1007, 1.0642];
        double[] errors = [0.4685, 0.3558, 0.1311];
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(coefficients[i], estimate.Coefficients[i], 5e-5);
            Assert.Equal(errors[i], estimate.StandardErrors[i], 5e-5);
        }
    }

    // Goal: the top is the top, with and without a ridge. Method: a general optimiser (BFGS) on the penalised
    // likelihood written out, and the score at our estimate.
    [Theory]
    [InlineData(0.0)]
    [InlineData(3.0)]
    public void Fit_RandomData_AgreesWithAGeneralOptimiser(double ridge)
    {
        for (int columns = 0; columns <= 5; columns++)
        {
            const int Rows = 200;
            double[] x = ReferenceData.Uniform(columns + 1, Rows * columns, -2.0, 3.0);
            double[] u = ReferenceData.Uniform(90 + columns, Rows, 0.0, 1.0);
            bool[] isBad = new bool[Rows];
            for (int i = 0; i < Rows; i++)
            {
                double eta = -0.4 + Enumerable.Range(0, columns).Sum(j => (j - 1.5) * 0.5 * x[i * columns + j]);
                isBad[i] = u[i] < 1.0 / (1.0 + Math.Exp(-eta));
            }

            double[] found = [.. LogisticRegression.Fit(x, isBad, columns, ridge).Estimate!.Coefficients];
            var general = new BfgsMinimizer(1e-10, 1e-12, 1e-12, 1_000).FindMinimum(
                ObjectiveFunction.Gradient(b => (-Height(b), -Score(b))), Vector<double>.Build.Dense(columns + 1));
            for (int j = 0; j <= columns; j++)
            {
                Assert.Equal(general.MinimizingPoint[j], found[j], 1e-6);
            }

            Assert.True(Score(Vector<double>.Build.Dense(found)).InfinityNorm() < 1e-8);

            double Eta(Vector<double> b, int i) =>
                b[0] + Enumerable.Range(0, columns).Sum(j => b[j + 1] * x[i * columns + j]);

            double Height(Vector<double> b) => Enumerable.Range(0, Rows).Sum(i =>
                -Math.Log(1.0 + Math.Exp(isBad[i] ? -Eta(b, i) : Eta(b, i)))) - 0.5 * ridge * b.Skip(1).Sum(v => v * v);

            Vector<double> Score(Vector<double> b)
            {
                var score = Vector<double>.Build.Dense(columns + 1);
                for (int i = 0; i < Rows; i++)
                {
                    double rest = (isBad[i] ? 1.0 : 0.0) - 1.0 / (1.0 + Math.Exp(-Eta(b, i)));
                    score[0] += rest;
                    for (int j = 0; j < columns; j++)
                    {
                        score[j + 1] += rest * x[i * columns + j];
                    }
                }

                for (int j = 1; j <= columns; j++)
                {
                    score[j] -= ridge * b[j];
                }

                return score;
            }
        }
    }

    [Fact]
    public void Fit_SeparatedData_IsNamed_AndARidgeFitsIt()
    {
        double[] x = [.. Enumerable.Range(0, 40).Select(i => (double)i)];
        bool[] complete = [.. x.Select(value => value >= 20.0)];
        Assert.Equal(LogisticStatus.CompletelySeparated, LogisticRegression.Fit(x, complete, 1).Status);

        // Both classes at 20: no error but a tie.
        double[] tied = [.. x, 20.0];
        Assert.Equal(LogisticStatus.QuasiSeparated, LogisticRegression.Fit(tied, [.. complete, false], 1).Status);

        // A category in which everybody is good, beside an ordinary feature.
        double[] u = ReferenceData.Uniform(4, 300, 0.0, 1.0);
        double[] two = new double[300];
        bool[] isBad = new bool[150];
        for (int i = 0; i < 150; i++)
        {
            two[2 * i] = u[i];
            two[2 * i + 1] = i % 5 == 0 ? 1.0 : 0.0;
            isBad[i] = i % 5 != 0 && u[150 + i] < 0.3 + 0.3 * u[i];
        }

        Assert.Equal(LogisticStatus.QuasiSeparated, LogisticRegression.Fit(two, isBad, 2).Status);
        var fitted = LogisticRegression.Fit(two, isBad, 2, ridge: 0.5);
        Assert.Equal(LogisticStatus.Converged, fitted.Status);
        Assert.True(fitted.Estimate!.Coefficients[2] < -1.0);
        Assert.Equal(LogisticStatus.Converged, LogisticRegression.Fit(x, complete, 1, ridge: 1e-3).Status);
    }

    [Fact]
    public void Fit_NearlySeparatedData_StillConverges()
    {
        // One row on the wrong side, far from the others: steep, and finite.
        double[] x = [.. Enumerable.Range(0, 200).Select(i => (double)i)];
        bool[] isBad = [.. x.Select((value, i) => value >= 100.0 || i == 98)];
        var fit = LogisticRegression.Fit(x, isBad, 1);

        Assert.Equal(LogisticStatus.Converged, fit.Status);
        Assert.InRange(fit.Estimate!.Coefficients[1], 0.5, 5.0);
    }

    [Fact]
    public void Fit_CollinearConstantOrHugeColumns_AreNamedOrFitted()
    {
        double[] u = ReferenceData.Uniform(6, 300, -1.0, 1.0);
        bool[] isBad = [.. Enumerable.Range(0, 100).Select(i => u[200 + i] > 0.3 * u[i])];
        double[] twice = [.. Enumerable.Range(0, 100).SelectMany(
            i => new[] { u[i], u[100 + i], u[i] - 2.0 * u[100 + i] })];
        Assert.Equal(new LogisticFit(LogisticStatus.Collinear, null, 2), LogisticRegression.Fit(twice, isBad, 3));
        double[] constant = [.. Enumerable.Range(0, 100).SelectMany(i => new[] { 7.0, u[i] })];
        Assert.Equal(new LogisticFit(LogisticStatus.Collinear, null, 0), LogisticRegression.Fit(constant, isBad, 2));

        double[] plain = [.. u.Take(100)];
        double[] huge = [.. plain.Select(value => 1e12 + 1e9 * value)];
        var one = LogisticRegression.Fit(plain, isBad, 1).Estimate!;
        var other = LogisticRegression.Fit(huge, isBad, 1).Estimate!;
        Assert.Equal(one.LogLikelihood, other.LogLikelihood, 1e-6);
        Assert.Equal(one.Coefficients[1], 1e9 * other.Coefficients[1], 1e-5);
    }

    [Fact]
    public void Fit_TooLittle_IsNamed_AndWrongArgumentsAreRefused()
    {
        Assert.Equal(LogisticStatus.OneClass, LogisticRegression.Fit([1, 2, 3], [true, true, true], 1).Status);
        Assert.Equal(LogisticStatus.TooFewObservations, LogisticRegression.Fit([1, 2], [true, false], 1).Status);
        Assert.Equal(LogisticStatus.TooFewObservations, LogisticRegression.Fit([], [], 0).Status);
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit([1, 2], [true, false, true], 1));
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit([1, double.NaN, 3], [true, false, true], 1));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => LogisticRegression.Fit([1, 2, 3], [true, false, true], 1, ridge: -1.0));
    }

    private static void AssertPart(
        System.Text.Json.JsonElement expected, (double[] Features, bool[] IsBad) part, LogisticEstimate estimate)
    {
        double[] p = new double[part.IsBad.Length];
        LogisticRegression.Predict([.. estimate.Coefficients], part.Features, p);
        var area = Discrimination.Area(p, part.IsBad)!.Value;
        Assert.Equal(expected.GetProperty("AUC").GetDouble(), area.Area, 1e-6);
        Assert.Equal(expected.GetProperty("Gini").GetDouble(), area.Gini, 1e-6);
        Assert.Equal(
            expected.GetProperty("KS").GetDouble(), Discrimination.KolmogorovSmirnov(p, part.IsBad)!.Value, 1e-6);
        Assert.Equal(expected.GetProperty("Brier").GetDouble(), Discrimination.Brier(p, part.IsBad), 1e-6);
        Assert.Equal(
            expected.GetProperty("confusion_at_0.5").GetProperty("TP").GetInt32(),
            p.Zip(part.IsBad).Count(row => row.First > 0.5 && row.Second));
        double[] first = [.. expected.GetProperty("first5").EnumerateArray().Select(x => x.GetDouble())];
        Assert.All(first.Zip(p), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}
