using System.Globalization;
using System.Text;
using RiskPlatform.Contracts.Reporting;
using RiskPlatform.Domain;

namespace RiskPlatform.Reporting.Exports;

/// <summary>A report as CSV: a figure a line, <c>section,currency,item,value,unit</c>.</summary>
internal static class CsvReport
{
    public static string Render(ReportResponse report)
    {
        var csv = new StringBuilder("section,currency,item,value,unit\n");
        Line("report", "", "id", report.Id, "");
        Line("report", "", "generatedAt", report.GeneratedAt.ToString("O", CultureInfo.InvariantCulture), "UTC");
        Line("report", "", "trigger", report.Trigger, "");
        Line("score", "", "records", report.TotalRecords, "loans");
        Line("score", "", "average", report.AvgRiskScore, "percent");
        Line("score", "", "max", report.MaxRiskScore, "percent");
        Line("score", "", "min", report.MinRiskScore, "percent");
        foreach (var exposure in report.Exposures)
        {
            Line("exposure", exposure.Currency.Code, "loans", exposure.Loans, "loans");
            Money("exposure", exposure.Currency.Code, "outstanding", exposure.Outstanding);
            Money("exposure", exposure.Currency.Code, "inBase", exposure.InBase);
            Line("exposure", exposure.Currency.Code, "rateState", exposure.RateState, "");
        }

        if (report.ValueAtRisk is { } risk)
        {
            Line("var", "", "confidence", risk.Confidence, "fraction");
            Line("var", "", "horizon", risk.HorizonDays, "days");
            Line("var", "", "observations", risk.Observations, "returns");
            Money("var", "", "valueAtRisk", risk.Var);
            Money("var", "", "expectedShortfall", risk.ExpectedShortfall);
            Money("var", "", "standardError", risk.StandardError);
            foreach (var component in risk.Components)
            {
                Money("var", component.Currency.Code, "component", component.Var);
            }
        }

        foreach (string gap in report.Gaps)
        {
            Line("gap", "", "reason", $"\"{gap.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", "");
        }

        Line("lineage", "", "asOf", report.Lineage.AsOf.ToString("O", CultureInfo.InvariantCulture), "UTC");
        Line("lineage", "", "dataState", report.Lineage.DataState, "");
        Line("lineage", "", "modelVersion", report.Lineage.ModelVersion, "");
        Line("lineage", "", "inputsHash", report.Lineage.InputsHash, "sha256");
        return csv.ToString();

        void Money(string section, string currency, string item, Money? amount) =>
            Line(
                section,
                currency,
                item,
                amount?.Amount.ToString($"F{amount.Value.Currency.Exponent}", CultureInfo.InvariantCulture),
                amount?.Currency.Code ?? "");

        void Line(string section, string currency, string item, object? value, string unit) =>
            csv.Append(CultureInfo.InvariantCulture, $"{section},{currency},{item},{value},{unit}\n");
    }
}
