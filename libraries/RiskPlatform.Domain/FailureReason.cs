namespace RiskPlatform.Domain;

/// <summary>Why an operation gave no value. Expected, and part of the contract: a bug throws instead.</summary>
public enum FailureReason
{
    /// <summary>The text is not of the agreed form. Mend the form; do not retry.</summary>
    Malformed,

    /// <summary>The request makes no sense, whatever the data. Mend the values; do not retry.</summary>
    Invalid,

    /// <summary>Whoever asks may not have this done here. Do not retry.</summary>
    Forbidden,

    /// <summary>The thing asked for does not exist.</summary>
    NotFound,

    /// <summary>The request contradicts what is already there. Read again, then decide.</summary>
    Conflict,

    /// <summary>The request asks for more than one request may. Split it.</summary>
    TooLarge,

    /// <summary>Market or reference data is missing for the date. Retry once it has arrived.</summary>
    MissingData,

    /// <summary>The method did not converge, or does not apply to these inputs.</summary>
    CalculationFailed,

    /// <summary>A part this answer needs is out of reach. Retry later.</summary>
    Unavailable,
}
