using RiskPlatform.Quant.TimeSeries;

namespace RiskPlatform.Quant.Tests.TimeSeries;

public sealed class JointDaysTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    [Fact]
    public void Pair_WorkedCase_LeavesOutWhatOneLacksAndWhatLiesTooFarApart()
    {
        var joint = JointDays.Pair([Days(9, 1, 2, 3, 4, 20), Days(1, 2, 4, 9, 15, 20)], window: 10);

        // Joint are 1, 2, 4, 9 and 20: the last two are eleven days apart.
        Assert.Equal([(Day(1), Day(2)), (Day(2), Day(4)), (Day(4), Day(9))], joint.Pairs);
        Assert.Equal(1, joint.Skipped);
    }

    [Fact]
    public void Pair_NothingJoint_IsEmpty()
    {
        Assert.Empty(JointDays.Pair([Days(1, 2), Days(3, 4)], window: 1).Pairs);
        Assert.Empty(JointDays.Pair([Days()], window: 1).Pairs);
        Assert.Throws<ArgumentException>(() => JointDays.Pair([], window: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => JointDays.Pair([Days(1)], window: 0));
    }

    // Goal: what is kept is exactly the pairs with no joint date between them that are near enough.
    // Method: a search through all pairs of dates, for random histories and every window.
    [Fact]
    public void Pair_RandomHistories_AgreeWithASearchForEveryWindow()
    {
        var random = new Random(5);
        for (int attempt = 0; attempt < 50; attempt++)
        {
            DateOnly[][] histories =
            [
                .. Enumerable.Range(0, 1 + attempt % 3).Select(_ =>
                    Enumerable.Range(0, 60).Where(_ => random.NextDouble() < 0.6).Select(Day).ToArray()),
            ];
            bool IsJoint(DateOnly date) => histories.All(history => history.Contains(date));
            (DateOnly, DateOnly)[] expected =
            [
                .. from before in Enumerable.Range(0, 60)
                   from after in Enumerable.Range(before + 1, Math.Min(5, 59 - before))
                   where IsJoint(Day(before)) && IsJoint(Day(after))
                       && !Enumerable.Range(before + 1, after - before - 1).Any(day => IsJoint(Day(day)))
                   select (Day(before), Day(after)),
            ];
            for (int window = 1; window <= 61; window++)
            {
                Assert.Equal(expected.TakeLast(window), JointDays.Pair(histories, window).Pairs);
            }
        }
    }

    private static DateOnly Day(int day) => First.AddDays(day);

    private static DateOnly[] Days(params int[] days) => [.. days.Select(Day)];
}
