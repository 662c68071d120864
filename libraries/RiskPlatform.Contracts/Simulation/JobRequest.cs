using System.Text.Json.Serialization;
using RiskPlatform.Domain;

namespace RiskPlatform.Contracts.Simulation;

/// <summary>Asks for the revaluation of currency positions over many paths, shared among the replicas.</summary>
/// <param name="Positions">What is held; several of one currency count as their sum. 1 to 500.</param>
/// <param name="BaseCurrency">The currency profit and loss are counted in.</param>
/// <param name="HorizonDays">Business days held, of which a year has 252; above zero, 2,520 at most.</param>
/// <param name="Paths">Paths to simulate; 4,096 to 1,000,000,000.</param>
/// <param name="Seed">Which experiment: the same seed gives the same bits on any number of replicas.</param>
/// <param name="Confidence">Fractions strictly between 0.5 and 1; [0.95, 0.99] if left out; 20 at most.</param>
/// <param name="WindowDays">Without a model: newest daily returns it is estimated from; 30 to 5,000.</param>
/// <param name="AsOf">Without a model: a date (its end) or time, ISO 8601; now if left out.</param>
/// <param name="Model">How the currencies move; from their history if left out.</param>
/// <param name="Shards">Pieces at most, 1 to 1,024; 32 if left out. No figure but the last bits of the mean depends
/// on it.</param>
public sealed record JobRequest(
    IReadOnlyList<PositionAmount> Positions,
    Currency BaseCurrency,
    double HorizonDays,
    long Paths = 1_000_000,
    ulong Seed = 42,
    double[]? Confidence = null,
    int WindowDays = 500,
    string? AsOf = null,
    JobModel? Model = null,
    int? Shards = null);

/// <summary>Correlated geometric Brownian motions of currencies' worth in the base currency.</summary>
/// <param name="Currencies">Each one's law; every position's currency but the base is among them.</param>
/// <param name="Correlation">Of their shocks, rows in the order of the currencies.</param>
public sealed record JobModel(IReadOnlyList<CurrencyLaw> Currencies, double[][] Correlation);

/// <summary>How one currency's worth moves.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Worth">One unit in the base currency today; 1e-20 to 1e20.</param>
/// <param name="Volatility">A year's standard deviation of log returns, as a fraction; 0 to 10.</param>
/// <param name="Drift">Growth of the mean, a year, as a fraction, continuously compounded; −10 to 10.</param>
public sealed record CurrencyLaw(Currency Currency, double Worth, double Volatility, double Drift = 0.0);

/// <summary>How far a job has come.</summary>
public enum JobState
{
    /// <summary>No shard has begun.</summary>
    [JsonStringEnumMemberName("queued")]
    Queued,

    /// <summary>Shards are computed.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>The result is there and stays as it is.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>A shard, or the merge of all, failed again and again; the error says which and why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>A job.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Shards">Pieces it was cut into.</param>
/// <param name="Done">Pieces that are finished.</param>
/// <param name="Progress">Their share, 0 to 1.</param>
/// <param name="Result">The figures, once completed.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="StartedAt">When its first shard began.</param>
/// <param name="FinishedAt">When it was completed, or failed.</param>
/// <param name="Lineage">What it is made from, frozen when it was asked for.</param>
public sealed record JobResponse(
    Guid Id,
    JobState State,
    int Shards,
    int Done,
    double Progress,
    JobResult? Result,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    Lineage Lineage);

/// <summary>The distribution of a portfolio's loss. Losses are positive, in units of the base currency.</summary>
/// <param name="Mean">Of the loss; negative is an expected gain.</param>
/// <param name="StandardError">Of the mean.</param>
/// <param name="StandardDeviation">Of the loss, divisor n − 1.</param>
/// <param name="Results">One row a confidence, in the order asked.</param>
/// <param name="Paths">Paths simulated.</param>
public sealed record JobResult(
    double Mean, double StandardError, double StandardDeviation, IReadOnlyList<JobTail> Results, long Paths);

/// <summary>The tail at one confidence.</summary>
/// <param name="Confidence">A fraction strictly between 0.5 and 1.</param>
/// <param name="Var">The loss not exceeded with the confidence.</param>
/// <param name="Es">The mean loss beyond it.</param>
/// <param name="StandardError">Of the value at risk, from the finite number of paths.</param>
/// <param name="EsStandardError">Of the shortfall.</param>
public sealed record JobTail(double Confidence, double Var, double Es, double StandardError, double EsStandardError);
