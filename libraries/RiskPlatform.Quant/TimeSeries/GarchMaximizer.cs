using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>
/// Climbs a likelihood from one start by Newton steps with exact derivatives, damped as Levenberg and Marquardt do and
/// held inside bounds.
/// </summary>
internal sealed class GarchMaximizer
{
    private const int Size = GarchSums.Size;
    private const int StepsMax = 300;
    private const int KinksMax = 20;

    // What a Newton step may still promise at the end, in units of log-likelihood: 1e-7 of a standard error, squared.
    private const double PromiseMin = 1e-14;

    // A smooth likelihood does not refuse that many steps which promise so little: a kink does.
    private const int RejectionsMax = 3;
    private const double StallPromise = 1.0;
    private const int NeighboursMax = 4;
    private const double DampingMin = 1e-9;
    private const double DampingMax = 1e12;

    private readonly GarchLikelihood _likelihood;
    private readonly double[] _lower;
    private readonly double[] _upper;
    private readonly bool[] _isFitted;
    private readonly double[] _step = new double[Size];
    private readonly double[] _trial = new double[Size];
    private readonly double[] _system = new double[Size * Size];
    private readonly int[] _free = new int[Size];
    private int _freeCount;
    private double _damping;
    private bool _isMeanHeld;
    private GarchDerivatives _next = new();

    public GarchMaximizer(GarchLikelihood likelihood, double[] lower, double[] upper, bool[] isFitted)
    {
        _likelihood = likelihood;
        _lower = lower;
        _upper = upper;
        _isFitted = isFitted;
    }

    /// <summary>The point reached.</summary>
    public double[] X { get; } = new double[Size];

    /// <summary>Value and derivatives there.</summary>
    public GarchDerivatives At { get; private set; } = new();

    /// <summary>Steps taken.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the point is a maximum.</summary>
    public bool IsMaximum { get; private set; }

    /// <summary>Whether a parameter stands on its bound, the likelihood rising beyond it or flat.</summary>
    public bool IsHeld(int i) =>
        (X[i] <= _lower[i] && At.Gradient[i] <= 0.0) || (X[i] >= _upper[i] && At.Gradient[i] >= 0.0);

    /// <summary>Climbs from a start that can be evaluated.</summary>
    /// <param name="start">A point within the bounds.</param>
    /// <param name="kinks">
    /// Values of the mean at which the likelihood has a kink, sorted; empty if it is smooth. EGARCH has one at each
    /// return, as |z| has one at zero, and its maximum may stand on one.
    /// </param>
    public bool Climb(ReadOnlySpan<double> start, ReadOnlySpan<double> kinks)
    {
        start.CopyTo(X);
        if (!_likelihood.TryEvaluate(X, At))
        {
            return false;
        }

        for (int attempt = 0; attempt <= KinksMax && !IsMaximum; attempt++)
        {
            bool isStationary = ClimbSmooth(kinks.IsEmpty || _isMeanHeld ? int.MaxValue : RejectionsMax);
            if (kinks.IsEmpty || (isStationary && !_isMeanHeld))
            {
                IsMaximum = isStationary;
                return true;
            }

            if (_isMeanHeld)
            {
                IsMaximum = isStationary && IsRidge();
                _isMeanHeld = IsMaximum; // Or there is still an uphill side, where it stands now.
            }
            else if (!TryHoldAtKink(kinks))
            {
                IsMaximum = ClimbSmooth(int.MaxValue);
            }
        }

        return true;
    }

    private bool ClimbSmooth(int rejectionsMax)
    {
        _damping = 1e-3;
        int rejections = 0;
        while (Steps < StepsMax)
        {
            Steps++;
            ChooseFree();
            double promise = SolveStep();
            if (promise < PromiseMin && (_damping <= 1e-3 || _freeCount == 0))
            {
                return _freeCount == 0 || (IsConcave() && TakeLastStep());
            }

            if (TryStep(promise))
            {
                _damping = _damping <= DampingMin ? 0.0 : 0.1 * _damping;
                rejections = 0;
                continue;
            }

            _damping = Math.Max(10.0 * _damping, 1e-6);
            rejections++;
            if (_damping > DampingMax || (rejections >= rejectionsMax && promise < StallPromise))
            {
                return false;
            }
        }

        return false;
    }

    private void ChooseFree()
    {
        _freeCount = 0;
        for (int i = 0; i < Size; i++)
        {
            if (_isFitted[i] && !IsHeld(i) && !(i == 0 && _isMeanHeld))
            {
                _free[_freeCount++] = i;
            }
        }
    }

    // (−H + d·diag Σg²) step = g over the free parameters, with more damping until the matrix is positive definite.
    // Returns how much the step promises.
    private double SolveStep()
    {
        while (_freeCount > 0 && _damping <= DampingMax)
        {
            LoadSystem(_damping);
            if (SymmetricMatrix.TryFactor(_system, _freeCount))
            {
                for (int a = 0; a < _freeCount; a++)
                {
                    _step[a] = At.Gradient[_free[a]];
                }

                SymmetricMatrix.Solve(_system, _freeCount, _step);
                double promise = 0.0;
                for (int a = 0; a < _freeCount; a++)
                {
                    promise += 0.5 * _step[a] * At.Gradient[_free[a]];
                }

                return promise;
            }

            _damping = Math.Max(10.0 * _damping, 1e-6);
        }

        return 0.0;
    }

    private void LoadSystem(double damping)
    {
        for (int a = 0; a < _freeCount; a++)
        {
            int i = _free[a];
            for (int b = 0; b < _freeCount; b++)
            {
                _system[a * _freeCount + b] = -At.Hessian[i * Size + _free[b]];
            }

            _system[a * _freeCount + a] += damping * (At.ScoreSquares[i] + 1e-300);
        }
    }

    private bool TryStep(double promise)
    {
        X.CopyTo(_trial, 0);
        for (int a = 0; a < _freeCount; a++)
        {
            int i = _free[a];
            _trial[i] = Math.Clamp(X[i] + _step[a], _lower[i], _upper[i]);
        }

        if (!_likelihood.TryEvaluate(_trial, _next))
        {
            return false;
        }

        // The last steps are lost in the rounding of the value; the gradient still knows the way.
        double rounding = promise < 1e-7 ? 1e-12 * Math.Abs(At.Value) : 0.0;
        double gain = _next.Value - At.Value;
        if (!(gain > -rounding && gain >= 1e-4 * promise - rounding))
        {
            return false;
        }

        _trial.CopyTo(X, 0);
        (At, _next) = (_next, At);
        return true;
    }

    // A Newton step squares the error: the one too small to be worth checking brings the last digits.
    private bool TakeLastStep()
    {
        _damping = 0.0;
        TryStep(SolveStep());
        return true;
    }

    private bool IsConcave()
    {
        LoadSystem(0.0);
        return SymmetricMatrix.TryFactor(_system, _freeCount);
    }

    // A kink does not move with the other parameters: hold the mean on the best one nearby and climb in the rest.
    private bool TryHoldAtKink(ReadOnlySpan<double> kinks)
    {
        int above = kinks.BinarySearch(X[0]);
        above = above < 0 ? ~above : above;
        int last = Math.Min(kinks.Length, above + NeighboursMax);
        bool isFound = false;
        X.CopyTo(_trial, 0);
        for (int index = Math.Max(0, above - NeighboursMax); index < last; index++)
        {
            _trial[0] = kinks[index];
            if (_likelihood.TryEvaluate(_trial, _next) && _next.Value >= At.Value)
            {
                _trial.CopyTo(X, 0);
                (At, _next) = (_next, At);
                isFound = true;
            }
        }

        _isMeanHeld = isFound;
        return isFound;
    }

    // On a kink the slope to the left is uphill and the slope to the right downhill, or it is no maximum.
    private bool IsRidge()
    {
        double step = 1e-9 * (1.0 + Math.Abs(X[0]));
        for (int side = -1; side <= 1; side += 2)
        {
            X.CopyTo(_trial, 0);
            _trial[0] += side * step;
            if (!_likelihood.TryEvaluate(_trial, _next) || side * _next.Gradient[0] > 0.0)
            {
                _trial.CopyTo(X, 0);
                (At, _next) = (_next, At);
                return false;
            }
        }

        return true;
    }
}
