namespace Aspire.Hosting.ApplicationModel;

/// <summary>Shapes one resource.</summary>
/// <typeparam name="T">Its type.</typeparam>
public interface IResourceBuilder<out T>
    where T : IResource
{
    /// <summary>The resource.</summary>
    T Resource { get; }

    /// <summary>The application it is part of.</summary>
    IDistributedApplicationBuilder ApplicationBuilder { get; }

    /// <summary>Says one more thing of it.</summary>
    IResourceBuilder<T> WithAnnotation<TAnnotation>(TAnnotation annotation)
        where TAnnotation : IResourceAnnotation;
}

/// <summary>Shapes one resource.</summary>
/// <typeparam name="T">Its type.</typeparam>
internal sealed class ResourceBuilder<T>(T resource, IDistributedApplicationBuilder applicationBuilder)
    : IResourceBuilder<T>
    where T : IResource
{
    public T Resource => resource;

    public IDistributedApplicationBuilder ApplicationBuilder => applicationBuilder;

    public IResourceBuilder<T> WithAnnotation<TAnnotation>(TAnnotation annotation)
        where TAnnotation : IResourceAnnotation
    {
        resource.Annotations.Add(annotation);
        return this;
    }
}
