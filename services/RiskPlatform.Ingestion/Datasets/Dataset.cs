using Npgsql;
using RiskPlatform.Ingestion.Parsing;

namespace RiskPlatform.Ingestion.Datasets;

/// <summary>What can be loaded: its columns, its table, and how a line becomes a row.</summary>
/// <param name="Name">As in the query.</param>
/// <param name="Columns">The fields of a line.</param>
/// <param name="Optional">Those of them that may be absent or empty.</param>
/// <param name="Copy">The COPY command.</param>
/// <param name="NewBlock">Makes room for a block of rows.</param>
internal sealed record Dataset(
    string Name, string[] Columns, string[] Optional, string Copy, Func<RowBlock> NewBlock)
{
    public static readonly IReadOnlyList<Dataset> All = [Loans.Dataset, Rates.Dataset, RiskLogs.Dataset];
}

/// <summary>Some rows of one data set, read and not yet written.</summary>
internal abstract class RowBlock
{
    /// <summary>Rows a block holds.</summary>
    public const int Capacity = 4096;

    /// <summary>Rows in it.</summary>
    public int Count { get; protected set; }

    /// <summary>Takes a line's fields as the next row unless they have a fault.</summary>
    public abstract void Take(Fields fields, long line);

    /// <summary>Writes its rows.</summary>
    public abstract void Write(NpgsqlBinaryImporter writer, long batch);

    /// <summary>Makes it empty, to be used again.</summary>
    public void Clear() => Count = 0;
}
