using System.Globalization;

namespace RiskPlatform.MarketData.Rates;

/// <summary>
/// An amount in a query: digits, a sign, a point. The framework's own reading of a decimal takes commas anywhere for
/// thousands, so that the 1,5 of half the world would be fifteen.
/// </summary>
/// <param name="Value">The amount.</param>
internal readonly record struct Amount(decimal Value)
{
    public static bool TryParse(string? text, IFormatProvider? provider, out Amount amount)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        bool isNumber = decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out decimal value);
        amount = new Amount(value);
        return isNumber;
    }
}
