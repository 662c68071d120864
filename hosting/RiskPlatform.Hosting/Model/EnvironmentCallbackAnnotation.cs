namespace Aspire.Hosting.ApplicationModel;

/// <summary>Adds to the environment of a process just before it starts.</summary>
public sealed class EnvironmentCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Calls back with the variables so far.</summary>
    public EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback) => Callback = callback;

    /// <summary>What to call.</summary>
    public Func<EnvironmentCallbackContext, Task> Callback { get; }
}

/// <summary>The environment of a process about to start.</summary>
public sealed class EnvironmentCallbackContext
{
    internal EnvironmentCallbackContext(CancellationToken cancellationToken) => CancellationToken = cancellationToken;

    /// <summary>The variables: strings, or providers of strings.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = [];

    /// <summary>Ends the start.</summary>
    public CancellationToken CancellationToken { get; }
}

/// <summary>Adds to the arguments of a process.</summary>
public sealed class CommandLineArgsCallbackAnnotation : IResourceAnnotation
{
    /// <summary>Calls back with the arguments so far.</summary>
    public CommandLineArgsCallbackAnnotation(Action<IList<object>> callback) => Callback = callback;

    /// <summary>What to call.</summary>
    public Action<IList<object>> Callback { get; }
}

/// <summary>What a waiter waits for.</summary>
public enum WaitType
{
    /// <summary>Running and healthy.</summary>
    WaitUntilHealthy,

    /// <summary>Ended with a certain exit code.</summary>
    WaitForCompletion,

    /// <summary>Running.</summary>
    WaitUntilStarted,
}

/// <summary>One resource waits for another.</summary>
public sealed class WaitAnnotation : IResourceAnnotation
{
    /// <summary>Waits for this resource in this way.</summary>
    public WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) =>
        (Resource, WaitType, ExitCode) = (resource, waitType, exitCode);

    /// <summary>The other.</summary>
    public IResource Resource { get; }

    /// <summary>The way.</summary>
    public WaitType WaitType { get; }

    /// <summary>The exit code a completion must have.</summary>
    public int ExitCode { get; }
}

/// <summary>How many processes of one resource run.</summary>
public sealed class ReplicaAnnotation : IResourceAnnotation
{
    /// <summary>This many.</summary>
    public ReplicaAnnotation(int replicas = 1) => Replicas = replicas;

    /// <summary>At least one.</summary>
    public int Replicas { get; }
}
