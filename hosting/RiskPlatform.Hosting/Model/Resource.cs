using System.Text.RegularExpressions;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Anything the AppHost knows by name.</summary>
public abstract partial class Resource : IResource
{
    /// <summary>A resource with this name.</summary>
    /// <exception cref="ArgumentException">The name breaks the rules for names.</exception>
    protected Resource(string name)
    {
        if (name.Length > 64 || !NameForm().IsMatch(name))
        {
            throw new ArgumentException(
                $"'{name}' is no resource name: 1 to 64 ASCII letters, digits and single hyphens, a letter first, "
                + "no hyphen last.",
                nameof(name));
        }

        Name = name;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ResourceAnnotationCollection Annotations { get; } = [];

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$")]
    private static partial Regex NameForm();
}
