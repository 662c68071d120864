using System.Text.RegularExpressions;

namespace RiskPlatform.System.Tests;

/// <summary>What a person does to a running platform: stop it, kill it, kill a part of it.</summary>
public sealed partial class HostLifeTests
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3); // The first start may fetch the servers.

    [Fact]
    public async Task Interrupted_LeavesNothingBehind()
    {
        await using var host = AppHostProcess.Start();
        await host.UntilAsync(IsUp, StartLimit);
        Assert.NotEmpty(host.Others());

        await host.SignalAsync("INT");

        Assert.Equal(0, await host.ExitAsync(TimeSpan.FromSeconds(15)));
        Assert.Empty(host.Others());
    }

    // Goal: nothing survives the AppHost, not even when it had no chance to clean up.
    // Method: SIGKILL, then look for every process that inherited this run's marker, PostgreSQL and node included.
    [Fact]
    public async Task Killed_LeavesNothingBehind()
    {
        await using var host = AppHostProcess.Start();
        await host.UntilAsync(IsUp, StartLimit);
        Assert.Contains(host.Others(), process => process.Command.Contains("postgres", StringComparison.Ordinal));
        Assert.Contains(host.Others(), process => process.Command.Contains("vite", StringComparison.Ordinal));

        await host.SignalAsync("KILL");
        await host.ExitAsync(TimeSpan.FromSeconds(5));

        await EventuallyAsync(() => host.Others().Count == 0, () => string.Join('\n', host.Others()));
    }

    [Fact]
    public async Task ServiceKilled_IsStartedAgainAndServes()
    {
        await using var host = AppHostProcess.Start();
        await host.UntilAsync(IsUp, StartLimit);
        var victim = host.Others()
            .Single(process => process.Command.Contains("Ingestion.dll", StringComparison.Ordinal));

        await AppHostProcess.SignalAsync(victim.Id, "KILL");

        using var client = new HttpClient { BaseAddress = new Uri(GatewayUrl().Match(host.Output).Value) };
        await EventuallyAsync(
            () => host.Others().Any(process =>
                process.Id != victim.Id && process.Command.Contains("Ingestion.dll", StringComparison.Ordinal)),
            () => host.Output);
        await EventuallyAsync(async () => await AnswersAsync(client), () => host.Output);
    }

    private static bool IsUp(string output) => output.Contains("All healthy", StringComparison.Ordinal);

    private static async Task<bool> AnswersAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/api/ingestion/risk", UriKind.Relative));
        return response.IsSuccessStatusCode;
    }

    private static Task EventuallyAsync(Func<bool> condition, Func<string> otherwise) =>
        EventuallyAsync(() => Task.FromResult(condition()), otherwise);

    private static async Task EventuallyAsync(Func<Task<bool>> condition, Func<string> otherwise)
    {
        for (int attempt = 0; attempt < 300; attempt++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(100);
        }

        Assert.Fail(otherwise());
    }

    [GeneratedRegex(@"(?<=gateway\s.*?)http://[\w.]+:\d+")]
    private static partial Regex GatewayUrl();
}
