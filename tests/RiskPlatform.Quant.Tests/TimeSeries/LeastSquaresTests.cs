using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class LeastSquaresTests
{
    // F. Anscombe's four sets, of which E. Tufte, The Visual Display of Quantitative Information, 1989, pp. 13-14,
    // shows that one line fits them all: y = 3.00 + 0.50 x.
    [Theory]
    [InlineData(0, 8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68)]
    [InlineData(0, 9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74)]
    [InlineData(0, 7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73)]
    [InlineData(1, 6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89)]
    public void Solve_AnscombesSets_FindsTheOneLine(int abscissae, params double[] y)
    {
        double[] x = abscissae == 0
            ? [10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0]
            : [8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 8.0, 19.0, 8.0, 8.0, 8.0];

        var line = LeastSquares.Solve([.. Enumerable.Repeat(1.0, 11), .. x], [.. y], 2)!;

        Assert.Equal(3.00, line.Coefficients[0], 5e-3);
        Assert.Equal(0.50, line.Coefficients[1], 5e-3);
    }
}
