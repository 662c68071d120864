using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using RiskPlatform.Hosting.Testing;
using RiskPlatform.Strategies.Modules;

namespace RiskPlatform.Strategies.Tests.Modules;

public sealed class ModuleTests
{
    private static readonly double[] Prices = [100, 110, 99, 108.9];

    [Fact]
    public async Task Load_ThenRun_GivesTheFiguresOfItsPositions()
    {
        await using var service = new ModuleService();

        var (status, loaded) = await service.LoadAsync(
            "half", ModuleSource.Compile(ModuleSource.Holds(0.5), "1.2.3.4"));
        var (ran, body) = await service.BacktestAsync("half", Prices);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("half", loaded.GetProperty("name").GetString());
        Assert.Equal("1.2.3.4", loaded.GetProperty("version").GetString());
        Assert.Equal("Made", loaded.GetProperty("strategy").GetString());
        Assert.Equal("running", loaded.GetProperty("state").GetString());
        Assert.Equal(0, loaded.Number("requestsDropped"));
        Assert.InRange(loaded.Number("swapMicroseconds"), 0.0, 1_000.0);

        // Half of wealth goes +10 %, −10 %, +10 %.
        Assert.Equal(HttpStatusCode.OK, ran);
        Assert.Equal(
            [1.0, 1.05, 1.05 * 0.95, 1.05 * 0.95 * 1.05],
            body.GetProperty("equity").Numbers().Select(x => x!.Value), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(1.05 * 0.95 * 1.05 - 1.0, body.Number("totalReturn"), 1e-12);
        Assert.Equal(0.05, body.Number("maxDrawdown"), 1e-12);
        Assert.Equal(1, body.Number("trades"));
        Assert.Equal(0, body.Number("bytesAllocated"));
        Assert.True(body.Number("barsPerSecond") > 0.0);
    }

    [Theory]
    [InlineData("""{ "fast": 2, "slow": 7 }""")]
    [InlineData("""{ "fast": 20, "slow": 100 }""")]
    public async Task Run_ModuleOfTheBuiltInRule_GivesTheBuiltInsFigures(string parameters)
    {
        await using var service = new ModuleService();
        await service.LoadAsync("mine", ModuleSource.Compile(ModuleSource.Crossover));
        double[] prices = Walk(5_000);

        var (status, module) = await service.BacktestAsync("mine", prices, parameters, costsBp: 3.0);
        var (_, builtIn) = await service.BacktestAsync("maCrossover", prices, parameters, costsBp: 3.0);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.True(builtIn.Number("trades") > 20);
        Assert.All(
            ["trades", "totalReturn", "sharpe", "maxDrawdown"],
            name => Assert.Equal(builtIn.Number(name), module.Number(name)));
        Assert.Equal(builtIn.GetProperty("equity").Numbers(), module.GetProperty("equity").Numbers());
    }

    [Fact]
    public async Task List_IsByName_AndRemoveEndsAModule()
    {
        await using var service = new ModuleService();
        await service.LoadAsync("b", ModuleSource.Compile(ModuleSource.Holds(1.0)));
        await service.LoadAsync("a", ModuleSource.Compile(ModuleSource.Crossover, "2.0.0.0"));
        int process = service.ProcessIdOf("b");

        var (_, list) = await service.Client.GetJsonAsync("/modules");
        var (status, removed) = await service.RemoveAsync("b");
        var (_, left) = await service.Client.GetJsonAsync("/modules");
        var (ran, problem) = await service.BacktestAsync("b", Prices);

        Assert.Equal(["a", "b"], Names(list));
        Assert.Equal(["fast", "slow"], list[0].GetProperty("parameters").EnumerateArray().Select(x => x.GetString()));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("b", "removed"), (
            removed.GetProperty("name").GetString(), removed.GetProperty("state").GetString()));
        Assert.Equal(["a"], Names(left));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, ran);
        Assert.Contains("there is maCrossover, a.", problem.Faults(), StringComparison.Ordinal);
        await Processes.AssertGoneAsync(process);
        Assert.Equal(HttpStatusCode.NotFound, (await service.RemoveAsync("b")).Status);
    }

    [Fact]
    public async Task Load_Again_SwapsTheVersion_InTheSameProcess()
    {
        await using var service = new ModuleService();
        await service.LoadAsync("mine", ModuleSource.Compile(ModuleSource.Holds(1.0), "1.0.0.0"));
        int process = service.ProcessIdOf("mine");

        var (status, swapped) = await service.LoadAsync(
            "mine", ModuleSource.Compile(ModuleSource.Holds(-1.0), "2.0.0.0"));
        var (_, body) = await service.BacktestAsync("mine", [100, 90, 90]);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("2.0.0.0", swapped.GetProperty("version").GetString());
        Assert.Equal(process, service.ProcessIdOf("mine"));
        Assert.Equal(0.1, body.Number("totalReturn"), 1e-12);
        var (_, list) = await service.Client.GetJsonAsync("/modules");
        Assert.Equal("2.0.0.0", Assert.Single(list.EnumerateArray()).GetProperty("version").GetString());
    }

    [Fact]
    public async Task LoadAndRemove_NotEnabled_AreForbiddenAndNameTheSetting()
    {
        await using var service = new ModuleService(("Strategies:AllowModules", "false"));

        var load = await service.LoadAsync("mine", ModuleSource.Compile(ModuleSource.Holds(1.0)));
        var remove = await service.RemoveAsync("mine");
        var (listed, list) = await service.Client.GetJsonAsync("/modules");

        Assert.All([load, remove], answer =>
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.Equal("modulesOff", answer.Body.GetProperty("reason").GetString());
            Assert.Contains("Strategies:AllowModules", answer.Body.Faults(), StringComparison.Ordinal);
        });
        Assert.Equal(HttpStatusCode.OK, listed);
        Assert.Empty(list.EnumerateArray());
    }

    [Theory]
    [InlineData("public class Other { }", "noStrategy", "ICausalStrategy")]
    [InlineData("class Hidden : ICausalStrategy { public double Decide(AsOf known) => 1.0; }", "noStrategy", "public")]
    [InlineData(
        """
        public class A : ICausalStrategy { public double Decide(AsOf known) => 1.0; }
        public class B : ICausalStrategy { public double Decide(AsOf known) => 1.0; }
        """, "noStrategy", "2 strategies")]
    [InlineData(
        "public class A(string name) : ICausalStrategy { public double Decide(AsOf known) => name.Length; }",
        "noStrategy", "numbers")]
    public async Task Load_WithoutOneStrategy_IsA400(string source, string reason, string named)
    {
        await using var service = new ModuleService();

        var (status, body) = await service.LoadAsync("mine", ModuleSource.Compile(source));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(reason, body.GetProperty("reason").GetString());
        Assert.Contains(named, body.Faults(), StringComparison.Ordinal);
        Assert.Empty((await service.Client.GetJsonAsync("/modules")).Body.EnumerateArray());
    }

    [Fact]
    public async Task Load_ABadVersion_LeavesTheOneBefore()
    {
        await using var service = new ModuleService();
        await service.LoadAsync("mine", ModuleSource.Compile(ModuleSource.Holds(1.0)));

        var bad = await service.LoadAsync("mine", ModuleSource.Compile("public class Other { }", "2.0.0.0"));
        var (status, _) = await service.BacktestAsync("mine", Prices);

        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        Assert.Equal(HttpStatusCode.OK, status);
        var (_, list) = await service.Client.GetJsonAsync("/modules");
        Assert.Equal("1.0.0.0", list[0].GetProperty("version").GetString());
    }

    [Fact]
    public async Task Load_NotAnAssembly_IsA400()
    {
        await using var service = new ModuleService();
        byte[] cut = ModuleSource.Compile(ModuleSource.Holds(1.0))[..700];

        Assert.All(
            [await service.LoadAsync("mine", "MZ no, a text"u8.ToArray()), await service.LoadAsync("mine", []),
                await service.LoadAsync("mine", cut)],
            answer =>
            {
                Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
                Assert.Equal("notAnAssembly", answer.Body.GetProperty("reason").GetString());
            });
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType, (await service.LoadAsync("mine", cut, "application/json")).Status);
    }

    [Fact]
    public async Task Load_ReferringToTheServiceItself_IsA422ThatNamesIt()
    {
        await using var service = new ModuleService();
        byte[] foreign = ModuleSource.Compile(
            "public class A : ICausalStrategy { public double Decide(AsOf known) => "
                + "new RiskPlatform.Strategies.Modules.ModuleOptions().ModulesMax; }",
            "1.0.0.0",
            MetadataReference.CreateFromFile(typeof(ModuleOptions).Assembly.Location));

        var (status, body) = await service.LoadAsync("mine", foreign);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal("foreignReference", body.GetProperty("reason").GetString());
        Assert.Contains("refers to RiskPlatform.Strategies;", body.Faults(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_OverALimit_IsRefused()
    {
        byte[] module = ModuleSource.Compile(ModuleSource.Holds(1.0));
        await using var service = new ModuleService(
            ("Strategies:ModulesMax", "1"), ("Strategies:ModuleBytesMax", $"{module.Length}"));

        var (exact, _) = await service.LoadAsync("mine", module);
        var (larger, tooLarge) = await service.LoadAsync("mine", [.. module, 0]);
        var (second, tooMany) = await service.LoadAsync("other", module);

        Assert.Equal(HttpStatusCode.OK, exact);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, larger);
        Assert.Contains("Strategies:ModuleBytesMax", tooLarge.Faults(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, second);
        Assert.Contains("Strategies:ModulesMax", tooMany.Faults(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("maCrossover", 409)]
    [InlineData("1st", 422)]
    [InlineData("a.b", 422)]
    public async Task Load_UnderABadName_IsRefused(string name, int expected)
    {
        await using var service = new ModuleService();

        var (status, _) = await service.LoadAsync(name, ModuleSource.Compile(ModuleSource.Holds(1.0)));

        Assert.Equal(expected, (int)status);
    }

    [Fact]
    public async Task Run_BadParameters_NamesEveryFault()
    {
        await using var service = new ModuleService();
        await service.LoadAsync("mine", ModuleSource.Compile("""
            public struct Made(int bars, double share, long lag = 3) : ICausalStrategy
            {
                public double Decide(AsOf known) => bars + share + lag;
            }
            """));

        var (status, body) = await service.BacktestAsync("mine", Prices, """{ "bars": 1.5, "speed": 1 }""");
        var (ran, good) = await service.BacktestAsync("mine", [100, 101, 101], """{ "bars": -2, "share": -0.5 }""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.All(
            ["Module mine", "'speed'", "bars, share, lag?", "parameters.bars is 1.5", "parameters.share is missing"],
            text => Assert.Contains(text, body.Faults(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, ran);
        Assert.Equal(0.005, good.Number("totalReturn"), 1e-12); // −2 − 0.5 + 3 is half of wealth.
    }

    // Limits of the request, and within them all that a module's answer can list, in letters of six bytes each.
    [Theory]
    [InlineData(65, 1, "65 numbers")]
    [InlineData(3_000, 30, "3000 numbers")]
    [InlineData(1, 65, "64 characters")]
    [InlineData(1, 70_000, "64 characters")]
    [InlineData(64, 64, "is missing")]
    public async Task Run_WithManyParametersOrLongNames_IsA422_AndTheModuleLivesOn(int count, int length, string named)
    {
        string Names(char letter, int many, int size, string form) => string.Join(',', Enumerable.Range(0, many).Select(
            i => string.Format(CultureInfo.InvariantCulture, form, $"{letter}{i}".PadRight(size, letter))));
        await using var service = new ModuleService();
        var (loaded, _) = await service.LoadAsync("mine", ModuleSource.Compile($$"""
            public struct Made({{Names('é', 64, 64, "double {0}")}}) : ICausalStrategy
            {
                public double Decide(AsOf known) => 1.0;
            }
            """));

        var (status, problem) = await service.BacktestAsync(
            "mine", Prices, $"{{{Names('ü', count, length, "\"{0}\": 1.5")}}}");
        var (builtIn, _) = await service.BacktestAsync(
            "maCrossover", Prices, $$"""{ "fast": 1, "slow": 2, {{Names('ü', count, length, "\"{0}\": 1.5")}} }""");
        var (after, _) = await service.BacktestAsync("mine", Prices, $"{{{Names('é', 64, 64, "\"{0}\": 1.5")}}}");

        Assert.Equal(HttpStatusCode.OK, loaded);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains(named, problem.Faults(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, builtIn);
        Assert.Equal(HttpStatusCode.OK, after);
    }

    [Fact]
    public async Task Load_OfMoreThanAnAnswerCanList_IsA400_AndTheVersionBeforeRunsOn()
    {
        await using var service = new ModuleService();
        await service.LoadAsync("mine", ModuleSource.Compile(ModuleSource.Holds(1.0)));
        const string Body = ": ICausalStrategy { public double Decide(AsOf known) => 1.0; }";
        string numbers = string.Join(',', Enumerable.Range(0, 65).Select(i => $"int n{i}"));
        string name = new('n', 65);
        string[] sources =
        [
            $"public struct A({numbers}) {Body}",
            $"public struct A(int {name}) {Body}",
            string.Concat(Enumerable.Range(0, 2_000).Select(i => $"public class {name}{i} {Body}")),
        ];
        foreach (string source in sources)
        {
            var (status, problem) = await service.LoadAsync("mine", ModuleSource.Compile(source));
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Equal("noStrategy", problem.GetProperty("reason").GetString());
        }

        Assert.Equal(HttpStatusCode.OK, (await service.BacktestAsync("mine", Prices)).Status);
    }

    [Fact]
    public async Task Guide_Example_IsAModuleAsItStands()
    {
        await using var service = new ModuleService();
        var (status, _) = await service.LoadAsync("momentum", ModuleSource.Compile(Example()));

        // Long from 110 on, short from 99 on: +10 % and then −21 %.
        var (ran, body) = await service.BacktestAsync("momentum", [100, 110, 121, 99, 119.79], """{ "bars": 1 }""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(HttpStatusCode.OK, ran);
        Assert.Equal(1.1 * (99.0 / 121.0) * 0.79 - 1.0, body.Number("totalReturn"), 1e-12);
    }

    private static string Example()
    {
        string? folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder!, "RiskPlatform.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        string guide = File.ReadAllText(Path.Combine(folder!, "docs", "strategy-modules.md"));
        string code = guide.Split("```csharp")[1].Split("```")[0];
        return code.Replace("using RiskPlatform.Quant.Backtesting;", "", StringComparison.Ordinal);
    }

    private static IEnumerable<string?> Names(JsonElement list) =>
        list.EnumerateArray().Select(module => module.GetProperty("name").GetString());

    private static double[] Walk(int bars)
    {
        var random = new Random(7);
        double price = 100.0;
        return [.. Enumerable.Range(0, bars).Select(_ => price *= Math.Exp(0.01 * (random.NextDouble() - 0.5)))];
    }
}
