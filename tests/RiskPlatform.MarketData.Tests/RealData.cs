using System.Globalization;

namespace RiskPlatform.MarketData.Tests;

/// <summary>The shipped files and real payloads, read by other means than the service's own.</summary>
internal static class RealData
{
    private static string Shipped(string name) => Path.Combine(AppContext.BaseDirectory, "data", "fx", name);

    /// <summary>currency-api's own file of 2026-09-29, as packed in version 2026.9.29 of its npm package.</summary>
    public static byte[] CurrencyApiFile =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Payloads", "currency-api-2026-09-29-usd.min.json"));

    /// <summary>The ECB's figures of one day as text, by code.</summary>
    public static Dictionary<string, string> EcbDay(string date)
    {
        string[] lines = File.ReadAllLines(Shipped("ecb_eurofxref_hist.csv"));
        string[] codes = lines[0].Split(',');
        string[] cells = lines.Single(line => line.StartsWith(date + ",", StringComparison.Ordinal)).Split(',');
        return codes.Zip(cells).Skip(1)
            .Where(p => p.First.Length > 0 && p.Second is not ("" or "N/A"))
            .ToDictionary(p => p.First, p => p.Second);
    }

    /// <summary>All dates of the ECB's file.</summary>
    public static List<DateOnly> EcbDates() =>
    [
        .. File.ReadLines(Shipped("ecb_eurofxref_hist.csv")).Skip(1)
            .Select(line => DateOnly.ParseExact(line[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture)),
    ];

    /// <summary>The dollar panel of one day, by code, the dollar itself left out.</summary>
    public static Dictionary<string, decimal> PanelDay(string date) =>
        File.ReadLines(Shipped("currency_api_panel_long.csv"))
            .Select(line => line.Split(','))
            .Where(cells => cells[0] == date && cells[1] != "USD")
            .ToDictionary(cells => cells[1], cells => decimal.Parse(cells[2], CultureInfo.InvariantCulture));

    /// <summary>Days of the ECB's file in the documented form of its XML, newest first.</summary>
    public static string EcbXml(params string[] dates) =>
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01"
            xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
        	<gesmes:subject>Reference rates</gesmes:subject>
        	<gesmes:Sender><gesmes:name>European Central Bank</gesmes:name></gesmes:Sender>
        	<Cube>

        """
        + string.Concat(dates.Select(date =>
            $"<Cube time='{date}'>"
            + string.Concat(EcbDay(date).Select(rate => $"<Cube currency='{rate.Key}' rate='{rate.Value}'/>"))
            + "</Cube>"))
        + "</Cube></gesmes:Envelope>";

    /// <summary>A day of the ECB's file in Frankfurter's documented form.</summary>
    public static string Frankfurter(string date) =>
        $$$"""{"amount":1.0,"base":"EUR","date":"{{{date}}}","rates":{{{{Map(EcbDay(date))}}}}}""";

    /// <summary>The dollar panel of a day in the documented form of ExchangeRate-API's open endpoint.</summary>
    public static string OpenErApi(string date) =>
        $$"""
        {
         "result":"success",
         "provider":"https://www.exchangerate-api.com",
         "documentation":"https://www.exchangerate-api.com/docs/free",
         "terms_of_use":"https://www.exchangerate-api.com/terms",
         "time_last_update_unix":{{Midnight(date).ToUnixTimeSeconds() + 151}},
         "time_last_update_utc":"",
         "time_next_update_unix":{{Midnight(date).ToUnixTimeSeconds() + 87031}},
         "time_next_update_utc":"",
         "time_eol_unix":0,
         "base_code":"USD",
         "rates":{"USD":1,{{Map(PanelDay(date).ToDictionary(p => p.Key, p => Text(p.Value)))}}}
        }
        """;

    public static DateTimeOffset Midnight(string date) =>
        new(DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);

    private static string Text(decimal rate) => rate.ToString(CultureInfo.InvariantCulture);

    private static string Map(Dictionary<string, string> rates) =>
        string.Join(',', rates.Select(rate => $"\"{rate.Key}\":{rate.Value}"));
}
