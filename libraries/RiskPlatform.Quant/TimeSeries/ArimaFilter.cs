using RiskPlatform.Quant.LinearAlgebra;

namespace RiskPlatform.Quant.TimeSeries;

/// <summary>
/// The Kalman filter of an integrated moving-average process with unit error variance, run over several series at once:
/// the values, and columns whose weights are fitted afterwards by least squares.
/// </summary>
/// <remarks>
/// State: Harvey's form of the stationary part, r long, then the last values as far as differences reach. These last
/// begin at zero without variance: what they really were stands in columns of its own, one for each (Rosenberg 1973).
/// </remarks>
internal sealed class ArimaFilter
{
    private const int DoublingsMax = 60;
    private const double Settled = 1e-17;
    private const int RowsAtOnce = 64; // Between two looks at the token: few, as a row costs the state squared.

    private readonly int _stationary;
    private readonly int _size;
    private readonly double[] _differences;
    private readonly double[] _covariance;
    private readonly double[] _moved;
    private readonly double[] _gain;
    private double[] _phi = [];
    private double[] _theta = [];

    public ArimaFilter(in ArimaSpecification model)
    {
        _stationary = model.StationaryState;
        _differences = ArimaPolynomials.Differences(model);
        _size = _stationary + _differences.Length;
        _covariance = new double[_size * _size];
        _moved = new double[_size * _size];
        _gain = new double[_size];
    }

    /// <summary>
    /// Filters; writes each column's one-step prediction error and the variance of the values' one, for every row, and
    /// returns whether the model is stationary.
    /// </summary>
    /// <param name="phi">Full autoregressive weights, r long.</param>
    /// <param name="theta">Full moving-average weights from 1 on, r long.</param>
    /// <param name="columns">Column by column, the values first.</param>
    /// <param name="isSeen">Which rows hold a value; its length is the number of rows.</param>
    /// <param name="errors">Receives the errors, as the columns lie.</param>
    /// <param name="variances">Receives the variances, one a row.</param>
    /// <param name="cancellationToken">Asked every few rows.</param>
    public bool TryRun(
        double[] phi,
        double[] theta,
        ReadOnlySpan<double> columns,
        ReadOnlySpan<bool> isSeen,
        Span<double> errors,
        Span<double> variances,
        CancellationToken cancellationToken)
    {
        (_phi, _theta) = (phi, theta);
        if (!TryStart(cancellationToken))
        {
            return false;
        }

        int rows = isSeen.Length;
        int count = columns.Length / Math.Max(rows, 1);
        double[] states = new double[count * _size];
        for (int t = 0; t < rows; t++)
        {
            if (t % RowsAtOnce == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            double variance = PrepareGain();
            variances[t] = variance;
            for (int c = 0; c < count; c++)
            {
                var state = states.AsSpan(c * _size, _size);
                double error = columns[c * rows + t] - Observed(state);
                errors[c * rows + t] = error;
                if (isSeen[t])
                {
                    for (int i = 0; i < _size; i++)
                    {
                        state[i] += _gain[i] * error;
                    }
                }

                Move(state);
            }

            if (isSeen[t])
            {
                UpdateCovariance(variance);
            }

            MoveCovariance();
        }

        return true;
    }

    private double Observed(ReadOnlySpan<double> state)
    {
        double sum = state[0];
        for (int j = 0; j < _differences.Length; j++)
        {
            sum += _differences[j] * state[_stationary + j];
        }

        return sum;
    }

    // P h / F, h the row that observes; F is at least the error's variance of 1.
    private double PrepareGain()
    {
        for (int i = 0; i < _size; i++)
        {
            _gain[i] = Observed(_covariance.AsSpan(i * _size, _size));
        }

        double variance = Observed(_gain);
        for (int i = 0; i < _size; i++)
        {
            _gain[i] /= variance;
        }

        return variance;
    }

    private void UpdateCovariance(double variance)
    {
        for (int i = 0; i < _size; i++)
        {
            double scaled = variance * _gain[i];
            for (int j = 0; j < _size; j++)
            {
                _covariance[i * _size + j] -= scaled * _gain[j];
            }
        }
    }

    private void Move(Span<double> state)
    {
        double value = Observed(state);
        double first = state[0];
        for (int i = 0; i < _stationary; i++)
        {
            state[i] = _phi[i] * first + (i + 1 < _stationary ? state[i + 1] : 0.0);
        }

        for (int j = _size - 1; j > _stationary; j--)
        {
            state[j] = state[j - 1];
        }

        if (_size > _stationary)
        {
            state[_stationary] = value;
        }
    }

    // P becomes T P Tᵀ + θθᵀ. Moving every row moves the columns; the transpose's rows are the other side.
    private void MoveCovariance()
    {
        for (int side = 0; side < 2; side++)
        {
            for (int i = 0; i < _size; i++)
            {
                Move(_covariance.AsSpan(i * _size, _size));
            }

            for (int i = 0; i < _size; i++)
            {
                for (int j = 0; j < _size; j++)
                {
                    _moved[j * _size + i] = _covariance[i * _size + j];
                }
            }

            _moved.CopyTo(_covariance, 0);
        }

        AddShock();
    }

    private void AddShock()
    {
        for (int i = 0; i < _stationary; i++)
        {
            for (int j = 0; j < _stationary; j++)
            {
                _covariance[i * _size + j] += _theta[i] * _theta[j];
            }
        }
    }

    // P = Σ Tᵏ θθᵀ Tᵏᵀ by doubling: P + A P Aᵀ with A = T, T², T⁴, …. It does not settle unless T is stable.
    private bool TryStart(CancellationToken cancellationToken)
    {
        int r = _stationary;
        double[] power = new double[r * r];
        double[] sum = new double[r * r];
        double[] half = new double[r * r];
        double[] more = new double[r * r];
        for (int i = 0; i < r; i++)
        {
            power[i * r] = _phi[i];
            for (int j = 0; j < r; j++)
            {
                sum[i * r + j] = _theta[i] * _theta[j];
                power[i * r + j] += j == i + 1 ? 1.0 : 0.0;
            }
        }

        bool isSettled = false;
        for (int k = 0; k < DoublingsMax && !isSettled; k++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SymmetricMatrix.Multiply(power, sum, r, half);
            double largest = 0.0;
            double whole = 0.0;
            for (int i = 0; i < r; i++)
            {
                for (int j = 0; j < r; j++)
                {
                    double element = System.Numerics.Tensors.TensorPrimitives.Dot(
                        half.AsSpan(i * r, r), power.AsSpan(j * r, r));
                    more[i * r + j] = element;
                    largest = Math.Max(largest, Math.Abs(element));
                    whole = Math.Max(whole, Math.Abs(sum[i * r + j]));
                }
            }

            for (int i = 0; i < r * r; i++)
            {
                sum[i] += more[i];
            }

            isSettled = largest <= Settled * whole;
            SymmetricMatrix.Multiply(power, power, r, half);
            (power, half) = (half, power);
        }

        _covariance.AsSpan().Clear();
        for (int i = 0; i < r && isSettled; i++)
        {
            sum.AsSpan(i * r, r).CopyTo(_covariance.AsSpan(i * _size));
        }

        return isSettled && double.IsFinite(sum[0]);
    }
}
