using System.Net;
using System.Reflection;
using Npgsql;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Ingestion.Tests.Batches;

/// <summary>Rates go into market data's table, which its own migrations make.</summary>
public sealed class RatesUploadTests
{
    private const string Body = """
        base,quote,rate,valid_at,source
        USD,KES,129.123456789012345,2026-09-29,desk
        USD,UGX,3712.5,2026-09-29T12:30:00+03:00,desk
        USD,UGX,3712.5,2026-09-29T12:30:00,desk
        USD,NGN,1500.5,2026-09-29T09:30:00.25Z,desk
        USD,USD,1,2026-09-29,desk
        USD,KES,0,2026-09-29,desk
        USD,KES,-3,2026-09-29,desk
        USD,KES,129,,desk

        """;

    [Fact]
    public async Task Load_BeforeTheTableIsThere_IsUnavailable_AndAfterwardsGoesIn()
    {
        await using var postgres = await PostgresServer.StartAsync();
        string database = await postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(database);
        await using var service = await IngestionService.StartAsync(database);

        using (var early = IngestionService.Request(new StringContent(Body), "rates", dataset: "rates"))
        using (var response = await service.Client.SendAsync(early))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.NotNull(response.Headers.RetryAfter);
        }

        foreach (string name in Assembly.GetExecutingAssembly().GetManifestResourceNames().Order())
        {
            using var script = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
            await using var migrate = source.CreateCommand(await script.ReadToEndAsync());
            await migrate.ExecuteNonQueryAsync();
        }

        using (var later = IngestionService.Request(new StringContent(Body), "rates", dataset: "rates"))
        using (var response = await service.Client.SendAsync(later))
        {
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }

        Assert.Equal(
            "KES 129.123456789012345 2026-09-29 00:00:00,NGN 1500.5 2026-09-29 09:30:00.25,"
            + "UGX 3712.5 2026-09-29 09:30:00",
            await IngestionService.ScalarAsync<string>(
                source,
                """
                SELECT string_agg(quote || ' ' || rate || ' ' || (valid_at AT TIME ZONE 'UTC'), ',' ORDER BY quote)
                FROM rates WHERE source = 'desk'
                """));
    }
}
