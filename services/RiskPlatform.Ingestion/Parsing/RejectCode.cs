namespace RiskPlatform.Ingestion.Parsing;

/// <summary>Why a line was refused.</summary>
internal enum RejectCode
{
    /// <summary>It is not valid UTF-8, or holds a NUL.</summary>
    Encoding,

    /// <summary>It has more or fewer fields than the header, or a quote that does not end.</summary>
    FieldCount,

    /// <summary>It is no JSON object of the data set's fields.</summary>
    Json,

    /// <summary>A required field is empty.</summary>
    Missing,

    /// <summary>A number cannot be read; NaN and infinity are none.</summary>
    NotANumber,

    /// <summary>A value is out of its range.</summary>
    OutOfRange,

    /// <summary>ISO 4217 has no such currency.</summary>
    UnknownCurrency,

    /// <summary>An amount has more decimals than its currency.</summary>
    TooManyDecimals,

    /// <summary>A date is not of the form 2026-09-29; a time is neither that nor of ISO 8601 with its offset.</summary>
    NotADate,

    /// <summary>A word is none of those the field can hold.</summary>
    UnknownWord,

    /// <summary>An earlier line of this file has the same loan.</summary>
    DuplicateLoan,
}
