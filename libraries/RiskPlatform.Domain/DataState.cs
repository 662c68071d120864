namespace RiskPlatform.Domain;

/// <summary>How far a market figure can be trusted to be of now. It travels with the figure to the screen.</summary>
public enum DataState
{
    /// <summary>Observed within the time its source promises a new one.</summary>
    Fresh,

    /// <summary>The last business day's figure, carried over a weekend or holiday on which none is published.</summary>
    Carried,

    /// <summary>Older than its source promises, with no holiday to excuse it.</summary>
    Stale,

    /// <summary>There is no figure. Nothing may be computed from it.</summary>
    Missing,

    /// <summary>A real figure of the past, served as if it were of now. Never for a decision on money.</summary>
    Replayed,
}
