namespace RiskPlatform.Quant.FixedIncome;

/// <summary>How often a yearly rate is compounded. The default value is continuous compounding.</summary>
public readonly record struct Compounding
{
    private Compounding(int perYear) => PerYear = perYear;

    /// <summary>Compounded at every moment: one unit grows to e^(rate × years).</summary>
    public static Compounding Continuous => default;

    /// <summary>Compoundings a year; zero for continuous compounding.</summary>
    public int PerYear { get; }

    /// <summary>Compounded n times a year: one unit grows to (1 + rate/n)^(n × years).</summary>
    /// <param name="perYear">n: 1 to 366.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is out of range.</exception>
    public static Compounding Periodic(int perYear) => perYear is >= 1 and <= 366
        ? new Compounding(perYear)
        : throw new ArgumentOutOfRangeException(nameof(perYear), perYear, "Between 1 and 366 compoundings a year.");

    /// <summary>The growth of one unit over 1/n of a year, or over none when continuous: 1 + rate/n, or 1.</summary>
    internal double StepGrowth(double rate) => PerYear == 0 ? 1.0 : 1.0 + rate / PerYear;

    /// <summary>The continuously compounded rate that grows as fast as a rate of this compounding.</summary>
    internal double ToForce(double rate) => PerYear == 0 ? rate : PerYear * Math.Log(StepGrowth(rate));

    /// <summary>The rate of this compounding that grows as fast as a continuously compounded one.</summary>
    internal double FromForce(double force) => PerYear == 0 ? force : PerYear * (Math.Exp(force / PerYear) - 1.0);
}
