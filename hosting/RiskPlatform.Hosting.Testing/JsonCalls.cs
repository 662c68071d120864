using System.Net;
using System.Text;
using System.Text.Json;

namespace RiskPlatform.Hosting.Testing;

/// <summary>Asks a service in JSON as a client that knows no types would, and reads whatever it answers.</summary>
public static class JsonCalls
{
    /// <summary>Posts JSON as it stands, well formed or not.</summary>
    /// <param name="client">A client of the service.</param>
    /// <param name="path">Path and query.</param>
    /// <param name="json">The body.</param>
    /// <param name="ct">Gives up.</param>
    /// <returns>The status and the body; undefined where there is none.</returns>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> PostJsonAsync(
        this HttpClient client, string path, string json, CancellationToken ct = default)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content, ct);
        return (response.StatusCode, Parse(await response.Content.ReadAsByteArrayAsync(ct)));
    }

    /// <summary>Gets JSON.</summary>
    /// <inheritdoc cref="PostJsonAsync"/>
    public static async Task<(HttpStatusCode Status, JsonElement Body)> GetJsonAsync(
        this HttpClient client, string path, CancellationToken ct = default)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), ct);
        return (response.StatusCode, Parse(await response.Content.ReadAsByteArrayAsync(ct)));
    }

    /// <summary>The numbers of an array; null where one is null.</summary>
    public static double?[] Numbers(this JsonElement array) =>
        [.. array.EnumerateArray().Select(x => x.ValueKind == JsonValueKind.Null ? (double?)null : x.GetDouble())];

    /// <summary>A field's number.</summary>
    public static double Number(this JsonElement item, string name) => item.GetProperty(name).GetDouble();

    /// <summary>All of a problem's faults in one text.</summary>
    public static string Faults(this JsonElement problem) =>
        string.Join('\n', problem.GetProperty("errors").EnumerateArray().Select(fault => fault.GetString()));

    private static JsonElement Parse(byte[] body) =>
        body.Length == 0 ? default : JsonDocument.Parse(body).RootElement;
}
