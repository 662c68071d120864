using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using RiskPlatform.Domain;

namespace RiskPlatform.MarketData.Feeds;

/// <summary>
/// The European Central Bank's reference rates: <c>Cube</c> elements, a day each, units for one euro. The daily file
/// has one day, the history files many, newest first.
/// </summary>
/// <remarks>
/// <c>&lt;Cube time='2026-04-13'&gt;&lt;Cube currency='USD' rate='1.1684'/&gt;...</c>, published about 16:00 CET.
/// </remarks>
internal static class EcbXml
{
    private static readonly TimeOnly Published = new(15, 0); // UTC, of the day's concertation at 14:10 CET, rounded up.

    private static readonly XmlReaderSettings Safe = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        MaxCharactersInDocument = 64_000_000,
    };

    public static Result<ParsedQuotes> Parse(string source, byte[] payload, DateTimeOffset now)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(payload), Safe);
            List<Quote> quotes = [];
            int refused = 0;
            foreach (var cube in XDocument.Load(reader).Descendants().Where(cube => cube.Name.LocalName == "Cube"))
            {
                if (cube.Attribute("time")?.Value is not { } time)
                {
                    continue; // The frame around the days, or a rate within one.
                }

                if (!Day(source, time, cube, now).TryGet(out var day, out var failure))
                {
                    return failure;
                }

                quotes.AddRange(day.Quotes);
                refused += day.Refused;
            }

            return quotes.Count > 0
                ? new ParsedQuotes(quotes, refused)
                : Failure.Malformed($"{source} sent no day of rates.");
        }
        catch (XmlException fault)
        {
            return Failure.Malformed($"{source} sent broken XML: {fault.Message}");
        }
    }

    private static Result<ParsedQuotes> Day(string source, string time, XElement cube, DateTimeOffset now)
    {
        if (!DateOnly.TryParseExact(
            time, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return Failure.Malformed($"{source} sent rates of '{time}', which is no date.");
        }

        var validAt = new DateTimeOffset(date, Published, TimeSpan.Zero);
        var quotes = new QuoteReader(source, Currency.Of("EUR"), validAt, now);
        foreach (var rate in cube.Elements())
        {
            quotes.Add(rate.Attribute("currency")?.Value ?? "", rate.Attribute("rate")?.Value ?? "");
        }

        return quotes.Finish();
    }
}
