using System.Globalization;
using System.Text;
using RiskPlatform.Domain;
using RiskPlatform.MarketData.Feeds;

namespace RiskPlatform.MarketData.Tests.Feeds;

/// <summary>
/// The payloads are made: the ECB's own figures of shipped days in the documented form of its XML, since the XML files
/// themselves could not be had.
/// </summary>
public sealed class EcbXmlTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 13, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Parse_Daily_GivesEveryFigureOfTheDayExactly()
    {
        var parsed = Read(RealData.EcbXml("2026-04-13"));

        var expected = RealData.EcbDay("2026-04-13");
        Assert.Equal(29, expected.Count);
        Assert.Equal(
            expected.ToDictionary(p => p.Key, p => decimal.Parse(p.Value, CultureInfo.InvariantCulture)),
            parsed.Quotes.ToDictionary(quote => quote.Counter.Code, quote => quote.Rate));
        Assert.All(parsed.Quotes, quote => Assert.Equal(
            ("EUR", "ecb", new DateTimeOffset(2026, 4, 13, 15, 0, 0, TimeSpan.Zero)),
            (quote.Base.Code, quote.Source, quote.ValidAt)));
        Assert.Equal(0, parsed.Refused);
    }

    [Fact]
    public void Parse_History_GivesEveryDayItsOwnFigures()
    {
        var parsed = Read(RealData.EcbXml("2026-04-13", "2026-04-10", "2026-04-09"));

        Assert.Equal(29 * 3, parsed.Quotes.Count);
        foreach (int day in (int[])[13, 10, 9])
        {
            var dollar = parsed.Quotes.Single(quote => quote.Counter.Code == "USD" && quote.ValidAt.Day == day);
            Assert.Equal(
                RealData.EcbDay($"2026-04-{day:00}")["USD"], dollar.Rate.ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Parse_EndedCurrencies_AreRefusedAndCounted()
    {
        // 2004-12-31 has the old Turkish lira and currencies that the euro has replaced since.
        var parsed = Read(RealData.EcbXml("2004-12-31"));

        Assert.DoesNotContain(parsed.Quotes, quote => quote.Counter.Code is "TRL" or "SKK");
        Assert.Equal(RealData.EcbDay("2004-12-31").Count, parsed.Quotes.Count + parsed.Refused);
        Assert.True(parsed.Refused >= 8);
    }

    [Theory]
    [InlineData("-1.1")]
    [InlineData("0")]
    [InlineData("NaN")]
    [InlineData("1e400")]
    [InlineData("1,17")]
    [InlineData("")]
    [InlineData("10000000000")]
    public void Parse_FigureThatIsNoRate_IsRefused_AndTheOthersKept(string figure)
    {
        var parsed = Read(
            RealData.EcbXml("2026-04-13").Replace("'USD' rate='1.1684'", $"'USD' rate='{figure}'"));

        Assert.Equal((28, 1), (parsed.Quotes.Count, parsed.Refused));
    }

    [Fact]
    public void Parse_FigureGivenTwice_KeepsTheFirst()
    {
        var parsed = Read(RealData.EcbXml("2026-04-13").Replace(
            "<Cube currency='JPY'", "<Cube currency='USD' rate='2'/><Cube currency='JPY'"));

        Assert.Equal(1.1684m, parsed.Quotes.Single(quote => quote.Counter.Code == "USD").Rate);
        Assert.Equal(1, parsed.Refused);
    }

    [Fact]
    public void Parse_DateThatHasNotCome_IsRefusedWhole() =>
        Assert.False(EcbXml.Parse("ecb", Bytes(RealData.EcbXml("2026-04-13")), Now.AddDays(-2)).TryGet(out _, out _));

    [Fact]
    public void Parse_CutAnywhere_IsAFailure_NeverAThrow()
    {
        byte[] whole = Bytes(RealData.EcbXml("2026-04-13"));
        for (int length = 0; length < whole.Length - 1; length += 7)
        {
            Assert.False(EcbXml.Parse("ecb", whole[..length], Now).TryGet(out _, out var failure));
            Assert.Equal(FailureReason.Malformed, failure!.Reason);
        }
    }

    [Theory]
    [InlineData("{\"rates\":{}}")]
    [InlineData("<html><body>503</body></html>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"bbbb\">]><a>&b;</a>")]
    [InlineData("<Cube><Cube currency='USD' rate='1'/></Cube>")]
    [InlineData("<Cube><Cube time='yesterday'/></Cube>")]
    public void Parse_OtherPayload_IsMalformed(string payload)
    {
        Assert.False(EcbXml.Parse("ecb", Bytes(payload), Now).TryGet(out _, out var failure));
        Assert.Equal(FailureReason.Malformed, failure!.Reason);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static ParsedQuotes Read(string xml) =>
        Assert.IsType<Result<ParsedQuotes>.Success>(EcbXml.Parse("ecb", Bytes(xml), Now)).Value;
}
