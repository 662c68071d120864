using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Feeds;
using RiskPlatform.MarketData.Rates;

namespace RiskPlatform.MarketData.Tests.Rates;

/// <summary>What a board says of a pair: its rate, its state and its times.</summary>
public sealed class RateBoardTests
{
    private static readonly DateTimeOffset Wednesday = new(2026, 9, 30, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Rate_CrossBeyondWhatARateCanBe_IsMissing_AndTheOthersStand()
    {
        // Each is within 1e-9 to 1e9; TZS for one USD comes to 1e36.
        var board = Board(
            Said("one", "KES", "USD", 1e-9m),
            Said("one", "KES", "EUR", 1e9m),
            Said("two", "UGX", "EUR", 1e-9m),
            Said("two", "UGX", "TZS", 1e9m));

        Assert.Equal(FailureReason.MissingData, Missing(board, "USD", "TZS").Reason);
        Assert.Contains("TZS", Missing(board, "TZS", "USD").Messages.Single(), StringComparison.Ordinal);
        Assert.Equal(1e-9, (double)Told(board, "KES", "USD").Rate, 1e-21);
        Assert.Equal(1e9, (double)Told(board, "UGX", "TZS").Rate, 1e-3);
        Assert.True(board.Rates(Currency.Of("USD")).TryGet(out var table, out _));
        Assert.DoesNotContain(Currency.Of("TZS"), table.Rates.Keys);
    }

    private static Quote Said(string source, string from, string to, decimal rate, double daysAgo = 0.0) =>
        new(Currency.Of(from), Currency.Of(to), rate, Wednesday.AddDays(-daysAgo), source);

    private static RateBoard Board(params Quote[] quotes) => RateBoard.From(quotes, [], Wednesday, Wednesday, 1);

    private static RateResponse Told(RateBoard board, string from, string to)
    {
        Assert.True(board.Rate(Currency.Of(from), Currency.Of(to)).TryGet(out var rate, out _));
        return rate;
    }

    private static Failure Missing(RateBoard board, string from, string to)
    {
        Assert.False(board.Rate(Currency.Of(from), Currency.Of(to)).TryGet(out _, out var failure));
        return failure;
    }
}
