namespace RiskPlatform.Quant.LinearAlgebra;

/// <summary>How a factoring ended.</summary>
/// <param name="Status">The kind of matrix it is; the first two have a factor.</param>
/// <param name="Rank">
/// Independent rows found, up to the failure if there was one. Rows are not exchanged: where the first ones nearly
/// depend on each other, rounding may pass for another independent row.
/// </param>
/// <param name="Row">
/// The row that decides, from 0: of a failure, where it showed; else the one with the smallest share.
/// </param>
/// <param name="Pivot">
/// What was left of that row's diagonal, in the matrix's unit; of an asymmetric matrix the difference of the two
/// elements.
/// </param>
/// <param name="PivotShare">
/// That pivot as a share of its diagonal: 1 − R² of the row on those before it. 1e-8 means that eight digits are lost.
/// </param>
public readonly record struct CholeskyResult(
    CholeskyStatus Status, int Rank, int Row, double Pivot, double PivotShare)
{
    /// <summary>Whether there is a factor.</summary>
    public bool HasFactor => Status is CholeskyStatus.PositiveDefinite or CholeskyStatus.PositiveSemiDefinite;
}

/// <summary>The kind of a matrix, as its Cholesky factoring sees it.</summary>
public enum CholeskyStatus
{
    /// <summary>Every pivot is above rounding.</summary>
    PositiveDefinite,

    /// <summary>Some rows depend on others, and none contradicts them: there is a factor with zero pivots.</summary>
    PositiveSemiDefinite,

    /// <summary>Some direction has a negative value: no factor. Repair the matrix first.</summary>
    Indefinite,

    /// <summary>The two triangles differ by more than rounding.</summary>
    NotSymmetric,

    /// <summary>An element is NaN or infinite.</summary>
    NotFinite,
}
