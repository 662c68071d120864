namespace RiskPlatform.Contracts.Pricing;

/// <summary>Which side of the strike pays.</summary>
public enum OptionSide
{
    /// <summary>The right to buy.</summary>
    Call,

    /// <summary>The right to sell.</summary>
    Put,
}

/// <summary>Asks for the value of one European option. Rates are continuously compounded fractions a year.</summary>
/// <param name="Type">call or put.</param>
/// <param name="Spot">Price of the underlying, 1e-100 to 1e100; for FX units of domestic for one of foreign.</param>
/// <param name="Strike">In the unit of the spot, 1e-100 to 1e100.</param>
/// <param name="Maturity">Years, 0 to 1,000.</param>
/// <param name="Rate">Domestic rate, −10 to 10.</param>
/// <param name="Volatility">Per root of a year, 0 to 100.</param>
/// <param name="DividendYield">Dividend yield; for FX the foreign rate. −10 to 10.</param>
/// <param name="Notional">Units of the underlying; every figure but the probability is multiplied by it.</param>
public sealed record PriceRequest(
    OptionSide Type,
    double Spot,
    double Strike,
    double Maturity,
    double Rate,
    double Volatility,
    double DividendYield = 0.0,
    double Notional = 1.0);

/// <summary>The value of an option and its sensitivities.</summary>
/// <param name="Price">Today's value, domestic currency.</param>
/// <param name="Delta">By the spot.</param>
/// <param name="Gamma">Twice by the spot.</param>
/// <param name="Vega">By 1.00 of volatility.</param>
/// <param name="Theta">As a year passes; usually negative.</param>
/// <param name="Rho">By 1.00 of the domestic rate.</param>
/// <param name="RhoForeign">By 1.00 of the foreign rate or dividend yield.</param>
/// <param name="Vanna">By spot and volatility.</param>
/// <param name="Volga">Twice by volatility.</param>
/// <param name="Charm">Delta's change as a year passes.</param>
/// <param name="ProbabilityInTheMoney">Under the domestic pricing measure, 0 to 1.</param>
public sealed record PriceResponse(
    double Price,
    double Delta,
    double Gamma,
    double Vega,
    double Theta,
    double Rho,
    double RhoForeign,
    double Vanna,
    double Volga,
    double Charm,
    double ProbabilityInTheMoney);

/// <summary>Asks for the values of many options by columns.</summary>
/// <param name="Columns">One list a term, all of one length, up to a million rows.</param>
/// <param name="Greeks">Whether sensitivities are wanted too.</param>
public sealed record PriceBatchRequest(PriceColumns Columns, bool Greeks = false);

/// <summary>The terms of many options; ranges as in <see cref="PriceRequest"/>.</summary>
/// <param name="Type">call or put.</param>
/// <param name="Spot">Prices of the underlying.</param>
/// <param name="Strike">Strikes.</param>
/// <param name="Maturity">Years.</param>
/// <param name="Rate">Domestic rates.</param>
/// <param name="Volatility">Per root of a year.</param>
/// <param name="DividendYield">Dividend yields or foreign rates; zeros where it is left out.</param>
public sealed record PriceColumns(
    OptionSide[] Type,
    double[] Spot,
    double[] Strike,
    double[] Maturity,
    double[] Rate,
    double[] Volatility,
    double[]? DividendYield = null);

/// <summary>Values by columns, in the order of the rows; null in a row that failed.</summary>
/// <param name="Columns">By name: price, and with Greeks those of <see cref="PriceResponse"/> but the
/// probability.</param>
/// <param name="Failures">The rows that failed, and why.</param>
public sealed record PriceBatchResponse(
    IReadOnlyDictionary<string, IReadOnlyList<double?>> Columns, IReadOnlyList<RowFailure> Failures);

/// <summary>A row without an answer.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Reason">Why.</param>
public sealed record RowFailure(int Index, string Reason);

/// <summary>Asks for the volatility that makes a price. Ranges as in <see cref="PriceRequest"/>.</summary>
/// <param name="Type">call or put.</param>
/// <param name="Price">Today's price for one unit, domestic currency.</param>
/// <param name="Spot">Price of the underlying.</param>
/// <param name="Strike">In the unit of the spot.</param>
/// <param name="Maturity">Years.</param>
/// <param name="Rate">Domestic rate.</param>
/// <param name="DividendYield">Dividend yield; for FX the foreign rate.</param>
public sealed record ImpliedVolatilityRequest(
    OptionSide Type,
    double Price,
    double Spot,
    double Strike,
    double Maturity,
    double Rate,
    double DividendYield = 0.0);

/// <summary>An implied volatility.</summary>
/// <param name="Volatility">Per root of a year.</param>
/// <param name="Iterations">Steps of the solver.</param>
/// <param name="PriceError">The price at that volatility less the price asked for.</param>
public sealed record ImpliedVolatilityResponse(double Volatility, int Iterations, double PriceError);

/// <summary>One option by three engines that share nothing but the question.</summary>
/// <param name="Engines">closedForm, lattice and monteCarlo.</param>
/// <param name="MaxAbsDifference">The largest distance between two of them.</param>
/// <param name="Agree">Whether every pair is within their stated errors, four standard errors of the
/// simulation.</param>
public sealed record EngineComparison(IReadOnlyList<EnginePrice> Engines, double MaxAbsDifference, bool Agree);

/// <summary>What one engine says.</summary>
/// <param name="Name">closedForm, lattice or monteCarlo.</param>
/// <param name="Price">The price.</param>
/// <param name="StandardError">Of the simulation; null for the others.</param>
/// <param name="ErrorBound">The error the engine states for itself.</param>
/// <param name="ElapsedMs">What it took.</param>
public sealed record EnginePrice(
    string Name, double Price, double? StandardError, double ErrorBound, double ElapsedMs);
