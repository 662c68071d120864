using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RiskPlatform.Domain;
using RiskPlatform.ServiceDefaults.Failures;

namespace RiskPlatform.ServiceDefaults.Tests;

public sealed class FailureProblemsTests
{
    private const string Secret = "a detail for the log only";

    [Theory]
    [InlineData(FailureReason.Malformed, 400)]
    [InlineData(FailureReason.Invalid, 422)]
    [InlineData(FailureReason.Forbidden, 403)]
    [InlineData(FailureReason.NotFound, 404)]
    [InlineData(FailureReason.Conflict, 409)]
    [InlineData(FailureReason.TooLarge, 413)]
    [InlineData(FailureReason.MissingData, 424)]
    [InlineData(FailureReason.CalculationFailed, 422)]
    [InlineData(FailureReason.Unavailable, 503)]
    public async Task ToProblem_EachReason_HasItsStatusAndListsEveryFault(FailureReason reason, int status)
    {
        await using var service = await RunningService.StartAsync(app =>
            app.MapGet("/fail", () => new Failure(reason, ["One is wrong.", "Two is wrong."]).ToProblem()));

        using var response = await service.Client.GetAsync(Path("/fail"));
        var problem = await ProblemAsync(response);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal<string>(["One is wrong.", "Two is wrong."], Errors(problem));
        Assert.Equal("One is wrong. Two is wrong.", problem.GetProperty("detail").GetString());
        Assert.Equal(
            JsonNamingPolicy.CamelCase.ConvertName(reason.ToString()), problem.GetProperty("reason").GetString());
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("traceId").GetString());
        Assert.Equal(status == 503, response.Headers.RetryAfter is not null);
    }

    [Fact]
    public void ToProblem_EveryReason_HasAStatus() => Assert.All(
        Enum.GetValues<FailureReason>(),
        reason => Assert.InRange(new Failure(reason, ["x"]).ToProblem().StatusCode, 400, 599));

    [Theory]
    [InlineData("""{"years":1}""", "amount")]
    [InlineData("""{"amount":null,"years":1}""", "amount")]
    [InlineData("""{"amount":"1.5","years":1}""", "amount")]
    [InlineData("""{"amount":NaN,"years":1}""", "'N' is an invalid start")]
    [InlineData("""{"amount":{"amount":1,"currency":"QQQ"},"years":1}""", "QQQ")]
    [InlineData("""{"amount":{"amount":1,"currency":"USD"},"years":1,"years":2}""", "years")]
    [InlineData("""{"amount":""", "")]
    [InlineData("", "")]
    public async Task BadBody_IsA400ThatNamesWhatIsBad(string body, string named)
    {
        await using var service = await RunningService.StartAsync(app => app.MapPost("/loan", (Loan loan) => loan));

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await service.Client.PostAsync(Path("/loan"), content);
        var problem = await ProblemAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, Assert.Single(Errors(problem)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"names":["a",null]}""", "names[1]")]
    [InlineData("""{"rows":[[1],[2],null]}""", "rows[2]")]
    [InlineData("""{"words":[["a"],["b",null]]}""", "words[1][1]")]
    [InlineData("""{"loans":[null]}""", "loans[0]")]
    [InlineData("""{"byName":{"a":[1],"b":null}}""", "byName[b]")]
    [InlineData("""{"more":[{"names":[null]}]}""", "names[0]")]
    public async Task NullInAList_IsA400ThatNamesTheElement(string body, string named)
    {
        await using var service = await RunningService.StartAsync(app => app.MapPost("/lists", (Lists lists) => lists));

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await service.Client.PostAsync(Path("/lists"), content);
        var problem = await ProblemAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, Assert.Single(Errors(problem)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"names":null,"perhaps":["a",null],"numbers":[1,null],"byDay":{"a":null}}""")]
    [InlineData("""{"names":["a"],"rows":[[1],[]],"words":[["a"]],"byName":{"a":[1]}}""")]
    public async Task NullInAListThatMayHaveIt_IsTaken(string body)
    {
        await using var service = await RunningService.StartAsync(app => app.MapPost("/lists", (Lists _) => "taken"));

        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await service.Client.PostAsync(Path("/lists"), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task NumberThatIsNotFinite_IsA422AndNoBug(double value)
    {
        await using var service = await RunningService.StartAsync(app =>
        {
            app.MapGet("/number", () => TypedResults.Ok(new { value }));
            app.MapGet("/numbers", () => TypedResults.Ok(new { values = new double?[] { 1.0, value } }));
            app.MapGet("/single", () => TypedResults.Ok(new { value = (float)value }));
        });

        foreach (string path in (string[])["/number", "/numbers", "/single"])
        {
            using var response = await service.Client.GetAsync(Path(path));
            var problem = await ProblemAsync(response);

            Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
            Assert.Equal("notFinite", problem.GetProperty("reason").GetString());
        }
    }

    // Goal: an answer whose first part has left is broken off, not ended with another answer's text.
    [Fact]
    public async Task NumberThatIsNotFinite_InAnAnswerThatHasBegun_BreaksItOff()
    {
        await using var service = await RunningService.StartAsync(app => app.MapGet(
            "/numbers", () => TypedResults.Ok(Enumerable.Repeat(1.0 / 3.0, 100_000).Append(double.NaN))));

        await Assert.ThrowsAsync<HttpRequestException>(() => service.Client.GetStringAsync(Path("/numbers")));
    }

    [Fact]
    public async Task GoodBody_RoundTripsMoneyExactly()
    {
        await using var service = await RunningService.StartAsync(app => app.MapPost("/loan", (Loan loan) => loan));
        const string Body = """{"amount":{"amount":12345678901234.56,"currency":"KES"},"years":1.5,"kind":"flat"}""";

        using var content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var response = await service.Client.PostAsync(Path("/loan"), content);

        Assert.Equal(Body, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/rate", "base")]
    [InlineData("/rate?base=USD&days=many", "days")]
    public async Task BadQuery_IsA400ThatNamesTheParameter(string path, string named)
    {
        await using var service = await RunningService.StartAsync(app =>
            app.MapGet("/rate", (string @base, int days) => $"{@base}{days}"));

        using var response = await service.Client.GetAsync(Path(path));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(named, Assert.Single(Errors(await ProblemAsync(response))), StringComparison.Ordinal);
    }

    // 0,05 would be read as 5; a list of words may have commas.
    [Theory]
    [InlineData("/price?rate=0.05&pairs=A,B", HttpStatusCode.OK)]
    [InlineData("/price?rate=0,05", HttpStatusCode.BadRequest)]
    [InlineData("/price?rate=0.05&amount=1,234.5", HttpStatusCode.BadRequest)]
    public async Task CommaInANumber_IsA400ThatNamesTheParameter(string path, HttpStatusCode expected)
    {
        await using var service = await RunningService.StartAsync(app => app.MapGet(
            "/price", (double rate, decimal? amount, string? pairs) => TypedResults.Ok(new { rate, amount, pairs })));

        using var response = await service.Client.GetAsync(Path(path));

        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.BadRequest)
        {
            string named = path.Contains("amount", StringComparison.Ordinal) ? "'amount'" : "'rate'";
            Assert.Contains(named, Assert.Single(Errors(await ProblemAsync(response))), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task UnknownRoute_IsA404Problem()
    {
        await using var service = await RunningService.StartAsync();

        using var response = await service.Client.GetAsync(Path("/nothing/here"));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal(404, (await ProblemAsync(response)).GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Bug_IsA500ThatTellsNothingOfTheInside()
    {
        await using var service = await RunningService.StartAsync(app =>
            app.MapGet("/bug", IResult () => throw new InvalidOperationException(Secret)));

        using var response = await service.Client.GetAsync(Path("/bug"));

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.DoesNotContain(Secret, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_IsServed()
    {
        await using var service = await RunningService.StartAsync(app => app.MapPost("/loan", (Loan loan) => loan));

        var document = await service.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        Assert.True(document.GetProperty("paths").TryGetProperty("/loan", out _));
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);

    private static string[] Errors(JsonElement problem) =>
        [.. problem.GetProperty("errors").EnumerateArray().Select(error => error.GetString()!)];

    private static async Task<JsonElement> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private enum Kind
    {
        Annuity,
        Flat,
    }

    private sealed record Lists(
        IReadOnlyList<string>? Names = null,
        double[][]? Rows = null,
        List<string[]>? Words = null,
        IEnumerable<Loan>? Loans = null,
        IReadOnlyDictionary<string, double[]>? ByName = null,
        IReadOnlyList<Lists>? More = null,
        string?[]? Perhaps = null,
        double?[]? Numbers = null,
        Dictionary<string, string?>? ByDay = null);

    private sealed record Loan(Money Amount, double Years, Kind Kind = Kind.Annuity);
}
