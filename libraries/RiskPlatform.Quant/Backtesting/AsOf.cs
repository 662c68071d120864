namespace RiskPlatform.Quant.Backtesting;

/// <summary>
/// What is known at one bar: the closes up to it and none after. There is no way from here to the future.
/// </summary>
/// <remarks>The runner cuts the series before it calls the strategy, so looking ahead does not compile or
/// throws.</remarks>
public readonly ref struct AsOf
{
    private readonly ReadOnlySpan<double> _closes;

    internal AsOf(ReadOnlySpan<double> closes) => _closes = closes;

    /// <summary>How many closes are known, the current one included; at least 1.</summary>
    public int Count => _closes.Length;

    /// <summary>The close of the current bar.</summary>
    public double Current => _closes[^1];

    /// <summary>The close so many bars ago; 0 is the current one.</summary>
    /// <param name="bars">0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="IndexOutOfRangeException">The series does not reach so far back, or the future is asked
    /// for.</exception>
    public double Ago(int bars) => _closes[_closes.Length - 1 - bars];

    /// <summary>The last closes, oldest first, the current one last.</summary>
    /// <param name="count">0 to <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The series does not reach so far back.</exception>
    public ReadOnlySpan<double> Last(int count) => _closes[(_closes.Length - count)..];
}
