namespace RiskPlatform.Quant.Distributions;

/// <summary>What the fit of a distribution needs of it; each implementation is one family.</summary>
internal interface ILaw
{
    /// <summary>Its parameters' names, in order.</summary>
    static abstract IReadOnlyList<string> Names { get; }

    /// <summary>Fewer values than this fit nothing.</summary>
    static abstract int MinimumObservations { get; }

    /// <summary>Whether equal values have no maximum.</summary>
    static abstract bool NeedsVariation { get; }

    /// <summary>Whether a finite value has a density.</summary>
    static abstract bool Supports(double x);

    /// <summary>Finds the maximum; the values are finite, supported, enough and, if needed, not all equal.</summary>
    static abstract LawFit Fit(ReadOnlySpan<double> values, CancellationToken cancellationToken);

    static abstract double LogDensity(ReadOnlySpan<double> parameters, double x);

    /// <summary>P(X ≤ x) and P(X &gt; x), each with the digits it has.</summary>
    static abstract (double Below, double Above) Tails(ReadOnlySpan<double> parameters, double x);
}

/// <summary>Parameters at the maximum and their standard errors.</summary>
internal readonly record struct LawFit(FitStatus Status, double[] Parameters, double?[] StandardErrors);
