using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RiskPlatform.System.Tests;

/// <summary>The merged OpenAPI document, and every example in it, sent through the gateway as it stands.</summary>
[Collection(nameof(PlatformCollection))]
public sealed class ExampleTests(Platform platform)
{
    private static readonly CancellationToken Limit = new CancellationTokenSource(TimeSpan.FromMinutes(5)).Token;

    // One request cannot show these: the body is a file, what they name has to be made first, or they are off until
    // somebody turns them on.
    private static readonly string[] WithoutExample =
    [
        "post /api/ingestion/batches",
        "get /api/ingestion/batches/{id}",
        "get /api/ingestion/batches/{id}/rejects",
        "get /api/reporting/reports/{id}",
        "get /api/simulation/jobs/{id}",
        "post /api/strategies/modules/{name}",
        "delete /api/strategies/modules/{name}",
    ];

    [Fact]
    public async Task OpenApi_OfTheGateway_HoldsTheDocumentOfEveryService()
    {
        using var document = await DocumentAsync();

        Assert.Empty(document.RootElement.GetProperty("x-missing").EnumerateArray());
        string[] services = [.. Operations(document).Select(o => o.Path.Split('/')[2]).Distinct().Order()];
        Assert.Superset(
            new HashSet<string>(["analytics", "ingestion", "market-data", "portfolio", "pricing", "reporting",
                "simulation", "status", "strategies", "workflow"]),
            services.ToHashSet());
    }

    // Goal: no example in the documentation is wrong.
    // Method: read the document as a client would, build each request from nothing but its examples, and send it.
    [Fact]
    public async Task Examples_OfEveryOperation_AreAnswered()
    {
        using var client = platform.Gateway;
        using (var made = await client.GetAsync(new Uri("/api/workflow/risk-full", UriKind.Relative), Limit))
        {
            Assert.True(made.IsSuccessStatusCode, $"{made.StatusCode}");
        }

        using var document = await DocumentAsync();
        List<string> faults = [];
        HashSet<string> without = [];
        foreach (var operation in Operations(document))
        {
            using var request = RequestOf(operation);
            if (request is null)
            {
                without.Add(operation.Name);
                continue;
            }

            // Only the head of an answer: some are streams without an end.
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Limit);
            if (!answer.IsSuccessStatusCode)
            {
                string body = await answer.Content.ReadAsStringAsync(Limit);
                faults.Add($"{operation.Name}: {(int)answer.StatusCode} {body}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(WithoutExample.Order(), without.Order());
    }

    private static IEnumerable<Operation> Operations(JsonDocument document) =>
        from path in document.RootElement.GetProperty("paths").EnumerateObject()
        from method in path.Value.EnumerateObject()
        select new Operation(method.Name, path.Name, method.Value);

    private static HttpRequestMessage? RequestOf(Operation operation)
    {
        string path = operation.Path;
        List<string> query = [];
        operation.Json.TryGetProperty("parameters", out var parameters);
        foreach (var parameter in parameters.ValueKind == JsonValueKind.Array ? parameters.EnumerateArray() : default)
        {
            string name = parameter.GetProperty("name").GetString()!;
            string place = parameter.GetProperty("in").GetString()!;
            if (parameter.TryGetProperty("example", out var example))
            {
                string value = Uri.EscapeDataString(example.ToString());
                path = path.Replace($"{{{name}}}", value, StringComparison.Ordinal);
                query.AddRange(place == "query" ? [$"{name}={value}"] : []);
            }
            else if (parameter.TryGetProperty("required", out var required) && required.GetBoolean())
            {
                return null;
            }
        }

        var request = new HttpRequestMessage(
            new HttpMethod(operation.Method.ToUpperInvariant()),
            new Uri(query.Count == 0 ? path : $"{path}?{string.Join('&', query)}", UriKind.Relative));
        if (operation.Json.TryGetProperty("requestBody", out var body))
        {
            var content = body.GetProperty("content").EnumerateObject().First();
            if (!content.Value.TryGetProperty("example", out var example))
            {
                request.Dispose();
                return null;
            }

            request.Content = new StringContent(
                example.GetRawText(), Encoding.UTF8, MediaTypeHeaderValue.Parse(content.Name));
        }

        return request;
    }

    private async Task<JsonDocument> DocumentAsync()
    {
        using var client = platform.Gateway;
        await using var body = await client.GetStreamAsync(new Uri("/openapi", UriKind.Relative), Limit);
        return await JsonDocument.ParseAsync(body, cancellationToken: Limit);
    }

    private sealed record Operation(string Method, string Path, JsonElement Json)
    {
        public string Name => $"{Method} {Path.TrimEnd('/')}";
    }
}
