namespace RiskPlatform.Domain.Tests;

public sealed class InputFaultsTests
{
    [Fact]
    public void NothingWrong_IsNoFailure() => Assert.Null(new InputFaults()
        .Finite("drift", -1.0).Positive("spot", 1e-300).NotNegative("yield", 0.0).Between("share", 1.0, 0.0, 1.0)
        .Inside("confidence", 0.99, 0.5, 1.0).AllFinite("returns", [0.0, -1.0]).AtLeast("returns", 2, 2)
        .SameLength("weights", 2, "returns", 2).Check(true, "never").Failure);

    [Fact]
    public void EveryFault_IsNamedWithItsInput_InOrder()
    {
        var failure = new InputFaults()
            .Positive("spot", 0.0).Inside("confidence", 1.0, 0.5, 1.0).AllFinite(
                "returns", [0.0, double.NaN, 1.0 / 0.0])
            .AtLeast("prices", 1, 2).SameLength("weights", 3, "returns", 2).Failure;

        Assert.Equal(FailureReason.Invalid, failure!.Reason);
        Assert.Equal(
            [
                "spot is 0; it is finite and above zero.",
                "confidence is 1; it lies strictly between 0.5 and 1.",
                "returns[1] is NaN; every element is a finite number.",
                "prices has 1 elements; it needs 2 at least.",
                "weights has 3 elements and returns 2; they go together.",
            ],
            failure.Messages);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void NonFinite_FailsEveryCheck(double value) => Assert.Equal(5, new InputFaults()
        .Finite("a", value).Positive("b", value).NotNegative("c", value).Between("d", value, -9.0, 9.0)
        .Inside("e", value, -9.0, 9.0).Failure!.Messages.Count);
}
