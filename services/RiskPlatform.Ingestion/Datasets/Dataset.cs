using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Datasets;

/// <summary>What can be loaded: its columns, its table, and how a line becomes a row.</summary>
/// <param name="Name">As in the query.</param>
/// <param name="Columns">The fields of a line.</param>
/// <param name="Optional">Those of them that may be absent or empty.</param>
/// <param name="Copy">The COPY command.</param>
/// <param name="Write">Writes a line as a row; it counts only if the fields have no fault afterwards.</param>
internal sealed record Dataset(
    string Name, string[] Columns, string[] Optional, string Copy, Action<Fields, RowBlock, long, long> Write)
{
    public static readonly IReadOnlyList<Dataset> All = [Loans.Dataset, Rates.Dataset, RiskLogs.Dataset];
}
