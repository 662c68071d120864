using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using RiskPlatform.Gateway.Forwarding;

namespace RiskPlatform.Gateway.Documentation;

/// <summary>One OpenAPI document of everything behind the gateway, made of the documents of the services.</summary>
internal sealed class MergedOpenApi(
    BackendLinks links, [FromKeyedServices("v1")] IOpenApiDocumentProvider own)
{
    private const string SchemaPrefix = "#/components/schemas/";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks every service at once. A service that gives no document is named in <c>x-missing</c>.</summary>
    public async Task<JsonObject> MakeAsync(CancellationToken cancellationToken)
    {
        var document = JsonNode.Parse(await OwnAsync(cancellationToken))!.AsObject();
        document["info"] = new JsonObject { ["title"] = "RiskPlatform", ["version"] = "v1" };
        document.Remove("servers"); // Whoever reads it knows where it came from.
        JsonArray missing = [];
        foreach (var (name, part) in await Task.WhenAll(links.All.Select(link => PartAsync(link, cancellationToken))))
        {
            if (part is null)
            {
                missing.Add(name);
            }
            else
            {
                Add(document, name, part);
            }
        }

        document["x-missing"] = missing;
        return document;
    }

    private static async Task<(string Name, JsonObject? Part)> PartAsync(
        BackendLink link, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await link.AskAsync(
                HttpMethod.Get, "/openapi/v1.json", Patience, idempotencyKey: null, cancellationToken);
            return (link.Backend.Name, answer.IsSuccess ? JsonNode.Parse(answer.Body) as JsonObject : null);
        }
        catch (Exception fault) when (BackendProblems.IsNoAnswer(fault) || fault is JsonException)
        {
            return (link.Backend.Name, null); // Named in x-missing.
        }
    }

    /// <summary>Moves a part's paths under its canonical prefix, and its names apart from those of the
    /// others.</summary>
    private static void Add(JsonObject document, string service, JsonObject part)
    {
        Rename(part, service);
        var paths = Child(document, "paths");
        foreach (var (path, item) in Taken(part, "paths"))
        {
            paths[$"/api/{service}{path}"] = item;
        }

        var schemas = Child(Child(document, "components"), "schemas");
        foreach (var (name, schema) in Taken(part["components"] as JsonObject ?? [], "schemas"))
        {
            schemas[$"{service}.{name}"] = schema;
        }
    }

    private static void Rename(JsonNode? node, string service)
    {
        if (node is JsonArray array)
        {
            foreach (var element in array)
            {
                Rename(element, service);
            }
        }
        else if (node is JsonObject item)
        {
            foreach (var (name, value) in item.ToList())
            {
                if (name == "operationId")
                {
                    item[name] = $"{service}.{value}";
                }
                else if (name == "$ref" && value is JsonValue text
                    && text.GetValue<string>() is var target
                    && target.StartsWith(SchemaPrefix, StringComparison.Ordinal))
                {
                    item[name] = $"{SchemaPrefix}{service}.{target[SchemaPrefix.Length..]}";
                }
                else if (name is not ("example" or "examples"))
                {
                    Rename(value, service);
                }
            }
        }
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }

        return child;
    }

    private static List<KeyValuePair<string, JsonNode?>> Taken(JsonObject parent, string name)
    {
        List<KeyValuePair<string, JsonNode?>> children = [.. parent[name] as JsonObject ?? []];
        (parent[name] as JsonObject)?.Clear();
        return children;
    }

    private async Task<string> OwnAsync(CancellationToken cancellationToken)
    {
        var document = await own.GetOpenApiDocumentAsync(cancellationToken);
        return await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1, cancellationToken);
    }
}
