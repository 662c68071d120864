namespace RiskPlatform.Contracts.Portfolio;

/// <summary>Asks for a product. Matrices are arrays of rows.</summary>
/// <param name="A">rows × depth.</param>
/// <param name="B">depth × columns.</param>
public sealed record MultiplyRequest(double[][] A, double[][] B);

/// <summary>Asks how columns of observations move together.</summary>
/// <param name="Observations">A row a moment, at least 2; a column a variable.</param>
public sealed record CovarianceRequest(double[][] Observations);

/// <summary>Asks something of one matrix.</summary>
/// <param name="Matrix">An array of rows.</param>
public sealed record MatrixRequest(double[][] Matrix);

/// <summary>A matrix.</summary>
/// <param name="Result">An array of rows.</param>
public sealed record MatrixResponse(double[][] Result);

/// <summary>A matrix's norm.</summary>
/// <param name="Result">√(Σ xᵢⱼ²).</param>
public sealed record NormResponse(double Result);

/// <summary>Asks how much a weighted sum varies.</summary>
/// <param name="Weights">Of each position; negative is short.</param>
/// <param name="Covariance">Of the positions, an array of rows.</param>
public sealed record VarianceRequest(double[] Weights, double[][] Covariance);

/// <summary>A portfolio's variance and its parts.</summary>
/// <param name="Variance">wᵀCw.</param>
/// <param name="Volatility">Its root.</param>
/// <param name="Marginal">Change of the volatility a unit of each weight.</param>
/// <param name="Component">Parts of the volatility, which sum to it.</param>
public sealed record VarianceResponse(double Variance, double Volatility, double[] Marginal, double[] Component);

/// <summary>Asks for the weights of least variance that earn a target.</summary>
/// <param name="ExpectedReturns">Of each asset.</param>
/// <param name="Covariance">Of the returns, an array of rows, positive definite.</param>
/// <param name="Bounds">Least and greatest weights; none unless given.</param>
/// <param name="Target">The least expected return wanted; the portfolio of least variance unless given.</param>
public sealed record OptimiseRequest(
    double[] ExpectedReturns, double[][] Covariance, WeightBoundsRequest? Bounds = null, double? Target = null);

/// <summary>Bounds on weights, one each an asset.</summary>
/// <param name="Lower">Least weights.</param>
/// <param name="Upper">Greatest weights.</param>
public sealed record WeightBoundsRequest(double[]? Lower = null, double[]? Upper = null);

/// <summary>The best weights.</summary>
/// <param name="Weights">Fractions that sum to one.</param>
/// <param name="ExpectedReturn">Of the portfolio.</param>
/// <param name="Volatility">Of the portfolio.</param>
public sealed record OptimiseResponse(double[] Weights, double ExpectedReturn, double Volatility);
