using System.Text.Json;
using RiskPlatform.Quant.Distributions;
using RiskPlatform.Quant.Lanes;
using RiskPlatform.Quant.Tests.Options;

namespace RiskPlatform.Quant.Tests.Lanes;

public sealed class ElementaryTests
{
    [Fact]
    public void Exp_AgainstEightyDigits_IsWithinOneUnit() => Check(
        "exp", 1.0, row => One(Elementary.Exp(Lane64.Broadcast(row.Number("x")), Lane64.Broadcast(0.0))));

    [Fact]
    public void LogOfQuotient_AgainstEightyDigits_IsWithinTwoUnits() => Check(
        "log",
        2.0,
        row => One(Elementary.LogOfQuotient(
            Lane64.Broadcast(row.Number("a")), Lane64.Broadcast(row.Number("b")))));

    [Fact]
    public void MillsRatio_AgainstEightyDigits_IsWithinFourUnits() =>
        Check("Mills", 4.0, row => One(Elementary.MillsRatio(Lane64.Broadcast(row.Number("x")))));

    [Fact]
    public void Cdf_AgainstEightyDigits_IsWithinEightUnits_InBothTails() =>
        Check("N", 8.0, row => Normal.Cdf(row.Number("x")));

    [Fact]
    public void Exp_AgainstTheFramework_AgreesOnAFineGrid()
    {
        for (double x = -707.99; x < 708.99; x += 0.0317)
        {
            double value = One(Elementary.Exp(Lane64.Broadcast(x), Lane64.Broadcast(0.0)));
            Assert.InRange(value / Math.Exp(x), 1.0 - 1e-15, 1.0 + 1e-15);
        }

        Assert.Equal(0.0, One(Elementary.Exp(Lane64.Broadcast(-708.1), Lane64.Broadcast(0.0))));
        Assert.Equal(0.0, One(Elementary.Exp(Lane64.Broadcast(-1e9), Lane64.Broadcast(0.0))));
    }

    [Fact]
    public void LogOfQuotient_AgainstTheFramework_AgreesOverAllExponents()
    {
        double[] logs = ReferenceData.Uniform(seed: 51, 4000, -307.0, 307.0);
        for (int i = 0; i + 1 < logs.Length; i += 2)
        {
            double a = Math.Pow(10.0, logs[i]);
            double b = Math.Pow(10.0, logs[i + 1]);
            double value = One(Elementary.LogOfQuotient(Lane64.Broadcast(a), Lane64.Broadcast(b)));
            Assert.Equal(Math.Log(a) - Math.Log(b), value, 5e-13);
        }
    }

    private static void Check(string function, double units, Func<JsonElement, double> compute)
    {
        var rows = OptionCases.All("elementary_functions_mpmath.json")
            .Where(row => row.GetProperty("function").GetString() == function).ToList();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            double expected = row.Number("value");
            double unit = Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected);
            double actual = compute(row);
            Assert.True(Math.Abs(actual - expected) <= units * unit, $"{row}: {actual:R}");
        }
    }

    private static double One(Lane64 lane)
    {
        double value = 0.0;
        Lane64.Store(lane, ref value, 0);
        return value;
    }
}
