namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value from outside: configuration <c>Parameters:{name}</c>.</summary>
public sealed class ParameterResource(string name, Func<string> value, bool secret = false)
    : Resource(name), IValueProvider
{
    /// <summary>Whether it must not be shown.</summary>
    public bool Secret => secret;

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(value());
}
