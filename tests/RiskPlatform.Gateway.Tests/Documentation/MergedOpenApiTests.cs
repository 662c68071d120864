using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace RiskPlatform.Gateway.Tests.Documentation;

public sealed class MergedOpenApiTests(GatewayService gateway) : IClassFixture<GatewayService>
{
    private const string Part =
        """
        {
          "openapi": "3.1.1",
          "paths": {
            "/price": {
              "post": {
                "operationId": "Price",
                "requestBody": { "content": { "application/json": {
                  "schema": { "$ref": "#/components/schemas/Request" },
                  "example": { "operationId": "stays" }
                } } }
              }
            }
          },
          "components": { "schemas": {
            "Request": { "properties": { "inner": { "$ref": "#/components/schemas/Inner" } } },
            "Inner": { "type": "object" }
          } }
        }
        """;

    [Fact]
    public async Task OpenApi_PutsPathsUnderTheService_AndKeepsNamesApart()
    {
        gateway.Stubs["pricing"].Answer = Document;
        gateway.Stubs["analytics"].Answer = Document;
        gateway.Stubs["strategies"].Answer = BackendStub.Status(StatusCodes.Status404NotFound);
        var document = await gateway.ReadAsync<JsonElement>("/openapi");

        foreach (string service in (string[])["pricing", "analytics"])
        {
            var post = document.GetProperty("paths").GetProperty($"/api/{service}/price").GetProperty("post");
            Assert.Equal($"{service}.Price", post.GetProperty("operationId").GetString());
            var content = post.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
            string reference = content.GetProperty("schema").GetProperty("$ref").GetString()!;
            Assert.Equal($"#/components/schemas/{service}.Request", reference);
            Assert.Equal("stays", content.GetProperty("example").GetProperty("operationId").GetString());
            var schemas = document.GetProperty("components").GetProperty("schemas");
            Assert.Equal(
                $"#/components/schemas/{service}.Inner",
                schemas.GetProperty($"{service}.Request").GetProperty("properties").GetProperty("inner")
                    .GetProperty("$ref").GetString());
        }

        Assert.True(document.GetProperty("paths").TryGetProperty("/api/workflow/risk-full", out _));
        Assert.Contains("strategies", document.GetProperty("x-missing").EnumerateArray().Select(m => m.GetString()));
        Assert.DoesNotContain("pricing", document.GetProperty("x-missing").EnumerateArray().Select(m => m.GetString()));

        static Task Document(HttpContext context) => context.Response.WriteAsync(Part);
    }
}
