using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.Ingestion;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;

namespace RiskPlatform.Reporting.Tests;

/// <summary>A real HTTP server that stands where market data and ingestion are, with a book and rates.</summary>
public sealed class ServicesStub : IAsyncDisposable
{
    private static readonly DateOnly First = new(2024, 1, 1);
    private static readonly DateTimeOffset Fixing = new(2026, 9, 29, 0, 0, 0, TimeSpan.Zero);
    private readonly WebApplication _app;

    private ServicesStub(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>What ingestion says of the book; null when it is down.</summary>
    public RiskSummary? Risk { get; set; } = Book((Currency.Of("KES"), 129_000.00m), (Currency.Of("UGX"), 7_400_000m));

    /// <summary>Units for one dollar; null when market data is down.</summary>
    public Dictionary<Currency, decimal>? Rates { get; set; } = new()
    {
        [Currency.Of("KES")] = 129.0m, [Currency.Of("UGX")] = 3700.0m,
    };

    /// <summary>Days of history, one return fewer.</summary>
    public int HistoryDays { get; set; } = 301;

    public static async Task<ServicesStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var stub = new ServicesStub(builder.Build());
        stub._app.Run(stub.AnswerAsync);
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>A book of one loan a currency, with scores of 2 percent.</summary>
    public static RiskSummary Book(params (Currency Currency, decimal Outstanding)[] loans) => new(
        loans.Length, 2.0, 3.0, 1.0, 2.9, 3.0,
        [
            .. loans.Select(loan => new CurrencyRisk(
                loan.Currency, 1, new Money(loan.Outstanding, loan.Currency), 2.0, new Money(0m, loan.Currency))),
        ]);

    /// <summary>The worth of a unit in dollars on a day: a wave of its own period for each currency.</summary>
    public static double Worth(Currency currency, int day) =>
        0.01 * (1.0 + 0.01 * Math.Sin(day * (currency.Code[0] % 7 + 1.5)));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        string[] path = context.Request.Path.Value!.Trim('/').Split('/');
        return path switch
        {
            ["risk"] when Risk is { } risk => context.Response.WriteAsJsonAsync(risk, ContractJson.Options),
            ["rates"] when Rates is { } rates => context.Response.WriteAsJsonAsync(
                new RatesResponse(Currency.Of("USD"), Fixing, rates.ToDictionary(
                    rate => rate.Key, rate => new RateSummary(rate.Value, DataState.Replayed, 60, 1, 0.0))),
                ContractJson.Options),
            ["rates", var b, var q, "history"] => context.Response.WriteAsJsonAsync(
                new RateHistoryResponse(Currency.Of(b), Currency.Of(q), [
                    .. Enumerable.Range(0, HistoryDays).Select(day => new RatePoint(
                        First.AddDays(day), (decimal)Worth(Currency.Of(b), day), "test")),
                ]),
                ContractJson.Options),
            _ => Down(context),
        };
    }

    private static Task Down(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(Fixing.ToString(CultureInfo.InvariantCulture));
    }
}
