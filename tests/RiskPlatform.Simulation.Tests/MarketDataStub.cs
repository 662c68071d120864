using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RiskPlatform.Contracts;
using RiskPlatform.Contracts.MarketData;
using RiskPlatform.Domain;

namespace RiskPlatform.Simulation.Tests;

/// <summary>A real HTTP server that stands where market data is: worths in dollars that a test gives it.</summary>
public sealed class MarketDataStub : IAsyncDisposable
{
    /// <summary>The day of the newest rate.</summary>
    public static readonly DateOnly Last = new(2026, 9, 29);

    private static readonly Currency Dollar = Currency.Of("USD");
    private readonly WebApplication _app;

    private MarketDataStub(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>What one unit was worth in dollars, one number a day, the last of <see cref="Last"/>.</summary>
    public Dictionary<Currency, decimal[]> Worths { get; } = new()
    {
        [Currency.Of("KES")] = Walk(seed: 1, 0.0077, 0.004, 700),
        [Currency.Of("UGX")] = Walk(seed: 2, 0.00027, 0.006, 700),
        [Currency.Of("EUR")] = Walk(seed: 3, 1.17, 0.005, 700),
        [Currency.Of("GHS")] = Walk(seed: 4, 0.08, 0.01, 20),
    };

    /// <summary>How far the rates can be trusted.</summary>
    public DataState State { get; set; } = DataState.Replayed;

    /// <summary>The last path and query asked for.</summary>
    public string LastQuery { get; private set; } = "";

    public static async Task<MarketDataStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var stub = new MarketDataStub(builder.Build());
        stub._app.Run(stub.AnswerAsync);
        await stub._app.StartAsync();
        return stub;
    }

    /// <summary>Worths that move by returns of a given size a day, at random.</summary>
    public static decimal[] Walk(int seed, double start, double deviation, int days)
    {
        var random = new Random(seed);
        double[] worths = new double[days];
        worths[0] = start;
        for (int day = 1; day < days; day++)
        {
            double shock = Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6.0;
            worths[day] = worths[day - 1] * (1.0 + deviation * shock);
        }

        return [.. worths.Select(worth => (decimal)worth)];
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        LastQuery = $"{context.Request.Path}{context.Request.QueryString}";
        return context.Request.Path.Value!.Trim('/').Split('/') switch
        {
            // As the service does: a moment long after the last date has no rate, while now has a replayed one.
            ["rates"] when context.Request.Query["asOf"] is [{ } asOf] && Date(asOf[..10]) > Last.AddDays(7) =>
                TypedResults.Problem("There is no rate for this time.", statusCode: 424).ExecuteAsync(context),
            ["rates"] => context.Response.WriteAsJsonAsync(
                new RatesResponse(
                    Dollar,
                    new DateTimeOffset(Last, TimeOnly.MinValue, TimeSpan.Zero),
                    Worths.ToDictionary(
                        pair => pair.Key, pair => new RateSummary(1m / pair.Value[^1], State, 60, 1, 0.0))),
                ContractJson.Options),
            ["rates", var code, _, "history"] => context.Response.WriteAsJsonAsync(
                History(
                    Currency.Of(code),
                    Date(context.Request.Query["from"]!),
                    Date(context.Request.Query["to"]!)),
                ContractJson.Options),
            _ => Task.FromException(new InvalidOperationException(LastQuery)),
        };
    }

    private static DateOnly Date(string? text) => DateOnly.Parse(text!, CultureInfo.InvariantCulture);

    private RateHistoryResponse History(Currency currency, DateOnly from, DateOnly to)
    {
        decimal[] worths = Worths.GetValueOrDefault(currency, []);
        return new RateHistoryResponse(currency, Dollar, [
            .. worths.Select((worth, i) => new RatePoint(Last.AddDays(i - worths.Length + 1), worth, "test"))
                .Where(point => point.Date >= from && point.Date <= to),
        ]);
    }
}
