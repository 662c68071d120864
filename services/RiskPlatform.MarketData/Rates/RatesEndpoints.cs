using Microsoft.AspNetCore.Http.HttpResults;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;
using RiskPlatform.ServiceDefaults.Failures;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.MarketData.Rates;

/// <summary>The HTTP surface of rates: a table, a pair, its history, a conversion.</summary>
internal static class RatesEndpoints
{
    private const int DefaultHistoryDays = 365;

    // Beyond all that is asked for, and short of where the calendar of a DateOnly ends.
    private static readonly DateOnly EndMin = new(1900, 1, 1);
    private static readonly DateOnly EndMax = new(2999, 12, 31);

    public static WebApplicationBuilder AddRates(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<RateStore>();
        builder.Services.AddSingleton<CurrentRates>();
        return builder;
    }

    public static void MapRates(this IEndpointRouteBuilder routes)
    {
        var rates = routes.MapGroup("/").WithTags("Rates");
        rates.MapGet("/rates", TableAsync).WithName("GetRates")
            .WithSummary("All rates against one base, now or as of a time.").WithExampleQuery("base=USD");
        rates.MapGet("/rates/{base}/{quote}", PairAsync).WithName("GetRate")
            .WithSummary("One rate with its state, times and sources.").WithExampleQuery("base=USD&quote=EUR");
        rates.MapGet("/rates/{base}/{quote}/history", HistoryAsync).WithName("GetRateHistory")
            .WithSummary("The stored history of a pair, a point a business day, oldest first.")
            .WithExampleQuery("base=EUR&quote=USD&from=2026-01-01&to=2026-06-30");
        rates.MapGet("/convert", ConvertAsync).WithName("Convert")
            .WithSummary("An amount in another currency, at the smallest unit, half to even.")
            .WithExampleQuery("from=USD&to=EUR&amount=1234.56");
    }

    private static async Task<Results<Ok<RatesResponse>, ProblemHttpResult>> TableAsync(
        string @base, Moment? asOf, Moment? knownAt, CurrentRates current, CancellationToken cancellationToken)
    {
        var board = await current.BoardAsync(asOf, knownAt, cancellationToken);
        return Currency.Parse(@base).Then(board.Rates)
            .Match<Results<Ok<RatesResponse>, ProblemHttpResult>>(
                table => TypedResults.Ok(table), failure => failure.ToProblem());
    }

    private static async Task<Results<Ok<RateResponse>, ProblemHttpResult>> PairAsync(
        string @base,
        string quote,
        Moment? asOf,
        Moment? knownAt,
        CurrentRates current,
        CancellationToken cancellationToken)
    {
        var board = await current.BoardAsync(asOf, knownAt, cancellationToken);
        return CurrentRates.Pair(@base, quote).Then(pair => board.Rate(pair.Base, pair.Quote))
            .Match<Results<Ok<RateResponse>, ProblemHttpResult>>(
                rate => TypedResults.Ok(rate), failure => failure.ToProblem());
    }

    private static async Task<Results<Ok<RateHistoryResponse>, ProblemHttpResult>> HistoryAsync(
        string @base,
        string quote,
        DateOnly? from,
        DateOnly? to,
        RateStore store,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        if (!CurrentRates.Pair(@base, quote).TryGet(out var pair, out var failure))
        {
            return failure.ToProblem();
        }

        var last = to ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (last < EndMin || last > EndMax)
        {
            return Failure.Invalid($"to is {last:yyyy-MM-dd}; it lies from {EndMin:yyyy-MM-dd} to {EndMax:yyyy-MM-dd}.")
                .ToProblem();
        }

        var first = from ?? last.AddDays(-DefaultHistoryDays);
        if (first > last)
        {
            return Failure.Invalid($"from ({first:yyyy-MM-dd}) lies after to ({last:yyyy-MM-dd}).").ToProblem();
        }

        var points = await store.HistoryAsync(pair.Base, pair.Quote, first, last, cancellationToken);
        return TypedResults.Ok(new RateHistoryResponse(pair.Base, pair.Quote, points));
    }

    private static async Task<Results<Ok<ConversionResponse>, ProblemHttpResult>> ConvertAsync(
        string from, string to, decimal amount, Moment? asOf, CurrentRates current, CancellationToken cancellationToken)
    {
        var converted = await current.ConvertAsync(from, to, amount, asOf, cancellationToken);
        return converted.Match<Results<Ok<ConversionResponse>, ProblemHttpResult>>(
            conversion => TypedResults.Ok(conversion), failure => failure.ToProblem());
    }
}
