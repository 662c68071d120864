namespace RiskPlatform.Hosting.Servers;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">0 for success.</param>
/// <param name="Output">All of its standard output.</param>
/// <param name="Error">All of its standard error.</param>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    private const int ComplaintLines = 8;

    /// <summary>The last lines it wrote: what a person should read after a failure.</summary>
    public string Complaint
    {
        get
        {
            string source = string.IsNullOrWhiteSpace(Error) ? Output : Error;
            var lines = source.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return string.Join(Environment.NewLine, lines.TakeLast(ComplaintLines));
        }
    }
}
