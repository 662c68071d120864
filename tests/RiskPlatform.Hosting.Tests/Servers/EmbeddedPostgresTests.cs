using Npgsql;
using RiskPlatform.Hosting.Postgres;
using RiskPlatform.Hosting.Servers;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Hosting.Tests.Servers;

public sealed class EmbeddedPostgresTests
{
    private const string UserName = "Risk \"owner\"";

    [Theory]
    [MemberData(nameof(InstalledServers.PostgresSources), MemberType = typeof(InstalledServers))]
    public async Task PrepareAsync_ExistingData_KeepsRowsAndTakesTheNewPassword(string source)
    {
        using var scratch = new ScratchDirectory();
        var first = Options(scratch, "it's \\ the $1 \"old\" one; -- ") with { Source = source };
        await RunAsync(first, scratch, connectionString => ExecuteAsync(
            connectionString, "CREATE TABLE kept (value int); INSERT INTO kept VALUES (42)"));

        var second = first with { Password = "new", Port = first.Port + 1 };
        await RunAsync(second, scratch, async connectionString =>
        {
            Assert.Equal(42, await ExecuteAsync(connectionString, "SELECT value FROM kept"));
            Assert.Equal("on", await ExecuteAsync(connectionString, "SHOW fsync"));
            Assert.Equal("C", await ExecuteAsync(
                connectionString, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'"));

            string withOldPassword =
                new NpgsqlConnectionStringBuilder(connectionString) { Password = first.Password }.ConnectionString;
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(withOldPassword, "SELECT 1"));
            Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
        });
    }

    [Fact]
    public async Task PrepareAsync_AnySource_NamesNoSecretAndListensOnLoopbackOnly()
    {
        using var scratch = new ScratchDirectory();
        var options = Options(scratch, "hush-hush");

        var prepared = await EmbeddedPostgres.PrepareAsync(options, new ProgressLines(), CancellationToken.None);

        Assert.DoesNotContain(prepared.Arguments, argument => argument.Contains("hush", StringComparison.Ordinal));
        Assert.DoesNotContain(
            prepared.Environment, variable => variable.Value.Contains("hush", StringComparison.Ordinal));
        Assert.Contains("listen_addresses=127.0.0.1", prepared.Arguments);
        Assert.True(prepared.StopsFastOnInterrupt);
        Assert.StartsWith("PostgreSQL ", prepared.Description);
        string rules = await File.ReadAllTextAsync(Path.Combine(options.DataDirectory, "pg_hba.conf"));
        Assert.DoesNotContain("trust", rules, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrepareAsync_DataOfAnotherMajorVersion_SaysBothVersionsAndTouchesNothing()
    {
        using var scratch = new ScratchDirectory();
        var options = Options(scratch, "x");
        Directory.CreateDirectory(options.DataDirectory);
        await File.WriteAllTextAsync(Path.Combine(options.DataDirectory, "PG_VERSION"), "9.6\n");

        var failure = await FailureAsync(options);

        Assert.Contains($"{options.DataDirectory} holds data of PostgreSQL 9.6, but the server here is ", failure);
        Assert.Contains("Set RISKPLATFORM_POSTGRES to the bin directory of a PostgreSQL 9.6", failure);
        Assert.Single(Directory.EnumerateFileSystemEntries(options.DataDirectory));
    }

    [Fact]
    public async Task PrepareAsync_DirectoryOfSomethingElse_IsRefusedAndUntouched()
    {
        using var scratch = new ScratchDirectory();
        var options = Options(scratch, "x");
        Directory.CreateDirectory(options.DataDirectory);
        string precious = Path.Combine(options.DataDirectory, "thesis.txt");
        await File.WriteAllTextAsync(precious, "years");

        Assert.Equal(
            $"{options.DataDirectory} is not empty and not a PostgreSQL data directory. "
            + "Name another one, or move it away.",
            await FailureAsync(options));
        Assert.Equal("years", await File.ReadAllTextAsync(precious));
    }

    // After a restart of the machine the id in a left lock file may be any process: here it is this test's own.
    [Fact]
    public async Task PrepareAsync_LockOfAnIdThatIsSomebodyElseNow_IsStale()
    {
        using var scratch = new ScratchDirectory();
        var options = Options(scratch, "x");
        await EmbeddedPostgres.PrepareAsync(options, new ProgressLines(), CancellationToken.None);
        await File.WriteAllTextAsync(
            Path.Combine(options.DataDirectory, "postmaster.pid"),
            $"{Environment.ProcessId}\n{options.DataDirectory}\n0\n{options.Port}\n");

        await RunAsync(options, scratch, async connectionString =>
            Assert.Equal(1, await ExecuteAsync(connectionString, "SELECT 1")));
    }

    [Fact]
    public async Task PrepareAsync_DataInUse_NamesTheProcessAndLeavesItRunning()
    {
        using var scratch = new ScratchDirectory();
        var options = Options(scratch, "x");
        await RunAsync(options, scratch, async connectionString =>
        {
            object? processId = await ExecuteAsync(
                connectionString, "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)");

            Assert.Equal(
                $"{options.DataDirectory} is in use by the PostgreSQL server with process id {processId}. "
                + "Stop it first.",
                await FailureAsync(options with { Port = options.Port + 1 }));
            Assert.Equal(1, await ExecuteAsync(connectionString, "SELECT 1"));
        });
    }

    [Fact]
    public async Task PrepareAsync_UnknownSource_SaysWhatIsKnown()
    {
        using var scratch = new ScratchDirectory();

        Assert.Equal(
            "RISKPLATFORM_POSTGRES=/nowhere is not a directory with postgres and initdb of version 15 or later. "
            + "Name such a directory, or 'system', or 'embedded'.",
            await FailureAsync(Options(scratch, "x") with { Source = "/nowhere" }));
    }

    private static EmbeddedPostgresOptions Options(ScratchDirectory scratch, string password) => new()
    {
        DataDirectory = scratch.In("data"),
        Port = ThrowAwayServer.FreePort(),
        UserName = UserName,
        Password = password,
    };

    private static async Task<string> FailureAsync(EmbeddedPostgresOptions options) =>
        (await Assert.ThrowsAsync<ServerPreparationException>(
            () => EmbeddedPostgres.PrepareAsync(options, new ProgressLines(), CancellationToken.None))).Message;

    private static async Task RunAsync(
        EmbeddedPostgresOptions options, ScratchDirectory scratch, Func<string, Task> use)
    {
        var prepared = await EmbeddedPostgres.PrepareAsync(options, new ProgressLines(), CancellationToken.None);
        var process = await GuardedProcess.StartAsync(prepared, scratch.Path, "INT", CancellationToken.None);
        try
        {
            string connectionString = new NpgsqlConnectionStringBuilder
            {
                Host = "127.0.0.1",
                Port = options.Port,
                Username = options.UserName,
                Password = options.Password,
                Database = "postgres",
                Pooling = false,
            }.ConnectionString;
            while (!await IsListeningAsync(connectionString) && !process.HasEnded)
            {
                await Task.Delay(20);
            }

            Assert.False(process.HasEnded, process.Output);
            await use(connectionString);
        }
        finally
        {
            await process.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<bool> IsListeningAsync(string connectionString)
    {
        try
        {
            await ExecuteAsync(connectionString, "SELECT 1");
            return true;
        }
        catch (NpgsqlException exception)
            when (exception is not PostgresException { SqlState: not PostgresErrorCodes.CannotConnectNow })
        {
            return false;
        }
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
