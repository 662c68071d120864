using MathNet.Numerics.LinearAlgebra;
using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.Tests.LinearAlgebra;

public sealed class FrobeniusNormTests
{
    [Theory]
    [InlineData(new double[0], 0.0)]
    [InlineData(new[] { 0.0, 0.0 }, 0.0)]
    [InlineData(new[] { 3.0, -4.0 }, 5.0)]
    [InlineData(new[] { 3e300, 4e300 }, 5e300)]
    [InlineData(new[] { 3e-310, 4e-310 }, 5e-310)]
    [InlineData(new[] { double.MaxValue }, double.MaxValue)]
    [InlineData(new[] { double.Epsilon }, double.Epsilon)]
    [InlineData(new[] { 1.0, double.NegativeInfinity }, double.PositiveInfinity)]
    [InlineData(new[] { double.PositiveInfinity, double.NaN }, double.NaN)]
    public void Compute_WorkedCases(double[] elements, double expected) =>
        Assert.Equal(expected, FrobeniusNorm.Compute(elements), 1e-15 * (double.IsFinite(expected) ? expected : 1.0));

    [Fact]
    public void Compute_EveryLength_MatchesMathNet_AndScalesByPowersOfTwoToTheBit()
    {
        for (int length = 1; length <= 70; length++)
        {
            double[] x = ReferenceData.Uniform(length, length, -3.0, 3.0);
            double norm = FrobeniusNorm.Compute(x);
            Assert.Equal(Matrix<double>.Build.DenseOfRowMajor(1, length, x).FrobeniusNorm(), norm, 1e-14 * norm);
            foreach (int power in (int[])[-900, 1, 900])
            {
                double[] scaled = [.. x.Select(value => Math.ScaleB(value, power))];
                Assert.Equal(Math.ScaleB(norm, power), FrobeniusNorm.Compute(scaled));
            }
        }
    }
}
