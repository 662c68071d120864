namespace RiskPlatform.Quant.Simulation;

/// <summary>Fills the samples first, first + 1 and so on; called from several threads at once.</summary>
/// <param name="first">Index of the first sample. Sample i is the same whichever call makes it.</param>
/// <param name="samples">Receives them.</param>
public delegate void SampleBlock(long first, Span<double> samples);

/// <summary>As <see cref="SampleBlock"/>, with a control for each sample whose mean is known.</summary>
/// <param name="first">Index of the first sample.</param>
/// <param name="samples">Receives the samples.</param>
/// <param name="controls">Receives the controls, as many.</param>
public delegate void ControlledSampleBlock(long first, Span<double> samples, Span<double> controls);

/// <summary>What a price at the horizon pays; called from several threads at once.</summary>
/// <param name="prices">Prices at the horizon.</param>
/// <param name="values">Receives the payoffs, as many.</param>
public delegate void TerminalPayoff(ReadOnlySpan<double> prices, Span<double> values);

/// <summary>What a path of prices pays; called from several threads at once.</summary>
/// <param name="prices">steps × paths, row-major: row k is the prices after step k + 1.</param>
/// <param name="values">Receives the payoffs, one a path.</param>
public delegate void PathPayoff(ReadOnlySpan<double> prices, Span<double> values);
