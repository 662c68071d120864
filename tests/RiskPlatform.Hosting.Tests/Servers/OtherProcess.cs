using System.Diagnostics;
using System.Globalization;
using System.Net;
using RiskPlatform.Hosting.Postgres;
using RiskPlatform.Hosting.Redis;
using RiskPlatform.Hosting.Servers;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Hosting.Tests.Servers;

/// <summary>What tests run in a process of its own: one that can be killed, or that has another environment.</summary>
internal static class OtherProcess
{
    /// <summary>Holds a PostgreSQL and a Redis fixture until it dies. Says: process id and directory of each.</summary>
    public const string HoldServers = "hold-servers";

    /// <summary>
    /// Prepares a fetched PostgreSQL, then a Garnet, with the cache directory given, and says how each failed.
    /// </summary>
    public const string FetchServers = "fetch-servers";

    /// <summary>
    /// Listens on $PORT: GET / answers with the process id, GET of anything else with 200 once a file of that name is
    /// in the directory given, with 404 before.
    /// </summary>
    public const string Serve = "serve";

    private const string EndOfMessage = "--";

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case [HoldServers]:
                await using (var postgres = await PostgresServer.StartAsync())
                await using (var redis = await RedisServer.StartAsync())
                {
                    await SayAsync(postgres.Server);
                    await SayAsync(redis.Server);
                    await Task.Delay(Timeout.Infinite);
                }

                return 0;
            case [FetchServers, var cache]:
                await SayFailureAsync(() => EmbeddedPostgres.PrepareAsync(
                    new()
                    {
                        DataDirectory = Path.Combine(cache, "pg"),
                        Port = 1,
                        UserName = "postgres",
                        Password = "x",
                        ResourceName = "ledger",
                        Source = "embedded",
                        CacheDirectory = cache,
                    },
                    new ProgressLines(),
                    CancellationToken.None));
                await SayFailureAsync(() => EmbeddedRedis.PrepareAsync(
                    new()
                    {
                        DataDirectory = Path.Combine(cache, "redis"),
                        Port = 1,
                        Password = "x",
                        ResourceName = "cache",
                        Source = "garnet",
                        CacheDirectory = cache,
                    },
                    new ProgressLines(),
                    CancellationToken.None));
                return 0;
            case [Serve, var folder]:
                await ServeAsync(folder);
                return 0;
            default:
                await Console.Error.WriteLineAsync("This is a test assembly; run it with dotnet test.");
                return 1;
        }
    }

    private static async Task ServeAsync(string folder)
    {
        using var listener = new HttpListener();
        listener.Prefixes.Add($"http://*:{Environment.GetEnvironmentVariable("PORT")}/");
        listener.Start();
        while (true)
        {
            var context = await listener.GetContextAsync();
            string name = context.Request.Url!.AbsolutePath[1..];
            context.Response.StatusCode = name.Length == 0 || File.Exists(Path.Combine(folder, name)) ? 200 : 404;
            string body = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
            await context.Response.OutputStream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(body));
            context.Response.Close();
        }
    }

    /// <summary>Starts this assembly as a process of its own.</summary>
    public static Process Start(
        string workingDirectory, IReadOnlyDictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo(ExecutableSearch.DotNet(), [typeof(OtherProcess).Assembly.Location, .. args])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = workingDirectory,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>The next server it says it holds.</summary>
    public static async Task<(int ProcessId, string Directory)> ReadServerAsync(Process process)
    {
        string[] said = (await process.StandardOutput.ReadLineAsync())!.Split('\t');
        return (int.Parse(said[0], CultureInfo.InvariantCulture), said[1]);
    }

    /// <summary>The next message it says, lines joined by line feeds.</summary>
    public static async Task<string> ReadMessageAsync(Process process)
    {
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line && line != EndOfMessage)
        {
            lines.Add(line);
        }

        return string.Join('\n', lines);
    }

    private static async Task SayAsync(ThrowAwayServer server) =>
        await Console.Out.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{server.ProcessId}\t{server.Directory}"));

    private static async Task SayFailureAsync(Func<Task> prepare)
    {
        try
        {
            await prepare();
            await Console.Out.WriteLineAsync("prepared");
        }
        catch (ServerPreparationException exception)
        {
            await Console.Out.WriteLineAsync(exception.Message);
        }

        await Console.Out.WriteLineAsync(EndOfMessage);
    }
}
