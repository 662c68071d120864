
namespace RiskPlatform.Domain.Tests;

public sealed class ResultTests
{
    [Fact]
    public void Success_TakesTheSuccessPath()
    {
        Result<int> result = 7;

        Assert.Equal("7", result.Match(value => $"{value}", failure => failure.Messages[0]));
        Assert.True(result.TryGet(out int value, out var failure));
        Assert.Equal((7, (Failure?)null), (value, failure));
    }

    [Fact]
    public void Failure_TakesTheFailurePath_AndPassesThroughThen()
    {
        Result<int> result = Failure.NotFound("No such loan.");

        var next = result.Then<string>(value => $"{value}");

        Assert.False(next.TryGet(out _, out var failure));
        Assert.Equal(FailureReason.NotFound, failure!.Reason);
        Assert.Equal("No such loan.", result.Match(value => $"{value}", f => f.Messages[0]));
    }

    [Fact]
    public void Then_OnSuccess_GivesWhatTheNextStepGives()
    {
        Result<int> result = 2;

        Assert.Equal(4, result.Then<int>(value => value * value).Match(value => value, _ => -1));
        Assert.Equal(-1, result.Then<int>(_ => Failure.Conflict("Taken.")).Match(value => value, _ => -1));
    }
}
