using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace RiskPlatform.Ingestion.Tests.Batches;

/// <summary>Every kind of bad input and its documented answer: the service's README has the table.</summary>
[Collection(IngestionTests.Name)]
public sealed class BadInputTests(IngestionService ingestion)
{
    [Theory]
    [InlineData("", "text/csv", HttpStatusCode.BadRequest, "The body is empty.")]
    [InlineData("", "application/x-ndjson", HttpStatusCode.BadRequest, "The body is empty.")]
    [InlineData("a,b\n", "text/csv", HttpStatusCode.BadRequest, "The header lacks 'loan_id'.")]
    [InlineData("{}", "application/json", HttpStatusCode.BadRequest, "Send text/csv or application/x-ndjson")]
    public async Task Load_NothingReadable_IsRefusedWhole(string body, string type, HttpStatusCode status, string fault)
    {
        using var response = await ingestion.SendAsync(body, type: type);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(fault, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_WrongHeader_NamesEverythingThatIsWrong()
    {
        using var response = await ingestion.SendAsync("loan_id,loan_id,colour\nL-1,L-1,red\n");

        var errors = await ErrorsAsync(response);
        Assert.Contains("The header has 'loan_id' more than once.", errors);
        Assert.Contains("The header has an unknown column 'colour'.", errors);
        Assert.Contains("The header lacks 'currency'.", errors);
        Assert.Contains("The header lacks 'status'.", errors);
    }

    [Fact]
    public async Task Load_UnknownDataSet_IsInvalid()
    {
        using var response = await ingestion.SendAsync(IngestionService.Tape(), dataset: "horses");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
    }

    [Fact]
    public async Task Load_WithoutKey_IsMalformed()
    {
        using var content = new StringContent(IngestionService.Tape(), Encoding.UTF8, "text/csv");
        using var response = await ingestion.Service.Client.PostAsync(
            new Uri("/batches?dataset=loans", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public async Task Load_Utf16_IsRefusedWhole(string encoding)
    {
        var utf16 = Encoding.GetEncoding(encoding);
        byte[] body = [.. utf16.GetPreamble(), .. utf16.GetBytes(IngestionService.Tape(IngestionService.Line(1)))];
        using var request = IngestionService.Request(new ByteArrayContent(body));
        using var response = await ingestion.Service.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("UTF-16", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // Each has one fault; the good lines around it have to be in, and nothing else.
    [Theory]
    [InlineData("L-2,2,XXQ,1000,400,0.25,12,2026-01-31,A,performing", "unknownCurrency")]
    [InlineData("L-2,2,kes,1000,400,0.25,12,2026-01-31,A,performing", "unknownCurrency")]
    [InlineData("L-2,2,,1000,400,0.25,12,2026-01-31,A,performing", "unknownCurrency")]
    [InlineData("L-2,2,KES,-1,400,0.25,12,2026-01-31,A,performing", "outOfRange")]
    [InlineData("L-2,2,KES,NaN,400,0.25,12,2026-01-31,A,performing", "notANumber")]
    [InlineData("L-2,2,KES,Infinity,400,0.25,12,2026-01-31,A,performing", "notANumber")]
    [InlineData("L-2,2,KES,1e3,400,0.25,12,2026-01-31,A,performing", "notANumber")]
    [InlineData("L-2,2,KES,1 000,400,0.25,12,2026-01-31,A,performing", "notANumber")]
    [InlineData("L-2,2,KES,,400,0.25,12,2026-01-31,A,performing", "missing")]
    [InlineData("L-2,2,KES,1000.001,400,0.25,12,2026-01-31,A,performing", "tooManyDecimals")]
    [InlineData("L-2,2,UGX,1000.5,400,0.25,12,2026-01-31,A,performing", "tooManyDecimals")]
    [InlineData("L-2,2,KES,1.00000000000000000000000000000001,400,0.25,12,2026-01-31,A,performing", "tooManyDecimals")]
    [InlineData("L-2,2,KES,1000,400,NaN,12,2026-01-31,A,performing", "notANumber")]
    [InlineData("L-2,2,KES,1000,400,25,12,2026-01-31,A,performing", "outOfRange")]
    [InlineData("L-2,2,KES,1000,400,0.25,0,2026-01-31,A,performing", "outOfRange")]
    [InlineData("L-2,2,KES,1000,400,0.25,12,31.1.2026,A,performing", "notADate")]
    [InlineData("L-2,2,KES,1000,400,0.25,12,2026-02-30,A,performing", "notADate")]
    [InlineData("L-2,2,KES,1000,400,0.25,12,2026-06-01T00:00:00+03:00,A,performing", "notADate")]
    [InlineData("L-2,2,KES,1000,400,0.25,12,2026-01-31,,performing", "missing")]
    [InlineData("L-2,2,KES,1000,400,0.25,12,2026-01-31,A,late", "unknownWord")]
    [InlineData("L-2,2,KES,1000,400,0.25,12,2026-01-31,A", "fieldCount")]
    [InlineData("L-2,2,KES,1000,400,0.25,12,2026-01-31,A,performing,", "fieldCount")]
    [InlineData("\"L-2,2,KES,1000,400,0.25,12,2026-01-31,A,performing", "fieldCount")]
    [InlineData("L-1,2,KES,1000,400,0.25,12,2026-01-31,A,performing", "duplicateLoan")]
    [InlineData("L\u00002,2,KES,1000,400,0.25,12,2026-01-31,A,performing", "encoding")]
    public async Task Load_OneBadLine_IsRefusedWithItsReason_AndTheOthersAreIn(string bad, string code)
    {
        var batch = await ingestion.LoadAsync(
            IngestionService.Tape(IngestionService.Line(1), bad, IngestionService.Line(3)));

        Assert.Equal((3L, 2L, 1L), (batch.Received, batch.Accepted, batch.Rejected));
        string reject = Assert.Single(await ingestion.RejectsAsync(batch));
        Assert.StartsWith($"3,{code},", reject, StringComparison.Ordinal);
        Assert.Equal(
            "L-1 2,L-3 4",
            await ingestion.OfBatchAsync<string>(
                batch, "SELECT string_agg(loan_id || ' ' || line, ',' ORDER BY line) FROM loans WHERE batch = $1"));
    }

    [Theory]
    [InlineData("L-1,2,KES,777,555,0.25,12,2026-01-31,A,performing")]
    [InlineData("\"L-1\",2,KES,777,555,0.25,12,,\"A\"\"\",performing")]
    public async Task Load_RepeatedLoan_IsRefusedAsItCame(string later)
    {
        var batch = await ingestion.LoadAsync(IngestionService.Tape(
            IngestionService.Line(1), "L-3,of nothing", later, IngestionService.Line(3)));

        Assert.Equal((4L, 2L, 2L), (batch.Received, batch.Accepted, batch.Rejected));
        Assert.Equal(
            "4,duplicateLoan,\"An earlier line has the loan L-1.\","
            + $"\"{later.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
            (await ingestion.RejectsAsync(batch))[1]);
    }

    [Fact]
    public async Task Load_LinesOfAnotherEncoding_AreRefusedAsTheyCame()
    {
        byte[] latin = [.. Encoding.UTF8.GetBytes(IngestionService.Tape(IngestionService.Line(1))),
            .. Encoding.Latin1.GetBytes("L-é,2,KES,1000,400,0.25,12,2026-01-31,A,performing\n")];
        using var request = IngestionService.Request(new ByteArrayContent(latin));
        using var response = await ingestion.Service.Client.SendAsync(request);
        var batch = (await response.Content.ReadFromJsonAsync<Contracts.Ingestion.BatchResponse>())!;

        Assert.Equal((1L, 1L), (batch.Accepted, batch.Rejected));
        byte[] raw = await ingestion.OfBatchAsync<byte[]>(batch, "SELECT raw FROM batch_rejects WHERE batch = $1");
        Assert.Equal(0xE9, raw[2]);
    }

    [Theory]
    [InlineData("""{"user_id":1,"risk_score":101}""", "outOfRange")]
    [InlineData("""{"user_id":1,"risk_score":null}""", "missing")]
    [InlineData("""{"user_id":1}""", "missing")]
    [InlineData("""{"user_id":1,"user_id":2,"risk_score":1}""", "json")]
    [InlineData("""{"user_id":1,"risk_score":1,"name":"x"}""", "json")]
    [InlineData("""{"user_id":1,"risk_score":[1]}""", "json")]
    [InlineData("""{"user_id":1,"risk_score":1} {}""", "json")]
    [InlineData("""{"user_id":1,"risk_score":""", "json")]
    [InlineData("[]", "json")]
    [InlineData("""{"user_id":"\ud800","risk_score":1}""", "json")]
    [InlineData("""{"user_id":true,"risk_score":1}""", "notANumber")]
    public async Task Load_BadJsonLine_IsRefusedWithItsReason(string bad, string code)
    {
        string body = $$"""{"user_id":7,"risk_score":1.5}{{'\n'}}{{bad}}{{'\n'}}{"risk_score":"2.5","user_id":"8"}""";
        var batch = await ingestion.LoadAsync(body, dataset: "risk-logs", type: "application/x-ndjson");

        Assert.Equal((3L, 2L, 1L), (batch.Received, batch.Accepted, batch.Rejected));
        Assert.StartsWith($"2,{code},", Assert.Single(await ingestion.RejectsAsync(batch)), StringComparison.Ordinal);
        Assert.Equal(
            4.0,
            await ingestion.OfBatchAsync<double>(batch, "SELECT sum(risk_score) FROM risk_logs WHERE batch = $1"));
    }

    [Fact]
    public async Task Load_JsonTextWithNull_IsRefused()
    {
        string good = """
            {"loan_id":"L-1","borrower_id":1,"currency":"KES","principal":10,"outstanding":5,"annual_rate":null,
            "term_months":3,"originated_on":null,"grade":"A","status":"performing"}
            """.ReplaceLineEndings("");
        string bad = good.Replace("L-1", """L\u0000""", StringComparison.Ordinal);
        var batch = await ingestion.LoadAsync($"{good}\n{bad}", type: "application/x-ndjson");

        Assert.Equal((1L, 1L), (batch.Accepted, batch.Rejected));
        Assert.StartsWith("2,encoding,", Assert.Single(await ingestion.RejectsAsync(batch)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_LineOfOneGigabyte_IsTooLarge_AtFlatMemory()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, ingestion.Service.Port);
        var stream = client.GetStream();
        string key = $"{Guid.NewGuid()}";
        string start = $"""
            POST /batches?dataset=loans HTTP/1.1
            Host: localhost
            Content-Type: text/csv
            Content-Length: {IngestionService.Header.Length + 1 + (1L << 30)}
            Idempotency-Key: {key}
            """;
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            start.ReplaceLineEndings("\r\n") + "\r\n\r\n" + IngestionService.Header + "\n"));
        int before = ingestion.Service.PeakMebibytes();

        // Sends until it is told to stop, which is long before the end.
        byte[] part = new byte[1 << 20];
        Array.Fill(part, (byte)'x');
        var sending = Task.Run(async () =>
        {
            for (int sent = 0; sent < 1024; sent++)
            {
                await stream.WriteAsync(part);
            }
        });
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await reader.ReadLineAsync());
        await sending.ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.InRange(ingestion.Service.PeakMebibytes() - before, 0, 40);
        Assert.Equal(
            0L,
            await IngestionService.ScalarAsync<long>(
                ingestion.Database, $"SELECT count(*) FROM batches WHERE key = '{key}'"));
    }

    [Fact]
    public async Task Load_TenThousandBadRowsInAMillion_LoadsAllOthers()
    {
        const int Rows = 1_000_000;
        var body = new StringBuilder(IngestionService.Header).Append('\n');
        for (int i = 1; i <= Rows; i++)
        {
            body.Append(IngestionService.Line(i, currency: i % 100 == 0 ? "BAD" : "KES")).Append('\n');
        }

        var batch = await ingestion.LoadAsync(body.ToString());

        Assert.Equal((1_000_000L, 990_000L, 10_000L), (batch.Received, batch.Accepted, batch.Rejected));
        Assert.Equal(
            990_000L,
            await ingestion.OfBatchAsync<long>(
                batch,
                "SELECT count(*) FROM loans WHERE batch = $1 AND borrower_id % 100 <> 0 AND line = borrower_id + 1"));
        string[] rejects = await ingestion.RejectsAsync(batch);
        Assert.Equal(10_000, rejects.Length);
        Assert.StartsWith("101,unknownCurrency,", rejects[0], StringComparison.Ordinal);
        Assert.StartsWith("1000001,unknownCurrency,", rejects[^1], StringComparison.Ordinal);
        Assert.EndsWith($",\"{IngestionService.Line(100, "BAD")}\"", rejects[0], StringComparison.Ordinal);
    }

    private static async Task<string?[]> ErrorsAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>();
        return [.. problem.GetProperty("errors").EnumerateArray().Select(error => error.GetString())];
    }
}
