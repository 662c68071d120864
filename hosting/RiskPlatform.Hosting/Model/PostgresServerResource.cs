using System.Globalization;
using RiskPlatform.Hosting.Engine;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A PostgreSQL server.</summary>
public sealed class PostgresServerResource(string name, string userName, string password)
    : Resource(name), IResourceWithConnectionString, IResourceWithEndpoints, IResourceWithWaitSupport
{
    /// <summary>Its only endpoint.</summary>
    public EndpointReference PrimaryEndpoint => new(this, "tcp");

    internal string UserName => userName;

    internal string Password => password;

    internal bool KeepsData { get; set; }

    /// <inheritdoc/>
    public ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        new(ElsewhereAnnotation.Of(this) ?? string.Create(
            CultureInfo.InvariantCulture,
            $"Host=127.0.0.1;Port={PrimaryEndpoint.Port};Username={userName};Password={password}"));
}

/// <summary>A database of a PostgreSQL server; made when it is not there.</summary>
public sealed class PostgresDatabaseResource(string name, string databaseName, PostgresServerResource parent)
    : Resource(name), IResourceWithParent<PostgresServerResource>, IResourceWithConnectionString
{
    /// <inheritdoc/>
    public PostgresServerResource Parent => parent;

    /// <summary>Its name in the server.</summary>
    public string DatabaseName => databaseName;

    /// <inheritdoc/>
    public async ValueTask<string?> GetConnectionStringAsync(CancellationToken cancellationToken = default) =>
        ElsewhereAnnotation.Of(this)
        ?? $"{await parent.GetConnectionStringAsync(cancellationToken)};Database={databaseName}";
}
