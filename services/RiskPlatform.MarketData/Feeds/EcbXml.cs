using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using RiskPlatform.Domain;

namespace RiskPlatform.MarketData.Feeds;

/// <summary>
/// The European Central Bank's reference rates: <c>Cube</c> elements, a day each, units for one euro. The daily file
/// has one day, the history files many; the newest counts.
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
            var newest = XDocument.Load(reader).Descendants()
                .Where(cube => cube.Name.LocalName == "Cube" && cube.Attribute("time") is not null)
                .Select(cube => (Cube: cube, Date: Date(cube.Attribute("time")!.Value)))
                .Where(day => day.Date is not null)
                .OrderByDescending(day => day.Date)
                .FirstOrDefault();
            if (newest.Cube is null)
            {
                return Failure.Malformed($"{source} sent no day of rates.");
            }

            var validAt = new DateTimeOffset(newest.Date!.Value, Published, TimeSpan.Zero);
            var quotes = new QuoteReader(source, Currency.Of("EUR"), validAt, now);
            foreach (var cube in newest.Cube.Elements())
            {
                quotes.Add(cube.Attribute("currency")?.Value ?? "", cube.Attribute("rate")?.Value ?? "");
            }

            return quotes.Finish();
        }
        catch (XmlException fault)
        {
            return Failure.Malformed($"{source} sent broken XML: {fault.Message}");
        }
    }

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}
