using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds a Redis-protocol server.</summary>
public static class RedisBuilderExtensions
{
    private const int PasswordBytes = 16;

    /// <summary>Adds a server with a random password.</summary>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null)
    {
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));
        return builder.AddResource(new RedisResource(name, password))
            .WithAnnotation(new EndpointAnnotation("tcp", "tcp", port));
    }
}
