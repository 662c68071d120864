using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace RiskPlatform.Domain.Tests;

public sealed class MoneyTests
{
    private static readonly Currency Shilling = Currency.Of("KES");
    private static readonly Currency Yen = Currency.Of("JPY");
    private static readonly Currency Dinar = Currency.Of("KWD");

    // Half to even, as api.md asks: ties go to the even neighbour, in both signs.
    [Theory]
    [InlineData("KES", "0.005", "0.00")]
    [InlineData("KES", "0.015", "0.02")]
    [InlineData("KES", "0.025", "0.02")]
    [InlineData("KES", "-0.015", "-0.02")]
    [InlineData("JPY", "0.5", "0")]
    [InlineData("JPY", "1.5", "2")]
    [InlineData("KWD", "0.0005", "0.000")]
    [InlineData("KWD", "0.00051", "0.001")]
    public void Rounded_Ties_GoToTheEvenNeighbour(string code, string amount, string expected) =>
        Assert.Equal(Decimal(expected), new Money(Decimal(amount), Currency.Of(code)).Rounded().Amount);

    [Theory]
    [InlineData("""{ "Currency": "KES" }""", "Amount")]
    [InlineData("""{ "Amount": 1 }""", "Currency")]
    public void Json_PartMissing_IsRefusedByName(string json, string missing)
    {
        var options = new JsonSerializerOptions { RespectRequiredConstructorParameters = true };
        Assert.Equal(
            new Money(1m, Shilling), JsonSerializer.Deserialize<Money>("""{"Amount":1,"Currency":"KES"}""", options));
        Assert.Contains(
            $"'{missing}'",
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Money>(json, options)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ConvertTo_PublishedRate_IsExactAtTheSmallestUnit()
    {
        // 100 USD at 129.30912074 KES: 12930.912074, so 12930.91 KES.
        var converted = new Money(100m, Currency.Of("USD")).ConvertTo(Shilling, 129.30912074m);

        Assert.Equal(new Money(12930.91m, Shilling), converted);
        Assert.Equal(new Money(15492m, Yen), new Money(100m, Currency.Of("USD")).ConvertTo(Yen, 154.92272656m));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void ConvertTo_RateNotPositive_Throws(int rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Money(1m, Yen).ConvertTo(Shilling, rate));

    [Fact]
    public void Add_OtherCurrency_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new Money(1m, Yen) + new Money(1m, Shilling));

    [Fact]
    public void Rounded_AnyAmount_IsWholeWithinHalfAUnitAndIdempotent() => Prop.ForAll(
        Gen.Choose(-2_000_000_000, 2_000_000_000).Zip(Gen.Elements(Shilling, Yen, Dinar)).ToArbitrary(),
        pair =>
        {
            var money = new Money(pair.Item1 / 100_000m, pair.Item2);
            var rounded = money.Rounded();
            decimal half = 0.5m / (decimal)Math.Pow(10, money.Currency.Exponent);
            return rounded.IsWhole
                && rounded.Rounded() == rounded
                && Math.Abs(rounded.Amount - money.Amount) <= half;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void AddAndSubtract_AnyAmounts_AreExactInverses() => Prop.ForAll(
        Gen.Choose(int.MinValue + 1, int.MaxValue).Two().ToArbitrary(),
        pair =>
        {
            var (a, b) = (new Money(pair.Item1 / 100m, Shilling), new Money(pair.Item2 / 100m, Shilling));
            return a + b - b == a && a + b == b + a;
        }).QuickCheckThrowOnFailure();

    private static decimal Decimal(string text) =>
        decimal.Parse(text, CultureInfo.InvariantCulture);
}
