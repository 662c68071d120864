using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Tests.Feeds;

/// <summary>
/// currency-api is tested on its real file of 2026-09-29. Frankfurter and open.er-api are tested on real figures in the
/// form their documentation gives, since no payload of theirs could be had.
/// </summary>
public sealed class JsonFeedsTests
{
    private static readonly DateTimeOffset Now = new(2026, 9, 29, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void CurrencyApi_RealFile_GivesTheShippedPanelOfThatDay()
    {
        var parsed = Read(JsonFeeds.CurrencyApi("c", RealData.CurrencyApiFile, Now));

        var panel = RealData.PanelDay("2026-09-29");
        Assert.Equal(26, panel.Count);
        var rates = parsed.Quotes.ToDictionary(quote => quote.Counter.Code, quote => quote.Rate);
        Assert.Equal(panel, panel.Keys.ToDictionary(code => code, code => rates[code]));
        Assert.All(parsed.Quotes, quote => Assert.Equal(
            ("USD", "c", RealData.Midnight("2026-09-29")), (quote.Base.Code, quote.Source, quote.ValidAt)));
    }

    [Fact]
    public void CurrencyApi_RealFile_AccountsForEveryFigure()
    {
        using var file = JsonDocument.Parse(RealData.CurrencyApiFile);
        var codes = file.RootElement.GetProperty("usd").EnumerateObject()
            .Select(property => property.Name.ToUpperInvariant()).ToList();
        int known = codes.Count(code => Currency.TryParse(code, out _));

        var parsed = Read(JsonFeeds.CurrencyApi("c", RealData.CurrencyApiFile, Now));

        Assert.Equal(known - 1, parsed.Quotes.Count); // The dollar against itself is no quote.
        Assert.True(parsed.Quotes.Count > 140, $"{parsed.Quotes.Count} currencies");
        Assert.Equal(codes.Count - known, parsed.Refused);
    }

    [Fact]
    public void Frankfurter_RealFiguresInDocumentedForm_GivesEveryFigureExactly()
    {
        var parsed = Read(JsonFeeds.Frankfurter("f", Bytes(RealData.Frankfurter("2026-04-13")), Now));

        Assert.Equal(
            RealData.EcbDay("2026-04-13").ToDictionary(
                p => p.Key, p => decimal.Parse(p.Value, CultureInfo.InvariantCulture)),
            parsed.Quotes.ToDictionary(quote => quote.Counter.Code, quote => quote.Rate));
        Assert.All(parsed.Quotes, quote => Assert.Equal(
            ("EUR", "f", RealData.Midnight("2026-04-13")), (quote.Base.Code, quote.Source, quote.ValidAt)));
    }

    [Fact]
    public void OpenErApi_RealFiguresInDocumentedForm_GivesEveryFigureExactly()
    {
        var parsed = Read(JsonFeeds.OpenErApi("o", Bytes(RealData.OpenErApi("2026-09-29")), Now));

        Assert.Equal(
            RealData.PanelDay("2026-09-29"),
            parsed.Quotes.ToDictionary(quote => quote.Counter.Code, quote => quote.Rate));
        Assert.All(parsed.Quotes, quote => Assert.Equal(
            ("USD", "o", RealData.Midnight("2026-09-29").AddSeconds(151)),
            (quote.Base.Code, quote.Source, quote.ValidAt)));
    }

    [Theory]
    [InlineData("frankfurter", """{"amount":1.0,"base":"XXX","date":"2026-04-13","rates":{"USD":1.3}}""")]
    [InlineData("frankfurter", """{"amount":100.0,"base":"EUR","date":"2026-04-13","rates":{"USD":116.84}}""")]
    [InlineData("frankfurter", """{"amount":1.0,"base":"EUR","date":"13.4.2026","rates":{"USD":1.1}}""")]
    [InlineData("frankfurter", """{"amount":1.0,"base":"EUR","date":"2026-04-13"}""")]
    [InlineData("frankfurter", """{"amount":1.0,"base":"EUR","date":"2026-04-13","rates":{}}""")]
    [InlineData("frankfurter", "[1,2]")]
    [InlineData("open-er-api", """{"result":"success","base_code":"USD","rates":{"KES":129}}""")]
    [InlineData("open-er-api",
        """{"result":"success","time_last_update_unix":1780000000000,"base_code":"USD","rates":{"KES":129}}""")]
    [InlineData("currency-api", """{"usd":{"kes":129}}""")]
    [InlineData("currency-api", """{"date":"2026-09-29","usd":[129]}""")]
    [InlineData("currency-api", """{"date":"2026-12-29","usd":{"kes":129}}""")]
    public void Parse_WrongPayload_IsMalformed(string feed, string payload)
    {
        Assert.False(Parser(feed)(feed, Bytes(payload), Now).TryGet(out _, out var failure));
        Assert.Equal(FailureReason.Malformed, failure!.Reason);
    }

    [Fact]
    public void OpenErApi_SaysThatItFailed_IsUnavailable()
    {
        byte[] payload = Bytes("""{"result":"error","error-type":"quota-reached"}""");

        Assert.False(JsonFeeds.OpenErApi("o", payload, Now).TryGet(out _, out var failure));
        Assert.Equal(FailureReason.Unavailable, failure!.Reason);
    }

    [Fact]
    public void CurrencyApi_HostileFigures_AreRefusedOneByOne()
    {
        const string Payload = """
            {"date":"2026-09-29","usd":{"kes":129.26,"ugx":-3500,"ngn":0,"ghs":"NaN","tzs":null,"inr":1e300,
             "php":{"a":1},"usd":1.5,"kes":7,"doge":4.1,"brl":1e-30}}
            """;

        var parsed = Read(JsonFeeds.CurrencyApi("c", Bytes(Payload), Now));

        var only = Assert.Single(parsed.Quotes);
        Assert.Equal(("KES", 129.26m), (only.Counter.Code, only.Rate));
        Assert.Equal(9, parsed.Refused);
    }

    [Theory]
    [InlineData("frankfurter")]
    [InlineData("open-er-api")]
    [InlineData("currency-api")]
    public void Parse_CutAnywhere_IsAFailure_NeverAThrow(string feed)
    {
        byte[] payload = feed switch
        {
            "frankfurter" => Bytes(RealData.Frankfurter("2026-04-13")),
            "open-er-api" => Bytes(RealData.OpenErApi("2026-09-29")),
            _ => RealData.CurrencyApiFile,
        };
        for (int length = 0; length < Array.LastIndexOf(payload, (byte)'}'); length += 11)
        {
            Assert.False(Parser(feed)(feed, payload[..length], Now).TryGet(out _, out var failure));
            Assert.Equal(FailureReason.Malformed, failure!.Reason);
        }
    }

    private static Func<string, byte[], DateTimeOffset, Result<ParsedQuotes>> Parser(string feed) =>
        FeedCatalogue.Live.Single(known => known.Name == feed).Parse;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ParsedQuotes Read(Result<ParsedQuotes> result) =>
        Assert.IsType<Result<ParsedQuotes>.Success>(result).Value;
}
