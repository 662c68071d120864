using System.Collections.Frozen;

namespace RiskPlatform.Domain;

/// <summary>The active currencies of ISO 4217 (list one), with the decimals of their smallest unit.</summary>
/// <remarks>
/// Source: ISO 4217 Maintenance Agency (SIX), list one, as amended to 2025. Left out are codes that no one can owe:
/// funds codes, bond-market units, precious metals, XTS and XXX.
/// </remarks>
internal static class Iso4217
{
    private const string Zero = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";

    private const string Three = "BHD IQD JOD KWD LYD OMR TND";

    private const string Two =
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY "
        + "COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR "
        + "ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK "
        + "MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP "
        + "SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER "
        + "ZAR ZMW ZWG";

    /// <summary>Decimals of the smallest unit by code.</summary>
    public static readonly FrozenDictionary<string, int> Exponents =
        Zero.Split(' ').Select(code => (code, 0))
            .Concat(Two.Split(' ').Select(code => (code, 2)))
            .Concat(Three.Split(' ').Select(code => (code, 3)))
            .ToFrozenDictionary(pair => pair.code, pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>The codes, to be found by characters that are no string.</summary>
    public static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Codes =
        Exponents.Keys.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
