namespace Aspire.Hosting.ApplicationModel;

/// <summary>One resource has to do with another.</summary>
public sealed class ResourceRelationshipAnnotation : IResourceAnnotation
{
    /// <summary>With this one, in this way.</summary>
    public ResourceRelationshipAnnotation(IResource resource, string type) => (Resource, Type) = (resource, type);

    /// <summary>The other.</summary>
    public IResource Resource { get; }

    /// <summary>The way, such as Reference.</summary>
    public string Type { get; }
}
