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

    [Fact]
    public void Rate_EuroThatNoSourceQuotesInDollars_HasTheSourcesAndTheAgeOfItsChain()
    {
        var board = Board(Said("one", "USD", "KES", 130m, daysAgo: 3), Said("two", "EUR", "KES", 143m));

        var euro = Told(board, "EUR", "USD");

        Assert.Equal(1.1, (double)euro.Rate, 1e-12);
        Assert.Equal((DataState.Stale, Wednesday.AddDays(-3)), (euro.State, euro.AsOf));
        Assert.Equal(["one", "two"], euro.Sources);
        Assert.True(board.Rates(Currency.Of("USD")).TryGet(out var table, out _));
        Assert.Equal(2, table.Rates.Count);
    }

    [Fact]
    public void Rate_OldQuoteOfASourceThatAlsoSaidSomethingNew_IsOld()
    {
        var board = Board(Said("upload", "USD", "KES", 129m, daysAgo: 6.5), Said("upload", "USD", "EUR", 0.9m));

        Assert.Equal(
            (DataState.Stale, Wednesday.AddDays(-6.5)),
            (Told(board, "USD", "KES").State, Told(board, "USD", "KES").AsOf));
        Assert.Equal(
            (DataState.Fresh, Wednesday), (Told(board, "USD", "EUR").State, Told(board, "USD", "EUR").AsOf));
        Assert.Equal(DataState.Stale, Told(board, "EUR", "KES").State);
    }

    [Fact]
    public void Rate_CrossOverASourcesOwnBase_IsAsOldAsTheOlderQuote()
    {
        var board = Board(Said("upload", "EUR", "USD", 1.1m, daysAgo: 6), Said("upload", "EUR", "JPY", 180m));

        Assert.Equal(Wednesday.AddDays(-6), Told(board, "USD", "JPY").AsOf);
    }

    [Fact]
    public void Rate_CurrencyKnownInEurosOnly_IsAsOldAsTheEuro()
    {
        var board = Board(Said("one", "USD", "EUR", 0.9m, daysAgo: 4), Said("two", "EUR", "KES", 143m));

        Assert.Equal((DataState.Stale, Wednesday.AddDays(-4)), (
            Told(board, "USD", "KES").State, Told(board, "USD", "KES").AsOf));
    }

    [Fact]
    public void Rate_MedianOfAnOldVote_IsOld_WhateverNewerOneItOutvotes()
    {
        var board = Board(
            Said("ecb-daily", "EUR", "USD", 1.10m, daysAgo: 6), Said("open-er-api", "USD", "EUR", 1m / 1.2m));

        var euro = Told(board, "EUR", "USD");

        Assert.Equal((1.1m, DataState.Stale, Wednesday.AddDays(-6)), (euro.Rate, euro.State, euro.AsOf));
    }

    [Fact]
    public void Rate_MeanOfTwoVotes_IsAsOldAsTheOlder()
    {
        var board = Board(Said("one", "USD", "KES", 129m, daysAgo: 2), Said("two", "USD", "KES", 130m));

        Assert.Equal(Wednesday.AddDays(-2), Told(board, "USD", "KES").AsOf);
    }

    [Fact]
    public void Rate_NewVoteThatSaysTheSame_ConfirmsTheOld()
    {
        var board = Board(
            Said("ecb-daily", "EUR", "USD", 1.10m), Said("frankfurter", "EUR", "USD", 1.10m, daysAgo: 0.6));

        Assert.Equal(Wednesday, Told(board, "EUR", "USD").AsOf);
    }

    [Fact]
    public void At_LaterMoment_TheSameRatesAreOlder()
    {
        var board = Board(Said("one", "USD", "KES", 129m));

        var later = board.At(Wednesday.AddHours(30));

        Assert.Equal((129m, DataState.Stale), (Told(later, "USD", "KES").Rate, Told(later, "USD", "KES").State));
        Assert.True(later.Rates(Currency.Of("USD")).TryGet(out var table, out _));
        Assert.Equal(30 * 3600, table.Rates[Currency.Of("KES")].AgeSeconds);
        Assert.Equal(DataState.Fresh, Told(board, "USD", "KES").State);
    }

    [Fact]
    public void ChangesSince_SameRateInAnotherState_IsAChange_AndTheSameIsNone()
    {
        var board = Board(Said("one", "USD", "KES", 129m));

        Assert.Empty(board.At(Wednesday.AddHours(1)).ChangesSince(board, Currency.Of("USD")));
        var change = Assert.Single(board.At(Wednesday.AddHours(30)).ChangesSince(board, Currency.Of("USD")));
        Assert.Equal((Currency.Of("KES"), DataState.Stale), (change.Quote, change.State));
    }

    [Fact]
    public void Rate_KnownAt_IsWhenTheNewestOfItsQuotesWasLearned()
    {
        var board = Board(
            Said("one", "USD", "KES", 129m) with { KnownAt = Wednesday.AddHours(-3) },
            Said("two", "USD", "KES", 129m) with { KnownAt = Wednesday.AddHours(-2) },
            Said("one", "USD", "EUR", 0.9m) with { KnownAt = Wednesday.AddHours(-1) });

        Assert.Equal(Wednesday.AddHours(-1), Told(board, "EUR", "KES").KnownAt);
        Assert.Equal(Wednesday.AddHours(-2), Told(board, "USD", "KES").KnownAt);
    }

    [Theory]
    [InlineData("USD")]
    [InlineData("EUR")]
    [InlineData("SOS")]
    public void Rate_OfACurrencyInItself_IsOne_OfTheBoardsOwnTime(string code)
    {
        var rate = Told(Board(Said("one", "USD", "EUR", 0.9m, daysAgo: 5)), code, code);

        Assert.Equal((1m, DataState.Fresh, Wednesday, Wednesday), (rate.Rate, rate.State, rate.AsOf, rate.KnownAt));
    }

    private static Quote Said(string source, string from, string to, decimal rate, double daysAgo = 0.0) =>
        new(Currency.Of(from), Currency.Of(to), rate, Wednesday.AddDays(-daysAgo), source);

    private static RateBoard Board(params Quote[] quotes) => RateBoard.From(quotes, [], Wednesday, Wednesday);

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
