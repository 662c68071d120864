using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace RiskPlatform.Hosting.Engine;

/// <summary>A server or database that runs elsewhere: <c>ConnectionStrings:{name}</c> says where.</summary>
internal sealed class ElsewhereAnnotation(string connectionString) : IResourceAnnotation
{
    public string ConnectionString => connectionString;

    /// <summary>The connection string that was configured for a resource; null when the engine has to run it.</summary>
    public static string? Of(IResource resource) =>
        resource.Annotations.OfType<ElsewhereAnnotation>().FirstOrDefault()?.ConnectionString;
}

/// <summary>Looks into the configuration.</summary>
internal static class ElsewhereExtensions
{
    /// <summary>Takes a configured connection string in place of a server of our own.</summary>
    public static IResourceBuilder<T> OrElsewhere<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithConnectionString =>
        builder.ApplicationBuilder.Configuration.GetConnectionString(builder.Resource.Name) is { Length: > 0 } given
            ? builder.WithAnnotation(new ElsewhereAnnotation(given))
            : builder;
}
