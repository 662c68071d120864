using System.Text.Json;
using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

/// <summary>Fits and forecasts against R's arima and ar.</summary>
public sealed class ArimaReferenceTests
{
    private const double CoefficientTolerance = 1e-3; // As the reference states, relative to one.
    private const double LikelihoodTolerance = 1e-4;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 1)] // A regressor: years from 1920 on.
    [InlineData(6, 0)] // Seasonal, differenced twice.
    [InlineData(7, 0)] // Missing values.
    public void Fit_RArima_Matches(int index, int regressorCount)
    {
        var reference = ReferenceData.Case("arima.json", index);
        var fit = reference.GetProperty("fit");
        double[] values = Series(reference);
        double[] regressors = regressorCount == 0 ? [] : Years(values.Length + 8);
        var specification = Specification(fit);

        var actual = Arima.Fit(
            values, specification, regressors.AsSpan(0, regressorCount * values.Length), regressorCount);

        Assert.Equal(ArimaStatus.Converged, actual.Status);
        var estimate = actual.Estimate!;
        double finite = specification.LostToDifferences > 0 ? FiniteStart(values, fit) : 0.0;
        Assert.Equal(fit.GetProperty("loglik").GetDouble() - finite, estimate.LogLikelihood, LikelihoodTolerance);
        Assert.Equal(fit.GetProperty("aic").GetDouble() + 2.0 * finite, estimate.Aic, 2.0 * LikelihoodTolerance);
        Assert.Equal(1.0, estimate.InnovationVariance / fit.GetProperty("sigma2").GetDouble(), CoefficientTolerance);
        Near(fit.GetProperty("coef"), estimate.Weights, estimate.Regression, CoefficientTolerance);
        Near(fit.GetProperty("se"), estimate.WeightErrors!, estimate.RegressionErrors!, CoefficientTolerance);

        double[] forecasts = new double[8];
        double[] errors = new double[8];
        Arima.Forecast(estimate, values, regressors, forecasts, errors);
        double[] expected = SeriesData.Numbers(fit.GetProperty("forecast"));
        double[] expectedErrors = SeriesData.Numbers(fit.GetProperty("forecast_se"));
        for (int k = 0; k < 8; k++)
        {
            Assert.Equal(1.0, forecasts[k] / expected[k], CoefficientTolerance);
            Assert.Equal(1.0, errors[k] / expectedErrors[k], CoefficientTolerance);
        }
    }

    // Venables and Ripley, Modern Applied Statistics with S, 4th ed. 2002, chapter 14, as R's help page prints them.
    [Fact]
    public void Fit_VenablesAndRipley_MatchesThePrintedFigures()
    {
        var deaths = Arima.Fit(
            SeriesData.LastColumn("R_USAccDeaths.csv"),
            new ArimaSpecification(new ArimaOrder(0, 1, 1), new ArimaOrder(0, 1, 1), 12, HasMean: false)).Estimate!;
        Assert.Equal(-0.4303, deaths.Weights.MovingAverage[0], 5e-5);
        Assert.Equal(-0.5528, deaths.Weights.SeasonalMovingAverage[0], 1.5e-4); // Their start has a finite variance.
        Assert.Equal(99347.0, deaths.InnovationVariance, 99347.0 * CoefficientTolerance);
        Assert.Equal(-425.44, deaths.LogLikelihood, 5e-3);

        var hormone = Arima.Fit(SeriesData.LastColumn("R_lh.csv"), ArimaSpecification.Of(1, 0, 0)).Estimate!;
        Assert.Equal(0.574, hormone.Weights.Autoregressive[0], 5e-4);
        Assert.Equal(0.116, hormone.WeightErrors!.Autoregressive[0], 5e-4);
        Assert.Equal(2.4133, hormone.Regression[0], 5e-5);
        Assert.Equal(-29.38, hormone.LogLikelihood, 5e-3);
    }

    // P. Brockwell, R. Davis, Introduction to Time Series and Forecasting, 2nd ed. 2002, p. 149, example 5.1.4:
    // Lake Huron's level by Burg's method and by Yule and Walker's, whose variance has no correction there.
    [Fact]
    public void Autoregression_LakeHuron_MatchesThePrintedFigures()
    {
        double[] level = SeriesData.LastColumn("R_LakeHuron.csv");
        var burg = Autoregression.Burg(level, 2).Estimate!;
        var yuleWalker = Autoregression.YuleWalker(level, 2).Estimate!;

        Assert.Equal(579.0041, burg.Mean, 5e-5);
        Assert.Equal(1.0449, burg.Weights[0], 5e-5);
        Assert.Equal(-0.2456, burg.Weights[1], 5e-5);
        Assert.Equal(1.0538, yuleWalker.Weights[0], 5e-5);
        Assert.Equal(-0.2668, yuleWalker.Weights[1], 5e-5);
        Assert.Equal(0.4920, yuleWalker.InnovationVariance * (98.0 - 3.0) / 98.0, 5e-5);
    }

    // J. Durbin, S. Koopman, Time Series Analysis by State Space Methods, 2nd ed. 2012, p. 37: in the Nile's flow (G.
    // Cobb, Biometrika 65 (1978), p. 249) a level wanders with variance 1469.1, seen with errors of variance 15,099.
    // Its differences are a moving average: the errors' variance is −θσ², the level's (1 + θ)²σ².
    [Fact]
    public void Fit_NilesLevel_MatchesThePrintedVariances()
    {
        double[] flow =
        [
            1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
            799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833,
            701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768,
            845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010,
            771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918,
            986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
        ];

        var estimate = Arima.Fit(flow, ArimaSpecification.Of(0, 1, 1)).Estimate!;

        double theta = estimate.Weights.MovingAverage[0];
        Assert.Equal(15_099.0, -theta * estimate.InnovationVariance, 0.5);
        Assert.Equal(1469.1, (1.0 + theta) * (1.0 + theta) * estimate.InnovationVariance, 0.1);
    }

    [Fact]
    public void Autoregression_RAr_MatchesByEveryMethod()
    {
        foreach (var reference in SeriesData.Root("arima.json").GetProperty("ar_fits").EnumerateArray())
        {
            var fit = reference.GetProperty("fit");
            double[] values = Series(reference);
            int order = fit.GetProperty("order").GetInt32();
            string method = fit.GetProperty("method").GetString()!;
            var actual = method switch
            {
                "yule-walker" => Autoregression.YuleWalker(values, order),
                "burg" => Autoregression.Burg(values, order),
                "ols" => Autoregression.LeastSquares(values, order),
                _ => Autoregression.MaximumLikelihood(values, order),
            };

            Assert.Equal(AutoregressionStatus.Fitted, actual.Status);
            var estimate = actual.Estimate!;
            double tolerance = method == "mle" ? CoefficientTolerance : 1e-12; // The others are closed forms.
            double[] expected = SeriesData.Numbers(fit.GetProperty("coef"));
            for (int j = 0; j < order; j++)
            {
                Assert.Equal(expected[j], estimate.Weights[j], tolerance);
            }

            Assert.Equal(1.0, estimate.InnovationVariance / fit.GetProperty("sigma2").GetDouble(), tolerance);
            if (method == "ols")
            {
                Assert.Equal(fit.GetProperty("intercept_ols").GetDouble(), estimate.Intercept, 1e-12);
            }
            else
            {
                Assert.Equal(1.0, estimate.Mean / fit.GetProperty("mean").GetDouble(), tolerance);
            }
        }
    }

    // R's conditional sum of squares of a pure autoregression is least squares.
    [Fact]
    public void LeastSquares_RConditionalFit_Matches()
    {
        var fit = ReferenceData.Case("arima.json", 2).GetProperty("fit");
        var coefficients = fit.GetProperty("coef");

        var estimate = Autoregression.LeastSquares(SeriesData.LastColumn("R_lh.csv"), 3).Estimate!;

        for (int j = 0; j < 3; j++)
        {
            Assert.Equal(coefficients.GetProperty($"ar{j + 1}").GetDouble(), estimate.Weights[j], 1e-6);
        }

        Assert.Equal(coefficients.GetProperty("intercept").GetDouble(), estimate.Mean, 1e-6);
        Assert.Equal(fit.GetProperty("sigma2").GetDouble(), estimate.InnovationVariance, 1e-12);
    }

    [Fact]
    public void EwmaVariance_RiskMetricsOfTheReference_Matches()
    {
        var reference = ReferenceData.Case("var_es.json", 0);
        double[] returns = SeriesData.DemGbp;
        double[] variances = new double[returns.Length];

        double next = EwmaVariance.Filter(returns, 0.94, returns.Average(r => r * r), variances);

        foreach (var row in reference.GetProperty("results").EnumerateArray())
        {
            double z = Quant.Distributions.Normal.Quantile(row.GetProperty("level").GetDouble());
            Assert.Equal(row.GetProperty("ewma94_normal_VaR").GetDouble(), z * Math.Sqrt(next), 1e-9);
        }
    }

    // Where differences are taken, R gives the unknown start a variance of 1e6, which leaves a trace of 0.001 in the
    // likelihood; ours is the limit, the density of the differenced values. Both are computed here the long way, at R's
    // weights: R's figure has to come out with its start, and their difference is what it is off by.
    private static double FiniteStart(double[] values, JsonElement fit)
    {
        double ma = fit.GetProperty("coef").GetProperty("ma1").GetDouble();
        double seasonal = fit.GetProperty("coef").GetProperty("sma1").GetDouble();
        double[] theta = [ma, .. new double[10], seasonal, ma * seasonal];
        double[] differenced = [.. values.Skip(13).Select((y, t) => y - values[t + 12] - values[t + 1] + values[t])];

        double finite = ArimaOracle.FiniteStart(values, theta, period: 12);

        Assert.Equal(fit.GetProperty("loglik").GetDouble(), finite, LikelihoodTolerance);
        return finite - ArimaOracle.LogLikelihood(differenced, [], theta, hasMean: false);
    }

    private static double[] Series(JsonElement reference) =>
        SeriesData.LastColumn(reference.GetProperty("data").GetString()!.Split(' ')[0] + ".csv");

    private static double[] Years(int count) => [.. Enumerable.Range(0, count).Select(i => 1875.0 + i - 1920.0)];

    private static ArimaSpecification Specification(JsonElement fit)
    {
        double[] order = SeriesData.Numbers(fit.GetProperty("order"));
        double[] seasonal = SeriesData.Numbers(fit.GetProperty("seasonal"));
        int period = seasonal.Any(x => x > 0.0) ? fit.GetProperty("period").GetInt32() : 1;
        var plain = new ArimaOrder((int)order[0], (int)order[1], (int)order[2]);
        var season = new ArimaOrder((int)seasonal[0], (int)seasonal[1], (int)seasonal[2]);
        return new ArimaSpecification(plain, season, period, plain.Differences + season.Differences == 0);
    }

    private static void Near(
        JsonElement expected, ArimaWeights weights, IReadOnlyList<double> regression, double tolerance)
    {
        foreach (var property in expected.EnumerateObject())
        {
            double actual = property.Name switch
            {
                "intercept" => regression[0],
                "xreg" => regression[1],
                "sma1" => weights.SeasonalMovingAverage[0],
                ['a', 'r', .. var place] => weights.Autoregressive[int.Parse(place) - 1],
                _ => weights.MovingAverage[int.Parse(property.Name[2..]) - 1],
            };
            double value = property.Value.GetDouble();
            Assert.Equal(value, actual, tolerance * Math.Max(Math.Abs(value), tolerance));
        }
    }
}
