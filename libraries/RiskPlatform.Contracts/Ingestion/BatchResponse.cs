using RiskPlatform.Domain;

namespace RiskPlatform.Contracts.Ingestion;

/// <summary>What became of one upload. A repeated upload with the same key gets the same answer.</summary>
/// <param name="BatchId">The batch.</param>
/// <param name="Dataset">loans, rates or risk-logs.</param>
/// <param name="Received">Data lines read, the header not counted.</param>
/// <param name="Accepted">Lines stored.</param>
/// <param name="Rejected">Lines refused; each is kept with its number and reason.</param>
/// <param name="RowsPerSecond">Received over elapsed.</param>
/// <param name="ElapsedMs">From the first byte to the commit.</param>
/// <param name="Rejects">Where the refused lines are.</param>
public sealed record BatchResponse(
    Guid BatchId,
    string Dataset,
    long Received,
    long Accepted,
    long Rejected,
    double RowsPerSecond,
    double ElapsedMs,
    string Rejects);

/// <summary>What a look into the inbox of shipped tapes found and loaded.</summary>
/// <param name="Batches">The batches loaded now: files whose content had not been loaded before.</param>
/// <param name="AlreadyLoaded">Files whose content had been loaded before.</param>
/// <param name="LoansLoaded">Loans in the book after this call.</param>
public sealed record InboxResponse(IReadOnlyList<InboxBatch> Batches, int AlreadyLoaded, long LoansLoaded);

/// <summary>One tape of the inbox.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Batch">What became of it.</param>
public sealed record InboxBatch(string File, BatchResponse Batch);

/// <summary>The risk log in figures. Scores are expected one-year loss in percent of the outstanding amount.</summary>
/// <param name="TotalRecords">Rows of the log.</param>
/// <param name="AverageScore">Mean score, percent.</param>
/// <param name="MaxScore">Largest score, percent.</param>
/// <param name="MinScore">Smallest score, percent.</param>
/// <param name="Var95">The 95 % quantile of the scores, percent.</param>
/// <param name="Var99">The 99 % quantile of the scores, percent.</param>
/// <param name="ByCurrency">The book by the currency it is owed in.</param>
public sealed record RiskSummary(
    long TotalRecords,
    double? AverageScore,
    double? MaxScore,
    double? MinScore,
    double? Var95,
    double? Var99,
    IReadOnlyList<CurrencyRisk> ByCurrency);

/// <summary>The part of the book owed in one currency.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Loans">Loans owed in it.</param>
/// <param name="Outstanding">What is owed, exact.</param>
/// <param name="AverageScore">Mean score of its loans, percent.</param>
/// <param name="ExpectedLoss">Sum over loans of outstanding times score, at the smallest unit.</param>
public sealed record CurrencyRisk(
    Currency Currency, long Loans, Money Outstanding, double? AverageScore, Money ExpectedLoss);
