using RiskPlatform.Quant.RandomNumbers;

namespace RiskPlatform.Quant.Tests.RandomNumbers;

public sealed class LaneMathTests
{
    [Fact]
    public void Exp_WholeRange_IsWithinTwoUnitsOfTheFrameworks()
    {
        double[] wide = ReferenceData.Uniform(seed: 1, 20_000, -708.0, 708.0);
        foreach (double x in wide.Concat(ReferenceData.Uniform(seed: 2, 20_000, -1.0, 1.0)))
        {
            double expected = Math.Exp(x);
            Assert.InRange(LaneMath.Exp<Lanes1, double, ulong>(x), Down(expected), Up(expected));
        }

        Assert.Equal(1.0, LaneMath.Exp<Lanes1, double, ulong>(0.0));
    }

    [Fact]
    public void Log_WholeRange_IsWithinTwoUnitsOfTheFrameworks()
    {
        foreach (double exponent in ReferenceData.Uniform(3, 40_000, -1074, -3.33))
        {
            double x = Math.Pow(2.0, exponent);
            double expected = Math.Log(x);
            Assert.InRange(LaneMath.Log<Lanes1, double, ulong>(x), Down(expected), Up(expected));
        }
    }

    private static double Down(double x) => Math.BitDecrement(Math.BitDecrement(x));

    private static double Up(double x) => Math.BitIncrement(Math.BitIncrement(x));
}
