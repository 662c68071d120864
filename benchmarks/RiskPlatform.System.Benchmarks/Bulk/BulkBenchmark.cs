using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using Npgsql;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.System.Benchmarks.Bulk;

/// <summary>
/// Bulk insert over HTTP against <c>psql \copy</c>: the same million loans, the same server, the same table, in turns.
/// The upload also validates, hashes, scores and records; <c>\copy</c> only copies.
/// </summary>
internal static class BulkBenchmark
{
    private const string Columns =
        "loan_id,borrower_id,currency,principal,outstanding,annual_rate,term_months,originated_on,grade,status";

    public static async Task<int> RunAsync(int runs, int rows, TextWriter output)
    {
        await using var postgres = await PostgresServer.StartAsync();
        string database = await postgres.CreateDatabaseAsync();
        string file = await LoanFile.WriteAsync(rows);
        try
        {
            await using var service = await StartAsync(database);
            List<double> copies = [];
            List<double> uploads = [];
            for (int run = 0; run <= runs; run++)
            {
                double copy = await CopyAsync(database, file);
                double upload = await UploadAsync(service, database, file);
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(run == 0 ? "warm-up" : $"run {run}")}: \\copy {copy:0.00} s, upload {upload:0.00} s"));
                if (run > 0)
                {
                    copies.Add(copy);
                    uploads.Add(upload);
                }
            }

            double ratio = Median.Of(copies) / Median.Of(uploads);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"median of {rows} rows: \\copy {Median.Of(copies):0.00} s, upload {Median.Of(uploads):0.00} s, "
                + $"ratio {ratio:0.00} (at least 0.6, aim 0.9); peak memory {service.PeakMebibytes()} MiB"));
            return 0;
        }
        finally
        {
            File.Delete(file);
        }
    }

    public static async Task<int> MemoryAsync(int rows, TextWriter output)
    {
        await using var postgres = await PostgresServer.StartAsync();
        string database = await postgres.CreateDatabaseAsync();
        string file = await LoanFile.WriteAsync(rows);
        try
        {
            await using var service = await StartAsync(database);
            double seconds = await UploadAsync(service, database, file);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{rows} rows in {seconds:0.0} s; peak memory {service.PeakMebibytes()} MiB (at most 200)"));
            return 0;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task<ServiceServer> StartAsync(string database) => ServiceServer.StartAsync(
        Assembly.Load("RiskPlatform.Ingestion"),
        new Dictionary<string, string> { ["ConnectionStrings:riskdb"] = database });

    private static async Task<double> CopyAsync(string database, string file)
    {
        await ExecuteAsync(
            database,
            """
            DROP TABLE IF EXISTS copied;
            CREATE TABLE copied (
                loan_id text NOT NULL, borrower_id int NOT NULL, currency char(3) NOT NULL, principal numeric NOT NULL,
                outstanding numeric NOT NULL, annual_rate double precision, term_months int NOT NULL,
                originated_on date, grade text NOT NULL, status text NOT NULL);
            CHECKPOINT
            """);
        var settings = new NpgsqlConnectionStringBuilder(database);
        var start = new ProcessStartInfo(
            "psql", ["-qX", "-c", $"\\copy copied ({Columns}) FROM '{file}' WITH (FORMAT csv, HEADER)"])
        {
            Environment =
            {
                ["PGHOST"] = settings.Host, ["PGPORT"] = $"{settings.Port}", ["PGUSER"] = settings.Username,
                ["PGPASSWORD"] = settings.Password, ["PGDATABASE"] = settings.Database,
            },
        };
        long started = Stopwatch.GetTimestamp();
        using var psql = Process.Start(start)!;
        await psql.WaitForExitAsync();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return psql.ExitCode == 0
            ? seconds
            : throw new InvalidOperationException($"psql ended with {psql.ExitCode}.");
    }

    private static async Task<double> UploadAsync(ServiceServer service, string database, string file)
    {
        await ExecuteAsync(database, "TRUNCATE loans, grade_scores, batches, batch_rejects; CHECKPOINT");
        await using var body = File.OpenRead(file);
        using var content = new StreamContent(body, 1 << 16);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/batches?dataset=loans") { Content = content };
        request.Headers.Add("Idempotency-Key", $"{Guid.NewGuid()}");
        long started = Stopwatch.GetTimestamp();
        using var response = await service.Client.SendAsync(request);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return response.IsSuccessStatusCode
            ? seconds
            : throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var connection = await source.OpenConnectionAsync();
        foreach (string statement in sql.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
