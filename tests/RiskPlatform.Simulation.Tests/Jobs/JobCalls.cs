using System.Net;
using System.Text;
using System.Text.Json;
using RiskPlatform.Hosting.Testing;

namespace RiskPlatform.Simulation.Tests.Jobs;

/// <summary>Starts jobs and waits for them, as a client would.</summary>
internal static class JobCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task<(HttpStatusCode Status, Uri? Location, JsonElement Body)> StartAsync(
        HttpClient client, string json, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobs");
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.Headers.Location, JsonDocument.Parse(text).RootElement);
    }

    /// <summary>Waits for the end; on the way done never falls, and progress is its share.</summary>
    public static async Task<JsonElement> EndAsync(HttpClient client, string id)
    {
        using var limit = new CancellationTokenSource(Patience);
        int done = 0;
        while (true)
        {
            var (status, body) = await client.GetJsonAsync($"/jobs/{id}", limit.Token);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.InRange(body.GetProperty("done").GetInt32(), done, body.GetProperty("shards").GetInt32());
            done = body.GetProperty("done").GetInt32();
            Assert.Equal((double)done / body.GetProperty("shards").GetInt32(), body.Number("progress"), 1e-12);
            if (body.GetProperty("state").GetString() is "completed" or "failed")
            {
                return body;
            }

            Assert.Equal(JsonValueKind.Null, body.GetProperty("result").ValueKind);
            await Task.Delay(50, limit.Token);
        }
    }
}
