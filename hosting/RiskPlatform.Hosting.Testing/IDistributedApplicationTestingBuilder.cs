using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.Testing;

/// <summary>A model taken from an AppHost's own entry point, for a test to shape and start.</summary>
public interface IDistributedApplicationTestingBuilder
{
    /// <summary>Configuration of the AppHost.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>Services of the AppHost.</summary>
    IServiceCollection Services { get; }

    /// <summary>Its resources.</summary>
    IList<IResource> Resources { get; }

    /// <summary>Ends the model.</summary>
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
