using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RiskPlatform.Domain;

namespace RiskPlatform.Contracts;

/// <summary>A call to a service of ours: its answer, or its problem details as the failure they stand for.</summary>
internal static class ServiceCalls
{
    public static async Task<Result<T>> GetAsync<T>(
        this HttpClient http, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await http.CallAsync<T>(request, cancellationToken);
    }

    public static async Task<Result<T>> PostAsync<T>(
        this HttpClient http, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        return await http.CallAsync<T>(request, cancellationToken);
    }

    private static async Task<Result<T>> CallAsync<T>(
        this HttpClient http, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                return await FailureOfAsync(request, response, cancellationToken);
            }

            return await response.Content.ReadFromJsonAsync<T>(ContractJson.Options, cancellationToken)
                ?? (Result<T>)Failure.Unavailable($"{Target(request)} answered null.");
        }
        catch (HttpRequestException fault)
        {
            return Failure.Unavailable($"{Target(request)} is out of reach: {fault.Message}");
        }
        catch (JsonException fault)
        {
            return Failure.Unavailable($"{Target(request)} broke its contract: {fault.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failure.Unavailable($"{Target(request)} did not answer in time.");
        }
    }

    private static async Task<Failure> FailureOfAsync(
        HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        string told = $"{Target(request)} answered {(int)response.StatusCode}: {body}";
        return response.StatusCode switch
        {
            HttpStatusCode.BadRequest => Failure.Malformed(told),
            HttpStatusCode.NotFound => Failure.NotFound(told),
            HttpStatusCode.Conflict => Failure.Conflict(told),
            HttpStatusCode.RequestEntityTooLarge => Failure.TooLarge(told),
            HttpStatusCode.UnprocessableEntity => Failure.Invalid(told),
            HttpStatusCode.FailedDependency => Failure.MissingData(told),
            _ => Failure.Unavailable(told),
        };
    }

    private static string Target(HttpRequestMessage request) => $"{request.Method} {request.RequestUri}";
}
