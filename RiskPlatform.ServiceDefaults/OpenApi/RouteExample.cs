using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace RiskPlatform.ServiceDefaults.OpenApi;

/// <summary>A request to a route that works as it stands: shown in OpenAPI, and sent by the system test.</summary>
/// <param name="Body">JSON, or null for a request without a body.</param>
/// <param name="Query">Query and route values as <c>name=value&amp;…</c>, or null for none.</param>
public sealed record RouteExample(string? Body, string? Query)
{
    /// <summary>Puts examples where OpenAPI has them.</summary>
    internal static Task ShowAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var example in metadata.OfType<RouteExample>())
        {
            if (example.Body is not null && operation.RequestBody?.Content?.Values is { } contents)
            {
                foreach (var content in contents)
                {
                    content.Example = JsonNode.Parse(example.Body);
                }
            }

            var values = QueryHelpers.ParseQuery(example.Query);
            foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            {
                if (parameter.Name is { } name && values.TryGetValue(name, out var value))
                {
                    parameter.Example = JsonValue.Create(value.ToString());
                }
            }
        }

        return Task.CompletedTask;
    }
}
