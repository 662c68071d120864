using System.Globalization;
using System.Text.Json;
using RiskPlatform.Domain;

namespace RiskPlatform.MarketData.Feeds;

/// <summary>The feeds that speak JSON.</summary>
internal static class JsonFeeds
{
    /// <summary>
    /// Frankfurter: <c>{"amount":1.0,"base":"EUR","date":"2026-04-13","rates":{"USD":1.1684}}</c>, the ECB's rates.
    /// </summary>
    public static Result<ParsedQuotes> Frankfurter(string source, byte[] payload, DateTimeOffset now) =>
        Parse(source, payload, root => root.TryGetProperty("amount", out var amount) && amount.GetDecimal() != 1m
            ? Failure.Malformed($"{source} sent rates for an amount of {amount.GetRawText()}, not of 1.")
            : Read(
                source,
                root.GetProperty("base").GetString(),
                Day(root.GetProperty("date")),
                root.GetProperty("rates"),
                now));

    /// <summary>
    /// open.er-api: <c>{"result":"success","base_code":"USD","time_last_update_unix":1,"rates":{"KES":129.3}}</c>.
    /// </summary>
    public static Result<ParsedQuotes> OpenErApi(string source, byte[] payload, DateTimeOffset now) =>
        Parse(source, payload, root => root.GetProperty("result").GetString() == "success"
            ? Read(
                source,
                root.GetProperty("base_code").GetString(),
                DateTimeOffset.FromUnixTimeSeconds(root.GetProperty("time_last_update_unix").GetInt64()),
                root.GetProperty("rates"),
                now)
            : Failure.Unavailable($"{source} says: {root.GetProperty("result").GetString()}."));

    /// <summary>currency-api: <c>{"date":"2026-09-29","usd":{"kes":129.3}}</c>, units for one of the key.</summary>
    public static Result<ParsedQuotes> CurrencyApi(string source, byte[] payload, DateTimeOffset now) =>
        Parse(source, payload, root =>
        {
            var rates = root.EnumerateObject().First(property => property.Value.ValueKind == JsonValueKind.Object);
            return Read(source, rates.Name.ToUpperInvariant(), Day(root.GetProperty("date")), rates.Value, now);
        });

    private static Result<ParsedQuotes> Parse(
        string source, byte[] payload, Func<JsonElement, Result<ParsedQuotes>> read)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            return read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentOutOfRangeException)
        {
            return Failure.Malformed($"{source} did not answer in its documented form: {fault.Message}");
        }
    }

    private static Result<ParsedQuotes> Read(
        string source, string? baseCode, DateTimeOffset validAt, JsonElement rates, DateTimeOffset now)
    {
        if (!Currency.TryParse(baseCode, out var baseCurrency))
        {
            return Failure.Malformed($"{source} quotes against '{baseCode}', which is no currency.");
        }

        var quotes = new QuoteReader(source, baseCurrency, validAt, now);
        foreach (var rate in rates.EnumerateObject())
        {
            quotes.Add(rate.Name, rate.Value.ValueKind == JsonValueKind.Number ? rate.Value.GetRawText() : "");
        }

        return quotes.Finish();
    }

    private static DateTimeOffset Day(JsonElement date) => new(
        DateOnly.ParseExact(date.GetString() ?? "", "yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly.MinValue,
        TimeSpan.Zero);
}
