namespace RiskPlatform.Quant.Benchmarks.SideBySide;

/// <summary>The same work by us and by a peer.</summary>
/// <param name="Name">What is done, in a few words.</param>
/// <param name="Unit">What is counted, with its article: an option, a step.</param>
/// <param name="Items">How many of them a pass does.</param>
/// <param name="Inputs">The file both read.</param>
/// <param name="Ours">Our contestant.</param>
/// <param name="Peer">The other one.</param>
/// <param name="Target">What is asked of the figures.</param>
/// <param name="Agree">Compares our results with the peer's.</param>
internal sealed record Contest(
    string Name, string Unit, double Items, string Inputs, Entry Ours, Entry Peer, Target Target, Agreement Agree);

/// <summary>Who takes part.</summary>
/// <param name="Name">As it is printed.</param>
/// <param name="Command">The program and its arguments before the inputs and results.</param>
/// <param name="Cores">Cores it may use, as taskset wants them.</param>
internal sealed record Entry(string Name, string[] Command, string Cores = "0");

/// <summary>What is asked of the figures; nothing, where a row only tells.</summary>
/// <param name="Ratio">The peer's time over ours, at least.</param>
/// <param name="Rate">Items a second, at least.</param>
/// <param name="IsWithoutAllocation">Whether a pass may allocate nothing.</param>
internal sealed record Target(double? Ratio = null, double? Rate = null, bool IsWithoutAllocation = false)
{
    public bool IsMet(double ratio, double rate, long bytes) =>
        !(ratio < Ratio) && !(rate < Rate) && (bytes == 0 || !IsWithoutAllocation);

    public override string ToString()
    {
        string[] parts =
        [
            Ratio is { } ratio ? FormattableString.Invariant($"≥ {ratio:0.#} ×") : "",
            Rate is { } rate ? FormattableString.Invariant($"≥ {rate / 1e6:0} M/s") : "",
            IsWithoutAllocation ? "0 bytes" : "",
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }
}

/// <summary>Compares results.</summary>
/// <returns>Whether they agree as they should, and in a few words how closely.</returns>
internal delegate (bool IsAgreed, string Finding) Agreement(double[] ours, double[] peer);
