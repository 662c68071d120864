using System.Collections.Concurrent;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Spectre.Console;

namespace RiskPlatform.Hosting.Engine;

/// <summary>Tells a person at a console what happens: a line a change, then the addresses.</summary>
internal sealed class ConsoleReport
{
    private static readonly string[] Colours = ["aqua", "lime", "yellow", "fuchsia", "blue", "olive", "teal", "silver"];

    private readonly List<IResource> _resources;
    private readonly ConcurrentDictionary<string, string> _said = new();
    private readonly HashSet<string> _healthy = [];
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly int _total;
    private readonly int _width;
    private bool _allSaid;

    public ConsoleReport(
        IReadOnlyList<IResource> resources,
        bool verbose,
        ResourceNotificationService notifications,
        ResourceLoggerService logs,
        TimeProvider time)
    {
        _resources = [.. resources.Where(resource => resource is not ParameterResource)];
        _time = time;
        _started = time.GetTimestamp();
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Capabilities.Ansi = false;
            AnsiConsole.Profile.Width = int.MaxValue; // Nobody's screen: a line stays a line.
        }

        _total = _resources.Sum(Ports.ReplicasOf);
        _width = _resources.Max(resource => resource.Name.Length + (Ports.ReplicasOf(resource) > 1 ? 9 : 0));
        notifications.Published += Say;
        if (verbose)
        {
            logs.Written += SayLine;
        }
    }

    private void Say(ResourceEvent change)
    {
        string state = change.Snapshot switch
        {
            { HealthStatus: HealthStatus.Healthy } => "[green]healthy[/]",
            { HealthStatus: HealthStatus.Unhealthy } when _healthy.Contains(change.ResourceId) =>
                $"[red]unhealthy[/] {Markup.Escape(change.Snapshot.Detail ?? "")}",
            { State: "Running" } => "running",
            { State: "FailedToStart" } => $"[red]failed to start:[/] {Markup.Escape(change.Snapshot.Detail ?? "")}",
            { ExitCode: { } code and not 0 } => $"[red]ended with {code}[/]",
            { State: var other } => $"[grey]{other.ToLowerInvariant()}[/]",
        };
        lock (_gate)
        {
            if (_said.TryGetValue(change.ResourceId, out string? last) && last == state)
            {
                return;
            }

            _said[change.ResourceId] = state;
            AnsiConsole.MarkupLine(
                $"[grey]{_time.GetElapsedTime(_started).TotalSeconds,6:0.0} s[/] "
                + $"{change.ResourceId.PadRight(_width)} {state}");
            SayAllHealthy(change);
        }
    }

    private void SayAllHealthy(ResourceEvent change)
    {
        if (change.Snapshot.HealthStatus != HealthStatus.Healthy)
        {
            return;
        }

        _healthy.Add(change.ResourceId);
        if (_allSaid || _healthy.Count < _total)
        {
            return;
        }

        _allSaid = true;
        AnsiConsole.MarkupLine(
            $"[green]All healthy[/] after {_time.GetElapsedTime(_started).TotalSeconds:0.0} s. "
            + "Ctrl+C stops everything.");
        foreach (var resource in _resources)
        {
            foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(e => e.IsExternal))
            {
                AnsiConsole.MarkupLine($"  {resource.Name.PadRight(_width)} {endpoint.Url}");
            }
        }
    }

    private void SayLine(string resource, LogLine line)
    {
        int place = _resources.FindIndex(known => resource.StartsWith(known.Name, StringComparison.OrdinalIgnoreCase));
        string colour = Colours[Math.Max(0, place) % Colours.Length];
        lock (_gate)
        {
            AnsiConsole.MarkupLine($"[{colour}]{resource.PadRight(_width)}[/] {Markup.Escape(line.Content)}");
        }
    }
}
