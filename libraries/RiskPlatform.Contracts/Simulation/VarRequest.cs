using System.Text.Json.Serialization;
using RiskPlatform.Domain;

namespace RiskPlatform.Contracts.Simulation;

/// <summary>Asks for the value at risk of positions in currencies, from their stored history.</summary>
/// <param name="Positions">What is held; several of one currency count as their sum. 1 to 500.</param>
/// <param name="BaseCurrency">The currency profit and loss are counted in.</param>
/// <param name="HorizonDays">Business days held, above zero; 1,000 at most. Deviations grow with the root.</param>
/// <param name="Confidence">Fractions strictly between 0.5 and 1; 20 at most.</param>
/// <param name="Method">How.</param>
/// <param name="WindowDays">Newest daily returns to use: 30 to 5,000; filteredHistorical needs 50.</param>
/// <param name="AsOf">A date (its end) or time, ISO 8601; now if left out.</param>
/// <param name="Seed">monteCarlo: which experiment.</param>
public sealed record VarRequest(
    IReadOnlyList<PositionAmount> Positions,
    Currency BaseCurrency,
    double HorizonDays,
    double[] Confidence,
    PortfolioVarMethod Method,
    int WindowDays = 500,
    string? AsOf = null,
    ulong Seed = 42);

/// <summary>So much of one currency.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Amount">Units of it; negative is owed.</param>
public sealed record PositionAmount(Currency Currency, decimal Amount);

/// <summary>How a value at risk is computed.</summary>
public enum PortfolioVarMethod
{
    /// <summary>Normal returns with the sample's means and covariance.</summary>
    [JsonStringEnumMemberName("parametric")]
    Parametric,

    /// <summary>The normal quantile bent by skewness and kurtosis.</summary>
    [JsonStringEnumMemberName("cornishFisher")]
    CornishFisher,

    /// <summary>Past returns, all alike.</summary>
    [JsonStringEnumMemberName("historical")]
    Historical,

    /// <summary>Past returns, the newest weighing most.</summary>
    [JsonStringEnumMemberName("ageWeighted")]
    AgeWeighted,

    /// <summary>Past returns scaled to today's volatility.</summary>
    [JsonStringEnumMemberName("volatilityScaled")]
    VolatilityScaled,

    /// <summary>Past shocks of a GARCH model a currency.</summary>
    [JsonStringEnumMemberName("filteredHistorical")]
    FilteredHistorical,

    /// <summary>Simulated normal returns.</summary>
    [JsonStringEnumMemberName("monteCarlo")]
    MonteCarlo,
}

/// <summary>The value at risk of positions. Losses are positive, in units of the base currency.</summary>
/// <param name="Results">One row a confidence, in the order asked.</param>
/// <param name="Components">Parts of the first row's value at risk.</param>
/// <param name="Observations">Joint daily returns it rests on.</param>
/// <param name="BaseCurrency">The currency of every figure.</param>
/// <param name="Method">How it was computed.</param>
/// <param name="HorizonDays">Business days held.</param>
/// <param name="From">The date before the first return; null where no rate takes part.</param>
/// <param name="To">The date of the last return.</param>
/// <param name="Lineage">What it was made from.</param>
public sealed record VarResponse(
    IReadOnlyList<VarResult> Results,
    IReadOnlyList<VarPart> Components,
    int Observations,
    Currency BaseCurrency,
    PortfolioVarMethod Method,
    double HorizonDays,
    DateOnly? From,
    DateOnly? To,
    Lineage Lineage);

/// <summary>Value at risk at one confidence.</summary>
/// <param name="Confidence">A fraction strictly between 0.5 and 1.</param>
/// <param name="Var">The loss not exceeded with the confidence; negative is a gain.</param>
/// <param name="Es">The mean loss beyond it.</param>
/// <param name="StandardError">Of the value at risk, from the finite sample.</param>
/// <param name="EsStandardError">Of the shortfall.</param>
/// <param name="Components">Parts of the value at risk by currency, which sum to it.</param>
public sealed record VarResult(
    double Confidence,
    double Var,
    double Es,
    double StandardError,
    double EsStandardError,
    IReadOnlyList<VarPart> Components);

/// <summary>What one currency adds.</summary>
/// <param name="Currency">The currency.</param>
/// <param name="Var">Its part; negative hedges. The base currency's is zero.</param>
/// <param name="Share">Of the whole, as a fraction; zero where the whole is zero.</param>
public sealed record VarPart(Currency Currency, double Var, double Share);
