namespace Aspire.Hosting;

/// <summary>The application model, or a resource of it, cannot do what was asked.</summary>
public sealed class DistributedApplicationException : Exception
{
    /// <summary>With a message for people.</summary>
    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    /// <summary>With a message for people, and the cause.</summary>
    public DistributedApplicationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
