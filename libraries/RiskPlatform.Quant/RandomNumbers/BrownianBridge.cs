using System.Numerics;

namespace RiskPlatform.Quant.RandomNumbers;

/// <summary>
/// Builds Brownian paths from the end inwards, so that the first normals decide most of the path.
/// </summary>
/// <remarks>
/// Immutable, and safe to share between threads. Quasi-random points are best spread in their first dimensions, which
/// this construction gives to what matters most; with pseudo-random numbers it changes nothing in distribution.
/// </remarks>
public sealed class BrownianBridge
{
    // One step a normal: the point it decides, its known neighbours (−1: time zero; right −1: none), and the weights.
    private readonly int[] _point;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly double[] _leftWeight;
    private readonly double[] _rightWeight;
    private readonly double[] _deviation;

    /// <summary>Plans the order in which the points of a path are decided.</summary>
    /// <param name="times">When the path is observed, years from now: positive and increasing. Length n, at least
    /// 1.</param>
    /// <exception cref="ArgumentException">There are no times, or they do not increase from above zero.</exception>
    public BrownianBridge(ReadOnlySpan<double> times)
    {
        KernelGuard.AtLeast(times.Length, 1);
        for (int i = 0; i < times.Length; i++)
        {
            if (!(times[i] > (i == 0 ? 0.0 : times[i - 1])) || double.IsInfinity(times[i]))
            {
                throw new ArgumentException("Times are positive, finite and increasing.", nameof(times));
            }
        }

        int n = times.Length;
        (_point, _left, _right) = (new int[n], new int[n], new int[n]);
        (_leftWeight, _rightWeight, _deviation) = (new double[n], new double[n], new double[n]);
        (_point[0], _left[0], _right[0], _deviation[0]) = (n - 1, -1, -1, Math.Sqrt(times[^1]));

        // The gaps are halved breadth first: the widest undecided stretch of points comes next.
        var gaps = new Queue<(int Left, int Right)>([(-1, n - 1)]);
        for (int step = 1; step < n;)
        {
            var (left, right) = gaps.Dequeue();
            if (right - left < 2)
            {
                continue; // Bounded: 2n gaps at most, and n − 1 of them hold a point.
            }

            int middle = left + (right - left) / 2;
            double t0 = left < 0 ? 0.0 : times[left];
            double width = times[right] - t0;
            _point[step] = middle;
            _left[step] = left;
            _right[step] = right;
            _leftWeight[step] = (times[right] - times[middle]) / width;
            _rightWeight[step] = (times[middle] - t0) / width;
            _deviation[step] = Math.Sqrt((times[middle] - t0) * (times[right] - times[middle]) / width);
            gaps.Enqueue((left, middle));
            gaps.Enqueue((middle, right));
            step++;
        }
    }

    /// <summary>How many points a path has, n.</summary>
    public int Points => _point.Length;

    /// <summary>Computes W(t₁) to W(tₙ) of many paths.</summary>
    /// <param name="normals">Independent standard normals, n × paths, row-major: row k decides as much as possible of
    /// what rows before it left open.</param>
    /// <param name="destination">Receives the paths, n × paths, row-major: row i is W(tᵢ), root of years. Apart from
    /// the normals.</param>
    /// <exception cref="ArgumentException">A length is no multiple of n, they differ, or the memory
    /// overlaps.</exception>
    /// <remarks>
    /// <para><b>Not checked:</b> the elements. NaN spreads within its own path.</para>
    /// <para><b>Accuracy:</b> rounding only; exact in distribution at every tᵢ.</para>
    /// <para><b>Repeatability:</b> the same bits on every machine, for every number of paths.</para>
    /// <para><b>Cost:</b> three multiplications a point, no allocation.</para>
    /// <para><b>Source:</b> P. Glasserman, Monte Carlo Methods in Financial Engineering, 2003, section 3.1.1;
    /// docs/methods/sobol.md.</para>
    /// <para><b>Tested by:</b> the covariance min(s, t) for every n to 40, equal and unequal steps, every number of
    /// paths.</para>
    /// </remarks>
    public void Transform(ReadOnlySpan<double> normals, Span<double> destination)
    {
        KernelGuard.Length(destination.Length, normals.Length);
        if (normals.Length % Points != 0)
        {
            throw new ArgumentException($"The length is a multiple of {Points}.", nameof(normals));
        }

        if (normals.Overlaps(destination))
        {
            throw new ArgumentException("The paths overlap the normals.", nameof(destination));
        }

        int paths = normals.Length / Points;
        for (int step = 0; step < Points; step++)
        {
            var z = normals.Slice(step * paths, paths);
            var target = destination.Slice(_point[step] * paths, paths);
            var right = _right[step] < 0 ? [] : destination.Slice(_right[step] * paths, paths);
            var left = _left[step] < 0 ? [] : destination.Slice(_left[step] * paths, paths);
            Decide(z, _deviation[step], left, _leftWeight[step], right, _rightWeight[step], target);
        }
    }

    // Products and sums are rounded one by one, so that vectors and the scalar rest agree.
    private static void Decide(
        ReadOnlySpan<double> z,
        double deviation,
        ReadOnlySpan<double> left,
        double leftWeight,
        ReadOnlySpan<double> right,
        double rightWeight,
        Span<double> target)
    {
        int whole = z.Length - z.Length % Vector<double>.Count;
        for (int i = 0; i < whole; i += Vector<double>.Count)
        {
            var value = new Vector<double>(z[i..]) * deviation;
            value += right.IsEmpty ? default : new Vector<double>(right[i..]) * rightWeight;
            value += left.IsEmpty ? default : new Vector<double>(left[i..]) * leftWeight;
            value.CopyTo(target[i..]);
        }

        for (int i = whole; i < z.Length; i++)
        {
            double value = z[i] * deviation;
            value += right.IsEmpty ? 0.0 : right[i] * rightWeight;
            value += left.IsEmpty ? 0.0 : left[i] * leftWeight;
            target[i] = value;
        }
    }
}
