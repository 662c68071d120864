using System.Text.Json;

namespace RiskPlatform.Domain.Tests;

public sealed class CurrencyTests
{
    // ISO 4217 list one, column "minor unit".
    [Theory]
    [InlineData("USD", 2)]
    [InlineData("KES", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KRW", 0)]
    [InlineData("UGX", 0)]
    [InlineData("XOF", 0)]
    [InlineData("KWD", 3)]
    [InlineData("TND", 3)]
    [InlineData("MGA", 2)]
    public void Exponent_PublishedCase_MatchesTheStandard(string code, int exponent) =>
        Assert.Equal(exponent, Currency.Of(code).Exponent);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("usd")]
    [InlineData("DEM")]
    [InlineData("XXX")]
    [InlineData("XAU")]
    [InlineData("USD ")]
    public void Parse_NoCurrencyOfToday_IsRefused(string? code)
    {
        Assert.False(Currency.Parse(code).TryGet(out _, out var failure));
        Assert.Equal(FailureReason.Invalid, failure!.Reason);
        Assert.Contains($"'{code}'", failure.Messages[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_RoundTrips_AlsoAsKey()
    {
        var rates = new Dictionary<Currency, decimal> { [Currency.Of("KES")] = 129.25m };

        string json = JsonSerializer.Serialize(rates);

        Assert.Equal("""{"KES":129.25}""", json);
        Assert.Equal(rates, JsonSerializer.Deserialize<Dictionary<Currency, decimal>>(json));
    }

    [Fact]
    public void Json_UnknownCode_IsRefusedByName() => Assert.Contains(
        "'QQQ'", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Currency>("\"QQQ\"")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Default_HasNoCode_AndSaysSo()
    {
        Assert.Throws<InvalidOperationException>(() => default(Currency).Code);
        Assert.Equal("", default(Currency).ToString());
    }
}
