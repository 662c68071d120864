using MathNet.Numerics;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>
/// The log-density of a shock e of variance h under one law, and its partial derivatives by e, L = ln h and ν.
/// </summary>
internal readonly struct InnovationDensity
{
    private const double LogOfTwoPi = 1.83787706640934548356065947281;

    private readonly bool _isNormal;
    private readonly double _degrees;
    private readonly double _excess; // ν − 2, which scales t to variance one.
    private readonly double _constant;
    private readonly double _constantSlope;
    private readonly double _constantCurvature;

    public InnovationDensity(InnovationLaw law, double degreesOfFreedom)
    {
        _isNormal = law == InnovationLaw.Normal;
        if (_isNormal)
        {
            _constant = -0.5 * LogOfTwoPi;
            return;
        }

        double v = degreesOfFreedom;
        _degrees = v;
        _excess = v - 2.0;
        double upper = 0.5 * (v + 1.0);
        double lower = 0.5 * v;
        _constant = SpecialFunctions.GammaLn(upper) - SpecialFunctions.GammaLn(lower)
            - 0.5 * Math.Log(Math.PI * _excess);
        _constantSlope = 0.5 * (SpecialFunctions.DiGamma(upper) - SpecialFunctions.DiGamma(lower)) - 0.5 / _excess;
        _constantCurvature = 0.25 * (Trigamma(upper) - Trigamma(lower)) + 0.5 / (_excess * _excess);
    }

    /// <summary>E|z| of the standardised law.</summary>
    public static double MeanAbsolute(InnovationLaw law, double degreesOfFreedom)
    {
        if (law == InnovationLaw.Normal)
        {
            return Math.Sqrt(2.0 / Math.PI);
        }

        double v = degreesOfFreedom;
        double gammas = Math.Exp(SpecialFunctions.GammaLn(0.5 * (v + 1.0)) - SpecialFunctions.GammaLn(0.5 * v));
        return 2.0 * Math.Sqrt((v - 2.0) / Math.PI) * gammas / (v - 1.0);
    }

    /// <summary>ψ′(x) for x &gt; 0: the recurrence up to 12, then the asymptotic series; relative 1e-14.</summary>
    public static double Trigamma(double x)
    {
        double sum = 0.0;
        while (x < 12.0)
        {
            sum += 1.0 / (x * x);
            x += 1.0;
        }

        // Abramowitz and Stegun (1964), 6.4.12.
        double r = 1.0 / (x * x);
        double series = 1.0 / 6.0 + r * (-1.0 / 30.0 + r * (1.0 / 42.0 + r * (-1.0 / 30.0 + r * (5.0 / 66.0))));
        return sum + 1.0 / x + 0.5 * r + series * r / x;
    }

    public DensityPartials At(double e, double h, double logVariance)
    {
        double perVariance = 1.0 / h;
        double u = e * e * perVariance;
        if (_isNormal)
        {
            double half = 0.5 * u;
            return new DensityPartials
            {
                Value = _constant - 0.5 * logVariance - half,
                E = -e * perVariance,
                L = half - 0.5,
                EE = -perVariance,
                EL = e * perVariance,
                LL = -half,
            };
        }

        double k = 1.0 / _excess;
        double w = u * k;
        double q = 1.0 / (1.0 + w);
        double wq = w * q;
        double wqq = wq * q;
        double log = Math.Log(1.0 + w);
        double upper = 0.5 * (_degrees + 1.0);
        double slope = e * q * k * perVariance;
        return new DensityPartials
        {
            Value = _constant - 0.5 * logVariance - upper * log,
            E = -2.0 * upper * slope,
            L = upper * wq - 0.5,
            EE = -2.0 * upper * k * perVariance * (1.0 - w) * q * q,
            EL = 2.0 * upper * slope * q,
            LL = -upper * wqq,
            Nu = _constantSlope - 0.5 * log + upper * wq * k,
            NuNu = _constantCurvature + wq * k - upper * (wqq + wq) * k * k,
            NuE = slope * (2.0 * upper * q * k - 1.0),
            NuL = 0.5 * wq - upper * wqq * k,
        };
    }
}

/// <summary>One observation's log-density and its partial derivatives by e, L = ln h and ν.</summary>
internal struct DensityPartials
{
    public double Value;
    public double E;
    public double L;
    public double EE;
    public double EL;
    public double LL;
    public double Nu;
    public double NuNu;
    public double NuE;
    public double NuL;
}
