using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;
using RiskPlatform.Hosting.Engine;

namespace Aspire.Hosting;

/// <summary>Adds PostgreSQL.</summary>
public static class PostgresBuilderExtensions
{
    private const int PasswordBytes = 16;

    /// <summary>
    /// Adds a server with a random password, or the one that <c>ConnectionStrings:{name}</c> names.
    /// </summary>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder, string name, int? port = null)
    {
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));
        return builder.AddResource(new PostgresServerResource(name, "postgres", password))
            .WithAnnotation(new EndpointAnnotation("tcp", "tcp", port))
            .OrElsewhere();
    }

    /// <summary>
    /// Adds a database, made when it is not there, or the one that <c>ConnectionStrings:{name}</c> names.
    /// </summary>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null) =>
        builder.ApplicationBuilder.AddResource(
            new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource)).OrElsewhere();

    /// <summary>Keeps the data between runs; without it a run starts empty.</summary>
    public static IResourceBuilder<PostgresServerResource> WithDataVolume(
        this IResourceBuilder<PostgresServerResource> builder)
    {
        builder.Resource.KeepsData = true;
        return builder;
    }
}
