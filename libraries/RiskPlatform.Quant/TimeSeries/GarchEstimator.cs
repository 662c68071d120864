namespace RiskPlatform.Quant.TimeSeries;

/// <summary>One fit: scaled data, bounds, starts, and the way back to the units of the returns.</summary>
internal sealed class GarchEstimator
{
    private const int Size = GarchSums.Size;
    private const double MeanMax = 20.0; // Standard deviations of the data, as the omegas below.
    private const double OmegaMin = 1e-16;
    private const double OmegaMax = 100.0;
    private const double WeightMax = 10.0;
    private const double LogOmegaMax = 100.0;
    private const double LogBetaMax = 0.99999;
    private const double DegreesMin = 2.01;
    private const double DegreesMax = 500.0;
    private const double DegreesStartMin = 5.0;
    private const double DegreesStartMax = 100.0;

    // α and β of the starts, by persistence: the best of each group is climbed from, as the likelihood often has one
    // maximum at slow variances and another at fast ones. ω follows from the variance of the data.
    private static readonly (double Alpha, double Beta)[][] LinearStarts =
        [[(0.05, 0.93), (0.03, 0.965)], [(0.1, 0.8), (0.2, 0.7)], [(0.1, 0.4), (0.3, 0.3)]];

    private static readonly (double Alpha, double Beta)[][] LogarithmicStarts =
        [[(0.1, 0.98), (0.25, 0.95)], [(0.2, 0.8), (0.3, 0.4)]];

    private readonly GarchSpecification _specification;
    private readonly GarchScale _scale;
    private readonly double[] _data;
    private readonly double[] _kinks = [];
    private readonly double _degreesStart;
    private readonly GarchLikelihood _likelihood;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly bool[] _isFitted;
    private readonly GarchDerivatives _start = new();

    public GarchEstimator(
        ReadOnlySpan<double> returns,
        GarchSpecification specification,
        GarchScale scale,
        CancellationToken cancellationToken)
    {
        _specification = specification;
        _scale = scale;
        _data = new double[returns.Length];
        for (int t = 0; t < returns.Length; t++)
        {
            _data[t] = Math.ScaleB(returns[t] - scale.Center, -scale.Exponent);
        }

        bool isLogarithmic = specification.Form == GarchForm.Egarch;
        bool hasMean = specification.Mean == GarchMean.Estimated;
        if (isLogarithmic && hasMean)
        {
            _kinks = [.. _data];
            Array.Sort(_kinks);
        }

        _degreesStart = DegreesOfMoments(_data);
        _likelihood = new GarchLikelihood(_data, ScaledSpecification(), cancellationToken);
        _lower = isLogarithmic
            ? [-MeanMax, -LogOmegaMax, -WeightMax, -WeightMax, -LogBetaMax, DegreesMin]
            : [-MeanMax, OmegaMin, 0.0, 0.0, 0.0, DegreesMin];
        _upper = isLogarithmic
            ? [MeanMax, LogOmegaMax, WeightMax, WeightMax, LogBetaMax, DegreesMax]
            : [MeanMax, OmegaMax, WeightMax, WeightMax, 1.0, DegreesMax];
        _isFitted =
        [
            hasMean, true, true, specification.Form != GarchForm.Garch, true,
            specification.Innovations == InnovationLaw.StudentT,
        ];
    }

    public GarchFit Fit()
    {
        GarchMaximizer? best = null;
        foreach (double[] start in BestStarts())
        {
            var climb = new GarchMaximizer(_likelihood, _lower, _upper, _isFitted);
            if (climb.Climb(start, _kinks) && (best is null || IsBetter(climb, best)))
            {
                best = climb;
            }
        }

        return best is null ? new GarchFit(GarchStatus.DidNotConverge, null) : Describe(best);
    }

    private static bool IsBetter(GarchMaximizer one, GarchMaximizer other) => one.IsMaximum == other.IsMaximum
        ? one.At.Value > other.At.Value
        : one.IsMaximum;

    private GarchSpecification ScaledSpecification()
    {
        double perVariance = Math.ScaleB(1.0, -2 * _scale.Exponent);
        return _specification.Presample is { } given
            ? _specification with
            {
                Presample = new GarchPresample(given.SquaredShock * perVariance, given.Variance * perVariance),
            }
            : _specification;
    }

    private IEnumerable<double[]> BestStarts() =>
        from @group in _specification.Form == GarchForm.Egarch ? LogarithmicStarts : LinearStarts
        let best = @group.Select(start => Start(start.Alpha, start.Beta)).MaxBy(start => start.Value)
        where best.Value > double.NegativeInfinity
        select best.X;

    private (double Value, double[] X) Start(double alpha, double beta)
    {
        double variance = _likelihood.SecondMoment;
        double[] x = _specification.Form == GarchForm.Egarch
            ? [0.0, (1.0 - beta) * Math.Log(variance), alpha, 0.0, beta, _degreesStart]
            : [0.0, (1.0 - alpha - beta) * variance, alpha, alpha, beta, _degreesStart];
        return (_likelihood.TryEvaluate(x, _start) ? _start.Value : double.NegativeInfinity, x);
    }

    // Excess kurtosis of Student's t is 6 / (ν − 4).
    private static double DegreesOfMoments(double[] data)
    {
        double squares = 0.0;
        double fourths = 0.0;
        foreach (double x in data)
        {
            squares += x * x;
            fourths += x * x * x * x;
        }

        double excess = fourths * data.Length / (squares * squares) - 3.0;
        return Math.Clamp(4.0 + 6.0 / Math.Max(excess, 0.01), DegreesStartMin, DegreesStartMax);
    }

    private GarchFit Describe(GarchMaximizer climb)
    {
        var terms = new GarchTerms();
        _likelihood.TryEvaluate(climb.X, climb.At, terms);
        double perVariance = Math.ScaleB(1.0, 2 * _scale.Exponent);
        var errors = new GarchErrors(_specification, _scale, climb, _isFitted);
        var estimate = new GarchEstimate
        {
            Specification = _specification,
            Parameters = Unscaled(climb.X),
            StandardErrors = climb.IsMaximum ? errors.Compute(terms) : null,
            LogLikelihood = climb.At.Value - _data.Length * (_scale.Exponent * Math.Log(2.0)),
            Observations = _data.Length,
            Iterations = climb.Steps,
            ParameterCount = _isFitted.Count(isFitted => isFitted),
            FirstVariance = terms.FirstVariance * perVariance,
            NextVariance = terms.NextVariance * perVariance,
        };
        return new GarchFit(Status(climb, estimate), estimate);
    }

    private GarchStatus Status(GarchMaximizer climb, GarchEstimate estimate)
    {
        if (!climb.IsMaximum)
        {
            return GarchStatus.DidNotConverge;
        }

        bool isNearIntegrated = estimate.Persistence >= GarchEstimate.NearIntegratedPersistence;
        for (int i = 0; i < Size; i++)
        {
            bool isUpperBeta = i == 4 && isNearIntegrated;
            if (_isFitted[i] && climb.IsHeld(i) && !isUpperBeta)
            {
                return GarchStatus.AtBoundary;
            }
        }

        return isNearIntegrated ? GarchStatus.NearIntegrated : GarchStatus.Converged;
    }

    private GarchParameters Unscaled(double[] x)
    {
        double logVariance = 2.0 * _scale.Exponent * Math.Log(2.0);
        return new GarchParameters(
            Mean: _scale.Center + Math.ScaleB(x[0], _scale.Exponent),
            Omega: _specification.Form == GarchForm.Egarch
                ? x[1] + (1.0 - x[4]) * logVariance
                : Math.ScaleB(x[1], 2 * _scale.Exponent),
            Alpha: x[2],
            Gamma: _specification.Form == GarchForm.Gjr ? x[3] - x[2] : x[3] * (_isFitted[3] ? 1.0 : 0.0),
            Beta: x[4],
            DegreesOfFreedom: _isFitted[5] ? x[5] : double.PositiveInfinity);
    }
}
