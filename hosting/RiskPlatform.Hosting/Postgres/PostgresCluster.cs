using System.Security.Cryptography;
using System.Text;
using RiskPlatform.Hosting.Servers;

namespace RiskPlatform.Hosting.Postgres;

/// <summary>
/// A PostgreSQL data directory: makes it, checks it, and sets its password. Never while its server runs.
/// </summary>
internal sealed class PostgresCluster(PostgresBinaries binaries, ServerUser? user, EmbeddedPostgresOptions options)
{
    private const string Superuser = "postgres";

    // Nobody gets in without a password, and nobody from elsewhere at all.
    private const string AccessRules = """
        # TYPE  DATABASE     USER  ADDRESS       METHOD
        host    all          all   127.0.0.1/32  scram-sha-256
        host    all          all   ::1/128       scram-sha-256
        host    replication  all   127.0.0.1/32  scram-sha-256

        """;

    private static readonly TimeSpan PreviousServerPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private string DataDirectory => options.DataDirectory;

    private string VersionFile => Path.Combine(DataDirectory, "PG_VERSION");

    /// <summary>Leaves a data directory that this version can serve and that takes the options' password.</summary>
    /// <exception cref="ServerPreparationException">
    /// The directory is in use, or another version's, or something else.
    /// </exception>
    public async Task PrepareAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (user is not null)
        {
            await CheckUserMayAsync("-x", binaries.Server, cancellationToken);
        }

        if (File.Exists(VersionFile))
        {
            await CheckVersionAsync(cancellationToken);
            await PostgresLock.ReleaseStaleAsync(DataDirectory, PreviousServerPatience, cancellationToken);
        }
        else
        {
            await CreateAsync(progress, cancellationToken);
        }

        await OwnAsync(DataDirectory, cancellationToken);
        await SetPasswordAsync(cancellationToken);
    }

    private async Task CheckVersionAsync(CancellationToken cancellationToken)
    {
        string found = (await File.ReadAllTextAsync(VersionFile, cancellationToken)).Trim();
        if (found != $"{binaries.Major}")
        {
            throw new ServerPreparationException(
                $"{DataDirectory} holds data of PostgreSQL {found}, but the server here is {binaries.Version} "
                + $"({binaries.Directory}). Set RISKPLATFORM_POSTGRES to the bin directory of a PostgreSQL {found}, "
                + "or move the data away to start empty.");
        }
    }

    private async Task CreateAsync(IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (Directory.Exists(DataDirectory))
        {
            if (Directory.EnumerateFileSystemEntries(DataDirectory).Any())
            {
                throw new ServerPreparationException(
                    $"{DataDirectory} is not empty and not a PostgreSQL data directory. "
                    + "Name another one, or move it away.");
            }

            Directory.Delete(DataDirectory);
        }

        // Made elsewhere and renamed: a directory with PG_VERSION in it is whole.
        await CachedDirectory.GetAsync(
            DataDirectory,
            async (directory, token) =>
            {
                if (options.Durable || OperatingSystem.IsWindows())
                {
                    progress.Report("PostgreSQL: making a new data directory");
                    await InitialiseAsync(directory, token);
                }
                else
                {
                    await CopyTemplateAsync(directory, progress, token);
                }
            },
            cancellationToken);
        File.Delete(DataDirectory + ".lock");
    }

    private string[] InitialisingArguments() =>
    [
        $"--username={Superuser}",
        "--auth=reject",
        "--encoding=UTF8",
        "--locale=C",
        .. binaries.Major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] : Array.Empty<string>(),
        "--no-instructions",
    ];

    private async Task InitialiseAsync(string directory, CancellationToken cancellationToken)
    {
        await OwnAsync(directory, cancellationToken);
        string[] sync = options.Durable ? [] : ["--no-sync"];
        await ExternalCommand.RunToSuccessAsync(
            As([binaries.InitDb, "-D", directory, .. InitialisingArguments(), .. sync]), directory, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(directory, "pg_hba.conf"), AccessRules, cancellationToken);
    }

    // Copying takes a tenth of the time of making.
    private async Task CopyTemplateAsync(
        string directory, IProgress<string> progress, CancellationToken cancellationToken)
    {
        string recipe = string.Join('\n', [binaries.Server, binaries.Version, AccessRules, .. InitialisingArguments()]);
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(recipe)))[..12];
        string template = await CachedDirectory.GetAsync(
            Path.Combine(options.CacheDirectory, $"postgres-template-{binaries.Major}-{user?.Name ?? "own"}-{key}"),
            (unfinished, token) =>
            {
                progress.Report("PostgreSQL: making a template for throw-away servers, once");
                return InitialiseAsync(unfinished, token);
            },
            cancellationToken);

        await OwnAsync(directory, cancellationToken);
        await ExternalCommand.RunToSuccessAsync(
            As(["cp", "-R", Path.Combine(template, "."), directory]), directory, cancellationToken);
    }

    private async Task OwnAsync(string directory, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (user is not null)
        {
            await user.TakeAsync(directory, cancellationToken);
            await CheckUserMayAsync("-w", directory, cancellationToken);
        }
    }

    private async Task CheckUserMayAsync(string right, string path, CancellationToken cancellationToken)
    {
        var tested = await ExternalCommand.RunAsync(As(["test", right, path]), null, null, null, cancellationToken);
        if (tested.ExitCode != 0)
        {
            throw new ServerPreparationException(
                $"PostgreSQL refuses root and runs as {user!.Name}, who cannot reach {path}: a directory above it is "
                + "closed to others. Choose another place, or run as another user.");
        }
    }

    // The single-user server needs no password to set one, so a data directory is never lost to a forgotten password.
    private async Task SetPasswordAsync(CancellationToken cancellationToken)
    {
        string name = options.UserName.Replace("\"", "\"\"", StringComparison.Ordinal);
        string quotedName = Quoted(options.UserName);
        string statements =
            $"DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {quotedName}) "
            + $"THEN CREATE ROLE \"{name}\"; END IF; END $do$;\n"
            + $"ALTER ROLE \"{name}\" LOGIN SUPERUSER PASSWORD {Quoted(options.Password)};\n";
        IReadOnlyList<string> command = As(
        [
            binaries.Server, "--single", "-D", DataDirectory,
            "-c", "log_checkpoints=off", "-c", "password_encryption=scram-sha-256",
            "-c", $"fsync={(options.Durable ? "on" : "off")}",
            "postgres",
        ]);

        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var result = await ExternalCommand.RunAsync(command, statements, DataDirectory, null, cancellationToken);
            if (result.ExitCode == 0 && !result.Error.Contains("ERROR:", StringComparison.Ordinal))
            {
                return;
            }

            // After a kill of the postmaster its children take a moment to notice.
            bool isHeldStill = result.Error.Contains("shared memory block", StringComparison.Ordinal);
            if (!isHeldStill || TimeProvider.System.GetElapsedTime(start) > PreviousServerPatience)
            {
                throw new ServerPreparationException(
                    $"The password of {DataDirectory} could not be set: {result.Complaint}");
            }

            await Task.Delay(Poll, cancellationToken);
        }
    }

    private IReadOnlyList<string> As(IReadOnlyList<string> command) => user?.Run(command) ?? command;

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
