using System.Globalization;
using System.Net;
using System.Text;
using RiskPlatform.Contracts.Reporting;
using RiskPlatform.Domain;

namespace RiskPlatform.Reporting.Exports;

/// <summary>A report as one page to read or print: no script, no other origin.</summary>
internal static class HtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
        body { max-width: 52rem; margin: 2rem auto; padding: 0 1rem }
        table { border-collapse: collapse; width: 100%; margin: .5rem 0 1.5rem }
        th, td { text-align: right; padding: .3rem .6rem; border-bottom: 1px solid #8884 }
        td { font-variant-numeric: tabular-nums }
        th:first-child, td:first-child { text-align: left }
        .gap { color: #b3261e } footer { font-size: .85rem; overflow-wrap: anywhere; border-top: 1px solid #8884 }
        """;

    public static string Render(ReportResponse report)
    {
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width"><title>Risk report {report.Id}</title>
            <style>{Style}</style></head><body>
            <h1>Risk report {report.Id}</h1>
            <p>{Time(report.GeneratedAt)}, by {Text(report.Trigger)}, in {report.BaseCurrency}</p>
            """);
        foreach (string gap in report.Gaps)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"gap\">{Text(gap)}</p>");
        }

        Table(
            html,
            "Expected one-year loss, percent of outstanding",
            ["Loans", "Mean", "Smallest", "Largest"],
            [[
                Whole(report.TotalRecords), Percent(report.AvgRiskScore), Percent(report.MinRiskScore),
                Percent(report.MaxRiskScore),
            ]]);
        Table(
            html,
            "Exposure",
            ["Currency", "Loans", "Outstanding", $"In {report.BaseCurrency}", "Rate", "State"],
            report.Exposures.Select(exposure => new[]
            {
                exposure.Currency.Code, Whole(exposure.Loans), Amount(exposure.Outstanding), Amount(exposure.InBase),
                exposure.Rate?.ToString(CultureInfo.InvariantCulture) ?? "–", exposure.RateState.ToString(),
            }));
        if (report.ValueAtRisk is { } risk)
        {
            Table(
                html,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"FX value at risk, {risk.HorizonDays} day at {risk.Confidence:P0}, {risk.Observations} returns"),
                ["Currency", "Value at risk", "Share"],
                risk.Components
                    .Select(part => new[] { part.Currency.Code, Amount(part.Var), Percent(100 * part.Share) })
                    .Append(["All", $"{Amount(risk.Var)} ± {Amount(risk.StandardError)}", Percent(100.0)])
                    .Append(["Expected shortfall", Amount(risk.ExpectedShortfall), ""]));
        }

        html.Append(CultureInfo.InvariantCulture, $"""
            <footer><p>Data as of {Time(report.Lineage.AsOf)}, {report.Lineage.DataState}.
            Model {Text(report.Lineage.ModelVersion)}. Inputs sha256 {Text(report.Lineage.InputsHash)}.</p></footer>
            </body></html>
            """);
        return html.ToString();
    }

    private static void Table(
        StringBuilder html, string title, IEnumerable<string> head, IEnumerable<IEnumerable<string>> rows)
    {
        html.Append(CultureInfo.InvariantCulture, $"<h2>{Text(title)}</h2><table><thead><tr>")
            .AppendJoin("", head.Select(cell => $"<th scope=\"col\">{Text(cell)}</th>")).Append("</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append("<tr>").AppendJoin("", row.Select(cell => $"<td>{Text(cell)}</td>")).Append("</tr>");
        }

        html.Append("</tbody></table>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Whole(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Percent(double? number) =>
        number is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.00} %") : "–";

    private static string Amount(Money? money) => money is { } amount
        ? $"{amount.Amount.ToString($"N{amount.Currency.Exponent}", CultureInfo.InvariantCulture)} {amount.Currency}"
        : "–";

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
