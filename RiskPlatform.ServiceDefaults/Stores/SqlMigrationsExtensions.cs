using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds migrations to a service.</summary>
public static class SqlMigrationsExtensions
{
    /// <summary>Applies the calling assembly's migrations before anything of the service starts.</summary>
    public static IHostApplicationBuilder AddSqlMigrations(this IHostApplicationBuilder builder)
    {
        var assembly = Assembly.GetCallingAssembly();
        builder.Services.AddHostedService(services =>
            ActivatorUtilities.CreateInstance<SqlMigrations>(services, assembly));
        return builder;
    }
}
