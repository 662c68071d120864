using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Rates;

/// <summary>The board of now, and boards of any other time.</summary>
internal sealed class CurrentRates(RateStore store, TimeProvider time)
{
    private const decimal AmountMax = 1e18m; // Times the largest rate it is still a decimal.

    private readonly Lock _gate = new();
    private RateBoard _board = RateBoard.Empty;
    private long _ticks;

    /// <summary>Raised with the board before and the board now.</summary>
    public event Action<RateBoard, RateBoard>? Changed;

    /// <summary>
    /// The newest board, with the states and ages of now: when nothing new comes in, what is known still grows old.
    /// </summary>
    public RateBoard Board => Volatile.Read(ref _board).At(time.GetUtcNow());

    /// <summary>The next tick there is, whoever it goes to.</summary>
    public RateTick Tick(RateResponse rate) => new(
        $"{rate.Base}/{rate.Quote}", rate.Rate, rate.State, rate.AsOf, Interlocked.Increment(ref _ticks));

    /// <summary>Makes the board of now anew.</summary>
    public async Task RefreshAsync(IReadOnlyList<Quote> replayed, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var live = await store.QuotesAsync(now, now, cancellationToken);
        RateBoard before, after;
        lock (_gate)
        {
            before = _board;
            after = RateBoard.From(live, replayed, now, now);
            _board = after;
        }

        Changed?.Invoke(before, after);
    }

    /// <summary>The board of now, or of another time, as known now or at a stated time.</summary>
    public async Task<RateBoard> BoardAsync(Moment? asOf, Moment? knownAt, CancellationToken cancellationToken)
    {
        if (asOf is null && knownAt is null)
        {
            return Board;
        }

        var now = time.GetUtcNow();
        var valid = asOf?.Time ?? now;
        var known = knownAt?.Time ?? now;
        return RateBoard.From(await store.QuotesAsync(valid, known, cancellationToken), [], valid, known);
    }

    /// <summary>Converts an amount, rounded to the target's smallest unit, half to even.</summary>
    public async Task<Result<ConversionResponse>> ConvertAsync(
        string from, string to, decimal amount, Moment? asOf, CancellationToken cancellationToken)
    {
        if (Math.Abs(amount) > AmountMax)
        {
            return Failure.Invalid(
                FormattableString.Invariant($"amount is {amount}; it lies between -{AmountMax} and {AmountMax}."));
        }

        var board = await BoardAsync(asOf, knownAt: null, cancellationToken);
        return Pair(from, to).Then(pair => board.Rate(pair.Base, pair.Quote).Then<ConversionResponse>(rate =>
        {
            var money = new Money(amount, pair.Base);
            return new ConversionResponse(money, money.ConvertTo(pair.Quote, rate.Rate), rate.Rate, rate.State);
        }));
    }

    /// <summary>Two currencies by their codes, or every fault with them.</summary>
    public static Result<(Currency Base, Currency Quote)> Pair(string baseCode, string quoteCode)
    {
        bool baseKnown = Currency.Parse(baseCode).TryGet(out var b, out var first);
        bool quoteKnown = Currency.Parse(quoteCode).TryGet(out var q, out var second);
        return baseKnown && quoteKnown
            ? (b, q)
            : Failure.Invalid([.. first?.Messages ?? [], .. second?.Messages ?? []]);
    }
}
