
namespace RiskPlatform.Domain.Tests;

public sealed class DataStatesTests
{
    private static readonly DataState[] All = Enum.GetValues<DataState>();

    [Theory]
    [InlineData(DataState.Fresh, DataState.Carried, DataState.Carried)]
    [InlineData(DataState.Carried, DataState.Stale, DataState.Stale)]
    [InlineData(DataState.Stale, DataState.Replayed, DataState.Replayed)]
    [InlineData(DataState.Replayed, DataState.Missing, DataState.Missing)]
    public void Worst_OfTwo_IsTheLessTrustworthy(DataState better, DataState worse, DataState expected) =>
        Assert.Equal(expected, DataStates.Worst(better, worse));

    [Fact]
    public void Worst_AllTriples_IsCommutativeAssociativeAndIdempotent()
    {
        foreach (var a in All)
        {
            Assert.Equal(a, DataStates.Worst(a, a));
            foreach (var b in All)
            {
                Assert.Equal(DataStates.Worst(a, b), DataStates.Worst(b, a));
                Assert.All(All, c => Assert.Equal(
                    DataStates.Worst(a, DataStates.Worst(b, c)), DataStates.Worst(DataStates.Worst(a, b), c)));
            }
        }
    }

    [Fact]
    public void Worst_OfNone_IsMissing() => Assert.Equal(DataState.Missing, DataStates.Worst([]));

    [Fact]
    public void Worst_OfMany_IsTheWorstOfThem() => Assert.Equal(
        DataState.Stale, DataStates.Worst([DataState.Fresh, DataState.Stale, DataState.Carried]));
}
