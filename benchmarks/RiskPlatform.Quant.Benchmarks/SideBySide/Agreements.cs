using System.Globalization;

namespace RiskPlatform.Quant.Benchmarks.SideBySide;

/// <summary>What two contestants' results must have in common for their times to be comparable.</summary>
internal static class Agreements
{
    private const double LostFrom = 1e-3; // A relative error; QuantLib's own accuracy is 1e-6 or 1e-4, absolute.

    /// <summary>Every number differs by at most a share of the larger of 1 and its size.</summary>
    public static Agreement ToTolerance(double tolerance) => (ours, peer) =>
    {
        double worst = ours.Length == peer.Length
            ? ours.Zip(peer, (a, b) => Math.Abs(a - b) / Math.Max(1.0, Math.Abs(b))).Max()
            : double.PositiveInfinity;
        return (worst <= tolerance, Text($"differ by {worst:0.0e+0} at most"));
    };

    /// <summary>We lose no case; how many the peer loses is told.</summary>
    /// <param name="volatilities">From which the quotes were made.</param>
    public static Agreement OfVolatilities(double[] volatilities) => (ours, peer) =>
    {
        var (lost, worst) = Compare(ours, volatilities);
        var (peerLost, peerWorst) = Compare(peer, volatilities);
        return (
            lost == 0 && ours.Length == peer.Length,
            Text($"lost {lost} and {peerLost} of {volatilities.Length}; errors to {worst:0.0e+0}, {peerWorst:0.0e+0}"));
    };

    /// <summary>Different random numbers, one law: means and standard deviations within four errors of it.</summary>
    /// <param name="gbm">Spot, drift, volatility, years, steps, paths.</param>
    /// <remarks>An Euler step leaves the law by far less than the error.</remarks>
    public static Agreement OfLastPrices(double[] gbm) => (ours, peer) =>
    {
        double oursAway = Away(ours, gbm);
        double peerAway = Away(peer, gbm);
        return (
            Math.Max(oursAway, peerAway) < 4.0,
            Text($"moments of ln S {oursAway:0.0} and {peerAway:0.0} errors from the law"));
    };

    private static (int Lost, double Worst) Compare(double[] found, double[] volatilities)
    {
        double[] errors = [.. found.Zip(volatilities, (a, b) => Math.Abs(a - b) / b)];
        double[] kept = [.. errors.Where(error => error < LostFrom)];
        return (errors.Length - kept.Length, kept.DefaultIfEmpty().Max());
    }

    private static double Away(double[] prices, double[] gbm)
    {
        double[] logs = [.. prices.Select(price => Math.Log(price / gbm[0]))];
        double deviation = gbm[2] * Math.Sqrt(gbm[3]);
        double mean = logs.Average();
        double spread = Math.Sqrt(logs.Sum(x => (x - mean) * (x - mean)) / (logs.Length - 1));
        double root = Math.Sqrt(logs.Length);
        double meanAway = Math.Abs(mean - (gbm[1] - 0.5 * gbm[2] * gbm[2]) * gbm[3]) / deviation * root;
        double spreadAway = Math.Abs(spread / deviation - 1.0) * Math.Sqrt(2.0) * root;
        return prices.Length == (int)gbm[5] ? Math.Max(meanAway, spreadAway) : double.PositiveInfinity;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
