namespace RiskPlatform.Gateway.Routing;

/// <summary>One service behind the gateway.</summary>
/// <param name="Name">The resource name: its address is <c>Services:{Name}:http:*</c>.</param>
/// <param name="Role">What it does, in a few words for a person.</param>
internal sealed record Backend(string Name, string Role)
{
    /// <summary>
    /// The original demo's names for it: <c>/api/{alias}/{rest}</c> is <c>/{rest}</c> of the service.
    /// </summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Other prefixes of the gateway that lead into it.</summary>
    public IReadOnlyList<Mount> Mounts { get; init; } = [];

    /// <summary>Its POST routes that take a body of any size.</summary>
    public IReadOnlyList<string> Uploads { get; init; } = [];

    /// <summary>Its GET routes whose answers are kept for a while.</summary>
    public IReadOnlyList<CachedRoute> Cached { get; init; } = [];

    /// <summary>How long the first byte of an answer to a read may take.</summary>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the first byte of an answer to a request that starts work may take.</summary>
    public TimeSpan WorkTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>Everything that leads into it: its name, its aliases, its other prefixes.</summary>
    public IEnumerable<Mount> Entrances =>
        [new($"/api/{Name}", "/"), .. Aliases.Select(alias => new Mount($"/api/{alias}", "/")), .. Mounts];
}

/// <summary>A prefix of the gateway and where it leads: <c>{Prefix}/{rest}</c> is <c>{Target}/{rest}</c>.</summary>
/// <param name="Prefix">A path of the gateway, without a slash at its end.</param>
/// <param name="Target">A path of the service; <c>/</c> for all of it.</param>
internal sealed record Mount(string Prefix, string Target)
{
    /// <summary>The gateway's path for one of the service's, or null when this mount does not reach it.</summary>
    public string? Reach(string path)
    {
        if (Target == "/")
        {
            return Prefix + path;
        }

        bool isBelow = path.StartsWith(Target, StringComparison.Ordinal)
            && (path.Length == Target.Length || path[Target.Length] == '/');
        return isBelow ? Prefix + path[Target.Length..] : null;
    }

    /// <summary>The service's path for one of the gateway's below this mount.</summary>
    public PathString Lead(PathString path)
    {
        path.StartsWithSegments(Prefix, out var rest);
        return Target == "/" ? (rest.HasValue ? rest : new PathString("/")) : new PathString(Target).Add(rest);
    }
}

/// <summary>A read whose answer is kept.</summary>
/// <param name="Pattern">A route pattern of the service.</param>
/// <param name="TimeToLive">How old a kept answer may get.</param>
internal sealed record CachedRoute(string Pattern, TimeSpan TimeToLive);
