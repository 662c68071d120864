using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using RiskPlatform.Hosting.Engine;

namespace Aspire.Hosting;

/// <summary>Adds a Redis-protocol server.</summary>
public static class RedisBuilderExtensions
{
    private const int PasswordBytes = 16;

    /// <summary>
    /// Adds a server with a random password, or the one that <c>ConnectionStrings:{name}</c> names.
    /// </summary>
    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder, string name, int? port = null)
    {
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));
        return builder.AddResource(new RedisResource(name, password))
            .WithAnnotation(new EndpointAnnotation("tcp", "tcp", port))
            .OrElsewhere();
    }
}
