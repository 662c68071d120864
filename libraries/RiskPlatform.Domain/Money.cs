using System.Text.Json.Serialization;

namespace RiskPlatform.Domain;

/// <summary>An exact amount of one currency.</summary>
/// <param name="Amount">Units of the currency, exact. Negative means owed.</param>
/// <param name="Currency">The currency.</param>
[method: JsonConstructor] // A struct is otherwise made without it, and what is missing is zero.
public readonly record struct Money(decimal Amount, Currency Currency)
{
    /// <summary>The amount at the currency's smallest unit, half to even.</summary>
    public Money Rounded() => this with { Amount = decimal.Round(Amount, Currency.Exponent, MidpointRounding.ToEven) };

    /// <summary>True when the amount is a whole number of the currency's smallest unit.</summary>
    [JsonIgnore]
    public bool IsWhole => Amount == Rounded().Amount;

    /// <summary>The sum of two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ: convert first.</exception>
    public static Money operator +(Money left, Money right) => left.Add(right);

    /// <summary>The difference of two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ: convert first.</exception>
    public static Money operator -(Money left, Money right) => left.Subtract(right);

    /// <summary>The sum of two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ: convert first.</exception>
    public Money Add(Money other) => this with { Amount = Amount + Same(other).Amount };

    /// <summary>The difference of two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ: convert first.</exception>
    public Money Subtract(Money other) => this with { Amount = Amount - Same(other).Amount };

    /// <summary>This amount in another currency, at units of it for one of ours, rounded half to even.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public Money ConvertTo(Currency target, decimal rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        return new Money(Amount * rate, target).Rounded();
    }

    /// <summary>The amount and the code, such as 1234.56 KES.</summary>
    public override string ToString() => FormattableString.Invariant($"{Amount} {Currency}");

    private Money Same(Money other) => other.Currency == Currency
        ? other
        : throw new InvalidOperationException($"{other.Currency} cannot be added to {Currency} without a rate.");
}
