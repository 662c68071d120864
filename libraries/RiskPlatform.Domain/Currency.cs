using System.Text.Json.Serialization;

namespace RiskPlatform.Domain;

/// <summary>A currency of ISO 4217: its alphabetic code and how many decimals its smallest unit has.</summary>
/// <remarks>The default value is no currency: reading <see cref="Code"/> from it throws.</remarks>
[JsonConverter(typeof(CurrencyJsonConverter))]
public readonly record struct Currency
{
    private readonly string? _code;

    private Currency(string code) => _code = code;

    /// <summary>The three capital letters, such as KES.</summary>
    /// <exception cref="InvalidOperationException">This is the default value.</exception>
    public string Code => _code ?? throw new InvalidOperationException("A default Currency has no code.");

    /// <summary>Decimals of the smallest unit: 2 for USD, 0 for JPY, 3 for KWD.</summary>
    public int Exponent => Iso4217.Exponents[Code];

    /// <summary>Finds the currency with this code, in capitals, or says that there is none.</summary>
    public static Result<Currency> Parse(string? code) =>
        TryParse(code, out var currency)
            ? currency
            : Failure.Invalid($"'{code}' is not an ISO 4217 currency code.");

    /// <summary>Finds the currency with this code, in capitals.</summary>
    public static bool TryParse(string? code, out Currency currency) => TryParse(code.AsSpan(), out currency);

    /// <summary>Finds the currency with this code, in capitals, without making a string.</summary>
    public static bool TryParse(ReadOnlySpan<char> code, out Currency currency)
    {
        bool known = Iso4217.Codes.TryGetValue(code, out string? name);
        currency = known ? new Currency(name!) : default;
        return known;
    }

    /// <summary>The currency with this code, where the code is our own and known to be right.</summary>
    /// <exception cref="ArgumentException">ISO 4217 has no such code.</exception>
    public static Currency Of(string code) =>
        TryParse(code, out var currency) ? currency : throw new ArgumentException($"'{code}' is not in ISO 4217.");

    /// <summary>The code, or nothing for the default value.</summary>
    public override string ToString() => _code ?? "";
}
