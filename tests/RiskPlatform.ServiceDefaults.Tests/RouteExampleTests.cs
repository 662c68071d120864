using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using RiskPlatform.ServiceDefaults.OpenApi;

namespace RiskPlatform.ServiceDefaults.Tests;

public sealed class RouteExampleTests
{
    [Fact]
    public async Task Examples_StandInTheDocument()
    {
        await using var service = await RunningService.StartAsync(app =>
        {
            app.MapPost("/ask", (Question question) => TypedResults.Ok(question)).WithExample("""{ "spot": 1.5 }""");
            app.MapGet("/ask/{pair}", (string pair, int count) => TypedResults.Ok(new { pair, count }))
                .WithExampleQuery("pair=USD%2FKES&count=7");
        });
        var document = await service.Client.GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        var paths = document.GetProperty("paths");
        Assert.Equal(
            1.5,
            paths.GetProperty("/ask").GetProperty("post").GetProperty("requestBody").GetProperty("content")
                .GetProperty("application/json").GetProperty("example").GetProperty("spot").GetDouble());
        Assert.Equal(
            ["USD/KES", "7"],
            paths.GetProperty("/ask/{pair}").GetProperty("get").GetProperty("parameters").EnumerateArray()
                .Select(parameter => parameter.GetProperty("example").GetString()));
    }

    private sealed record Question(double Spot);
}
