using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace RiskPlatform.Domain;

/// <summary>A value, or the reason there is none.</summary>
/// <typeparam name="T">What a success holds.</typeparam>
[SuppressMessage("Design", "CA1034:Nested types should not be visible", Justification = "The two cases are the type.")]
public abstract record Result<T>
{
    private Result()
    {
    }

    /// <summary>The operation gave a value.</summary>
    /// <param name="Value">What it gave.</param>
    public sealed record Success(T Value) : Result<T>;

    /// <summary>The operation gave none, for an expected reason.</summary>
    /// <param name="Failure">The reason.</param>
    public sealed record Failed(Failure Failure) : Result<T>;

    /// <summary>Continues with whichever there is.</summary>
    public TOut Match<TOut>(Func<T, TOut> success, Func<Failure, TOut> failed) => this switch
    {
        Success s => success(s.Value),
        Failed f => failed(f.Failure),
        _ => throw new UnreachableException(),
    };

    /// <summary>Continues with the value; a failure passes through.</summary>
    public Result<TOut> Then<TOut>(Func<T, Result<TOut>> next) => this switch
    {
        Success s => next(s.Value),
        Failed f => f.Failure,
        _ => throw new UnreachableException(),
    };

    /// <summary>True with the value, or false with the failure: for a method that returns early.</summary>
    public bool TryGet([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Failure? failure)
    {
        if (this is Success success)
        {
            (value, failure) = (success.Value, null);
            return true;
        }

        (value, failure) = (default, ((Failed)this).Failure);
        return false;
    }

    /// <summary>Wraps a value.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The named alternate is new Success(value).")]
    public static implicit operator Result<T>(T value) => new Success(value);

    /// <summary>Wraps a failure.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The named alternate is new Failed(failure).")]
    public static implicit operator Result<T>(Failure failure) => new Failed(failure);
}
