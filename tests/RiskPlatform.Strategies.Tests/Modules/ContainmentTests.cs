using System.Diagnostics;
using System.Net;
using System.Text.Json;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Strategies.Modules;

namespace RiskPlatform.Strategies.Tests.Modules;

/// <summary>What a bad module does to itself, and does not do to anybody else.</summary>
public sealed class ContainmentTests
{
    private static readonly double[] Prices = [100, 110, 99, 108.9];

    [Theory]
    [InlineData("return known.Count < 3 ? 0.0 : throw new InvalidOperationException(\"bar three\");", "bar three")]
    [InlineData("return known.Ago(-1);", "IndexOutOfRangeException")] // The future.
    [InlineData("return double.NaN;", "position finite")]
    [InlineData("var all = new double[1_000_000_000]; all[known.Count] = 1.0; return all[0];", "OutOfMemoryException")]
    [InlineData("throw new OperationCanceledException();", "OperationCanceledException")]
    [InlineData("return System.Reflection.Assembly.Load(\"Npgsql\").GetTypes().Length;", "FileLoadException")]
    public async Task Run_ThatThrows_IsA422ThatNamesTheModule_WhichLivesOn(string body, string named)
    {
        await using var service = new ModuleService();
        await service.LoadAsync("bad", ModuleSource.Compile(ModuleSource.Deciding(body)));

        var (status, problem) = await service.BacktestAsync("bad", Prices);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("moduleThrew", problem.GetProperty("reason").GetString());
        Assert.StartsWith("Module bad: it threw", problem.Faults(), StringComparison.Ordinal);
        Assert.Contains(named, problem.Faults(), StringComparison.Ordinal);
        Assert.Equal("running", (await StateAsync(service)).GetProperty("state").GetString());
        Assert.Equal("Healthy", await HealthAsync(service));
    }

    [Fact]
    public async Task Run_WhoseConstructorThrows_IsA422WithItsWords()
    {
        await using var service = new ModuleService();
        await service.LoadAsync("bad", ModuleSource.Compile("""
            public sealed class Made : ICausalStrategy
            {
                public Made(int bars) => ArgumentOutOfRangeException.ThrowIfLessThan(bars, 1);
                public double Decide(AsOf known) => 1.0;
            }
            """));

        var (status, problem) = await service.BacktestAsync("bad", Prices, """{ "bars": 0 }""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("it threw ArgumentOutOfRangeException: bars", problem.Faults(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SlowFromBarToBar_IsStoppedAfterItsTime_AndTheModuleLivesOn()
    {
        await using var service = new ModuleService(("Strategies:ModuleBudgetMs", "200"));
        await service.LoadAsync("slow", ModuleSource.Compile(
            ModuleSource.Deciding("if (known.Current > 1.0) { Thread.Sleep(20); } return 1.0;")));

        long start = Stopwatch.GetTimestamp();
        var (status, problem) = await service.BacktestAsync("slow", Enumerable.Repeat(2.0, 1_000));
        var elapsed = Stopwatch.GetElapsedTime(start);
        var (after, _) = await service.BacktestAsync("slow", Enumerable.Repeat(1.0, 1_000));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("timeBudget", problem.GetProperty("reason").GetString());
        Assert.Contains("Strategies:ModuleBudgetMs", problem.Faults(), StringComparison.Ordinal);
        Assert.InRange(elapsed.TotalMilliseconds, 180.0, 1_000.0); // 20 s if nothing stopped it.
        Assert.Equal(HttpStatusCode.OK, after);
    }

    // Method: eight backtests hang in their first bar; until they are killed, and after, health and the built-in
    // strategy are asked without a pause. A pool that they block, or cores that they take, would show.
    [Fact]
    public async Task Run_LoopingInsideABar_IsKilled_AndNobodyElseWaits()
    {
        await using var service = new ModuleService(("Strategies:ModuleBudgetMs", "1000"));
        await service.LoadAsync("good", ModuleSource.Compile(ModuleSource.Holds(1.0)));
        await service.LoadAsync("loop", ModuleSource.Compile(ModuleSource.Deciding("while (true) { }")));
        await service.BacktestAsync("good", Prices);
        Assert.Equal("Healthy", await HealthAsync(service));
        int process = service.ProcessIdOf("loop");

        long start = Stopwatch.GetTimestamp();
        var hanging = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.BacktestAsync("loop", Prices)));
        List<double> waits = [];
        while (!hanging.IsCompleted)
        {
            waits.Add(await TimeAsync(service.Client.GetJsonAsync("/health")));
            waits.Add(await TimeAsync(service.BacktestAsync(
                "maCrossover", Prices, """{ "fast": 1, "slow": 2 }""")));
        }

        var answers = await hanging;
        var elapsed = Stopwatch.GetElapsedTime(start);
        waits.Sort();

        Assert.InRange(elapsed.TotalSeconds, 1.0, 6.0);
        Assert.All(answers, answer =>
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
            Assert.Contains("Module loop: it gave no answer within 1000 ms", answer.Body.Faults(),
                StringComparison.Ordinal);
        });
        Assert.Contains(answers, answer => answer.Body.GetProperty("reason").GetString() == "timeBudget");
        Assert.True(waits.Count > 100, $"{waits.Count} other requests");
        double most = waits[(int)(0.99 * waits.Count)];
        Assert.True(most < 50.0, $"99 of 100 other requests took {most} ms at most");
        await Processes.AssertGoneAsync(process); // And with it every cycle that it burned.

        Assert.Equal(HttpStatusCode.OK, (await service.BacktestAsync("good", Prices)).Status);
        Assert.Equal("Degraded", await HealthAsync(service));
        var (status, problem) = await service.BacktestAsync("loop", Prices);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("moduleStopped", problem.GetProperty("reason").GetString());
        Assert.EndsWith("killed; load it again, or delete it.", problem.Faults(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("return Decide(known) + 1.0;")] // Until the stack is full.
    [InlineData("Environment.Exit(0); return 1.0;")]
    [InlineData("new Thread(() => throw new Exception()).Start(); Thread.Sleep(60_000); return 1.0;")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().Kill(); return 1.0;")]
    public async Task Run_ThatEndsItsProcess_IsContained_AndALoadStartsAnother(string body)
    {
        await using var service = new ModuleService();
        await service.LoadAsync("bad", ModuleSource.Compile(ModuleSource.Deciding(body)));
        int process = service.ProcessIdOf("bad");

        var (status, problem) = await service.BacktestAsync("bad", Prices);
        var stopped = await StateAsync(service);
        string? health = await HealthAsync(service);
        var (reloaded, _) = await service.LoadAsync("bad", ModuleSource.Compile(ModuleSource.Holds(1.0), "2.0.0.0"));
        var (after, _) = await service.BacktestAsync("bad", Prices);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("moduleStopped", problem.GetProperty("reason").GetString());
        Assert.Equal("Module bad: its process broke off.", problem.Faults());
        Assert.Equal("stopped", stopped.GetProperty("state").GetString());
        Assert.Equal("its process broke off", stopped.GetProperty("reason").GetString());
        Assert.Equal("Degraded", health);
        await Processes.AssertGoneAsync(process);
        Assert.Equal(HttpStatusCode.OK, reloaded);
        Assert.Equal(HttpStatusCode.OK, after);
        Assert.Equal("Healthy", await HealthAsync(service));
    }

    [Theory]
    [InlineData("while (true) { }", "timeBudget", "it gave no answer within 1500 ms, and was killed.")]
    [InlineData("Environment.Exit(0);", "moduleStopped", "its process broke off.")]
    [InlineData("throw new Exception(\"no\");", "moduleThrew", "it threw Exception: no")]
    public async Task Load_WhoseInitialiserIsBad_IsRefused_AndTheVersionBeforeRunsOn(
        string body, string reason, string text)
    {
        await using var service = new ModuleService(("Strategies:ModuleLoadMs", "1500"));
        byte[] bad = ModuleSource.Compile(ModuleSource.Holds(1.0) + $$"""

            internal static class Start
            {
                [System.Runtime.CompilerServices.ModuleInitializer]
                internal static void Run() { {{body}} }
            }
            """);

        var (first, _) = await service.LoadAsync("bad", bad);
        int left = (await service.Client.GetJsonAsync("/modules")).Body.GetArrayLength();
        await service.LoadAsync("mine", ModuleSource.Compile(ModuleSource.Holds(1.0)));
        var (status, problem) = await service.LoadAsync("mine", bad);
        var (after, _) = await service.BacktestAsync("mine", Prices);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, first);
        Assert.Equal(0, left);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(reason, problem.GetProperty("reason").GetString());
        Assert.Equal($"Module mine: {text}", problem.Faults());
        Assert.Equal(HttpStatusCode.OK, after);
        Assert.Equal("Healthy", await HealthAsync(service));
    }

    [Fact]
    public async Task Run_WhoseClientLeaves_IsStoppedLongBeforeItsEnd()
    {
        await using var service = new ModuleService();
        await service.LoadAsync("slow", ModuleSource.Compile(
            ModuleSource.Deciding("if (known.Current > 1.0) { Thread.Sleep(5); } return 1.0;")));
        int process = service.ProcessIdOf("slow");
        await service.BacktestAsync("slow", Enumerable.Repeat(1.0, 3));
        string slow = string.Join(',', Enumerable.Repeat("2", 900));
        using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => service.Client.PostJsonAsync(
            "/backtest", $$"""{ "strategy": "slow", "parameters": {}, "prices": [{{slow}}] }""", leaving.Token));
        await service.RemoveAsync("slow");
        long start = Stopwatch.GetTimestamp();

        // Its process ends with its last run, which would take 4.5 s.
        await Processes.AssertGoneAsync(process);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0.0, 500.0);
    }

    [Fact]
    public async Task Run_WhenTooManyWait_IsToldToComeBack()
    {
        await using var service = new ModuleService(
            ("Strategies:ModuleParallelism", "1"), ("Strategies:ModuleQueueLength", "1"));
        await service.LoadAsync("slow", ModuleSource.Compile(
            ModuleSource.Deciding("if (known.Count == 1) { Thread.Sleep(1_000); } return 1.0;")));

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => service.BacktestAsync("slow", Prices)));

        Assert.Equal(2, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        var refused = Assert.Single(answers, answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        Assert.Equal("1 backtests wait for module slow already.", refused.Body.Faults());
    }

    [Fact]
    public async Task Module_WhoseServiceIsKilled_EndsWithIt()
    {
        await using var server = await ServiceServer.StartAsync(
            typeof(ModuleOptions).Assembly, new Dictionary<string, string> { ["Strategies:AllowModules"] = "true" });
        using var content = new ByteArrayContent(ModuleSource.Compile(ModuleSource.Holds(1.0)));
        content.Headers.ContentType = new("application/octet-stream");
        using var loaded = await server.Client.PostAsync(new Uri("/modules/mine", UriKind.Relative), content);
        int module = Assert.Single(Processes.ChildrenOf(server.ProcessId));

        await server.KillAsync();

        Assert.Equal(HttpStatusCode.OK, loaded.StatusCode);
        await Processes.AssertGoneAsync(module);
    }

    private static async Task<double> TimeAsync(Task<(HttpStatusCode Status, JsonElement Body)> asked)
    {
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(HttpStatusCode.OK, (await asked).Status);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<JsonElement> StateAsync(ModuleService service) =>
        (await service.Client.GetJsonAsync("/modules")).Body[0];

    private static async Task<string?> HealthAsync(ModuleService service) =>
        (await service.Client.GetJsonAsync("/health")).Body.GetProperty("status").GetString();
}
