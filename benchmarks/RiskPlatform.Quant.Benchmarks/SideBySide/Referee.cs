using System.Globalization;

namespace RiskPlatform.Quant.Benchmarks.SideBySide;

/// <summary>
/// Runs ours and a peer by turns on the same inputs, compares their results, and prints the ratio of their times.
/// </summary>
/// <remarks>
/// Everyone has a core, the same one, and repeats a pass for 20 ms a turn. The ratio is the median of the turns'
/// own, so a machine that slows down for a while slows both.
/// </remarks>
internal static class Referee
{
    /// <summary>Runs the contests whose names contain one of the words; all, without words.</summary>
    /// <returns>0; 1 if results disagree or a target is missed; 3 if a peer is missing.</returns>
    public static async Task<int> RunAsync(int turns, string[] words, TextWriter output, TextWriter errors)
    {
        var directory = Directory.CreateTempSubdirectory("side-by-side-");
        try
        {
            var peers = await PeerPrograms.PrepareAsync(directory.FullName);
            var contests = Contests.Prepare(directory.FullName, peers)
                .Where(contest => words.Length == 0 || words.Any(word => contest.Name.Contains(word)));
            await output.WriteLineAsync("| what | ours | peer | ratio | target | results |");
            await output.WriteLineAsync("| --- | --- | --- | --- | --- | --- |");
            bool isGood = true;
            foreach (var contest in contests)
            {
                isGood &= await RunAsync(contest, turns, directory.FullName, output);
            }

            return isGood ? 0 : 1;
        }
        catch (PeerMissingException missing)
        {
            await errors.WriteLineAsync(missing.Message);
            return 3;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<bool> RunAsync(Contest contest, int turns, string directory, TextWriter output)
    {
        using var ours = new Contestant(contest.Ours, contest.Inputs, Path.Combine(directory, "ours.results"));
        using var peer = new Contestant(contest.Peer, contest.Inputs, Path.Combine(directory, "peer.results"));
        await ours.WarmUpAsync();
        await peer.WarmUpAsync();

        List<double> oursSeconds = [];
        List<double> peerSeconds = [];
        long bytes = long.MaxValue; // The least: a thread of the runtime may allocate meanwhile.
        for (int turn = 0; turn < turns; turn++)
        {
            var (seconds, allocated) = await ours.MeasureAsync();
            oursSeconds.Add(seconds);
            bytes = Math.Min(bytes, allocated);
            peerSeconds.Add((await peer.MeasureAsync()).Seconds);
        }

        var (isAgreed, finding) = contest.Agree(await ours.FinishAsync(), await peer.FinishAsync());
        double ratio = Median(peerSeconds.Zip(oursSeconds, (slow, fast) => slow / fast));
        double best = Median(oursSeconds);
        bool isMet = contest.Target.IsMet(ratio, contest.Items / best, bytes);
        string allocation = contest.Target.IsWithoutAllocation ? $", {bytes} bytes" : "";
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {contest.Name} | {Time(best, contest)}{allocation} | {contest.Peer.Name}: "
            + $"{Time(Median(peerSeconds), contest)} | {ratio:0.0} | {contest.Target}{(isMet ? "" : " MISSED")} | "
            + $"{(isAgreed ? "" : "DISAGREE: ")}{finding} |"));
        return isMet && isAgreed;
    }

    private static string Time(double seconds, Contest contest)
    {
        double nanoseconds = seconds / contest.Items * 1e9;
        return nanoseconds < 1e6
            ? FormattableString.Invariant($"{nanoseconds:0.00} ns {contest.Unit}")
            : FormattableString.Invariant($"{nanoseconds / 1e6:0.00} ms {contest.Unit}");
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return 0.5 * (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]);
    }
}
