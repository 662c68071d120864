using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.JavaScript;
using RiskPlatform.Hosting.JavaScript;
using RiskPlatform.Hosting.Postgres;
using RiskPlatform.Hosting.Redis;

namespace RiskPlatform.Hosting.Engine;

/// <summary>What to start for each kind of resource.</summary>
internal static class Launches
{
    /// <summary>Does what must be done before, and says what to start.</summary>
    public static async Task<Launch> PrepareAsync(
        IResource resource,
        IReadOnlyList<int> ports,
        string scratch,
        EngineOptions options,
        IProgress<string> progress,
        CancellationToken cancellationToken) => resource switch
        {
            PostgresServerResource postgres => Launch.From(await EmbeddedPostgres.PrepareAsync(
                new EmbeddedPostgresOptions
                {
                    DataDirectory = DataDirectory(
                        postgres.Name, postgres.KeepsData && !options.ThrowAway, scratch, options),
                    Port = ports[0],
                    UserName = postgres.UserName,
                    Password = postgres.Password,
                    Durable = postgres.KeepsData && !options.ThrowAway,
                    ResourceName = postgres.Name,
                },
                progress,
                cancellationToken)),
            RedisResource redis => Launch.From(await EmbeddedRedis.PrepareAsync(
                new EmbeddedRedisOptions
                {
                    DataDirectory = DataDirectory(redis.Name, keeps: false, scratch, options),
                    Port = ports[0],
                    Password = redis.Password,
                    ResourceName = redis.Name,
                },
                progress,
                cancellationToken)),
            ProjectResource project => new Launch(
                "dotnet",
                [project.AssemblyPath, .. Arguments(project)],
                await EnvironmentAsync(project, ports, cancellationToken),
                Path.GetDirectoryName(project.AssemblyPath)!),
            ViteAppResource vite => await ViteAsync(vite, ports, progress, cancellationToken),
            ExecutableResource executable => new Launch(
                executable.Command,
                Arguments(executable),
                await EnvironmentAsync(executable, ports, cancellationToken),
                executable.WorkingDirectory),
            _ => throw new NotSupportedException($"'{resource.Name}' has no process."),
        };

    private static async Task<Launch> ViteAsync(
        ViteAppResource vite, IReadOnlyList<int> ports, IProgress<string> progress, CancellationToken cancellationToken)
    {
        if (vite.InstallsPackages)
        {
            await NpmPackages.InstallAsync(vite.WorkingDirectory, progress, cancellationToken);
        }

        return new Launch(
            vite.Command,
            Arguments(vite),
            await EnvironmentAsync(vite, ports, cancellationToken),
            vite.WorkingDirectory);
    }

    private static string DataDirectory(string name, bool keeps, string scratch, EngineOptions options) =>
        Path.Combine(keeps ? options.DataDirectory : scratch, name);

    private static List<string> Arguments(IResource resource)
    {
        List<object> arguments = [];
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            annotation.Callback(arguments);
        }

        return [.. arguments.Select(argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)];
    }

    private static async Task<Dictionary<string, string>> EnvironmentAsync(
        IResource resource, IReadOnlyList<int> ports, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(cancellationToken);
        var variables = context.EnvironmentVariables;
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToList();
        if (resource is ProjectResource)
        {
            variables["ASPNETCORE_URLS"] = string.Join(
                ';', endpoints.Zip(ports, (endpoint, port) => $"{endpoint.UriScheme}://127.0.0.1:{port}"));
            variables["OTEL_SERVICE_NAME"] = resource.Name;
            variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={Guid.NewGuid().ToString("N")[..8]}";
            variables["DOTNET_gcServer"] = "0"; // Many services share one machine.
        }

        foreach (var (endpoint, port) in endpoints.Zip(ports).Where(pair => pair.First.PortVariable is not null))
        {
            variables[endpoint.PortVariable!] = port.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        Dictionary<string, string> values = [];
        foreach (var (name, value) in variables)
        {
            values[name] = value is IValueProvider provider
                ? await provider.GetValueAsync(cancellationToken) ?? ""
                : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        return values;
    }
}
