using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>Standard errors of a fit, taken back from the scaled parameters by their Jacobian.</summary>
internal sealed class GarchErrors
{
    private const int Size = GarchSums.Size;

    private readonly GarchSpecification _specification;
    private readonly GarchScale _scale;
    private readonly GarchMaximizer _climb;
    private readonly int[] _free;

    public GarchErrors(GarchSpecification specification, GarchScale scale, GarchMaximizer climb, bool[] isFitted)
    {
        _specification = specification;
        _scale = scale;
        _climb = climb;
        _free = [.. Enumerable.Range(0, Size).Where(i => isFitted[i] && !climb.IsHeld(i))];
    }

    public GarchStandardErrors? Compute(GarchTerms terms)
    {
        double[] hessian = Free(_climb.At.Hessian, -1.0);
        double[] outer = Free(terms.OuterProduct(), 1.0);
        if (Inverse(hessian) is not { } byHessian || Inverse(outer) is not { } byOuter)
        {
            return null;
        }

        double[]? byInformation =
            _specification.Innovations == InnovationLaw.Normal ? Inverse(Free(Information(terms), 1.0)) : null;
        return new GarchStandardErrors(
            Errors(byHessian),
            Errors(byOuter),
            Errors(Between(byHessian, outer)),
            byInformation is null ? null : Errors(byInformation),
            byInformation is null ? null : Errors(Between(byInformation, outer)));
    }

    // Where the sign of a shock does not matter to variance, the mean's cross terms have expectation zero (Engle 1982).
    private double[] Information(GarchTerms terms)
    {
        double[] information = terms.Information();
        for (int j = 1; j < Size && _specification.Form == GarchForm.Garch; j++)
        {
            information[j] = 0.0;
            information[j * Size] = 0.0;
        }

        return information;
    }

    private double[] Free(double[] full, double sign)
    {
        int n = _free.Length;
        double[] part = new double[n * n];
        for (int i = 0; i < n * n; i++)
        {
            part[i] = sign * full[_free[i / n] * Size + _free[i % n]];
        }

        return part;
    }

    private double[]? Inverse(double[] matrix)
    {
        double[] inverse = new double[matrix.Length];
        return SymmetricMatrix.TryInvert(matrix, _free.Length, inverse) ? inverse : null;
    }

    private double[] Between(double[] bread, double[] filling)
    {
        double[] product = new double[bread.Length];
        SymmetricMatrix.Sandwich(bread, filling, _free.Length, product);
        return product;
    }

    private GarchParameterErrors Errors(double[] freeCovariance)
    {
        double[] covariance = new double[Size * Size];
        int n = _free.Length;
        for (int i = 0; i < n * n; i++)
        {
            covariance[_free[i / n] * Size + _free[i % n]] = freeCovariance[i];
        }

        // GJR: γ = δ − α. EGARCH: ω = ω′ + (1 − β) ln s², so that its error has the covariance with β in it.
        double logVariance = 2.0 * _scale.Exponent * Math.Log(2.0);
        double omega = _specification.Form == GarchForm.Egarch
            ? Combined(covariance, 1, 4, -logVariance)
            : Math.ScaleB(Combined(covariance, 1, 1, 0.0), 2 * _scale.Exponent);
        double gamma = _specification.Form == GarchForm.Gjr
            ? Combined(covariance, 3, 2, -1.0)
            : Combined(covariance, 3, 3, 0.0);
        return new GarchParameterErrors(
            Math.ScaleB(Combined(covariance, 0, 0, 0.0), _scale.Exponent),
            omega,
            Combined(covariance, 2, 2, 0.0),
            gamma,
            Combined(covariance, 4, 4, 0.0),
            Combined(covariance, 5, 5, 0.0));
    }

    // √Var(xᵢ + w·xⱼ).
    private static double Combined(double[] covariance, int i, int j, double weight) => Math.Sqrt(Math.Max(
        0.0,
        covariance[i * Size + i] + 2.0 * weight * covariance[i * Size + j]
        + weight * weight * covariance[j * Size + j]));
}
