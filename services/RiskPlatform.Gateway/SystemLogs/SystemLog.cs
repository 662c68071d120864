using System.Threading.Channels;
using Npgsql;

namespace RiskPlatform.Gateway.SystemLogs;

/// <summary>Writes to the table <c>system_logs</c>, behind the back of whoever has something to say.</summary>
internal sealed partial class SystemLog : BackgroundService
{
    private const string Source = "gateway";
    private const int WaitingMax = 1_000;

    // Enough for what waits, and short enough for a stop within the drain time.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;
    private readonly ILogger<SystemLog> _logger;
    private readonly Channel<Line> _lines;

    public SystemLog(NpgsqlDataSource database, TimeProvider time, ILogger<SystemLog> logger)
    {
        (_database, _time, _logger) = (database, time, logger);
        _lines = Channel.CreateBounded<Line>(
            new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true },
            dropped => LogLost(_logger, dropped.Message, fault: null));
    }

    /// <summary>
    /// Notes a line. Returns at once; a line that cannot be written is in the process's own log instead.
    /// </summary>
    public void Write(string message) => _lines.Writer.TryWrite(new Line(message, _time.GetUtcNow()));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _lines.Writer.TryComplete();
        if (ExecuteTask is { } writing)
        {
            await Task.WhenAny(writing, Task.Delay(LastWords, cancellationToken));
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await using var insert = _database.CreateCommand(
                    "INSERT INTO system_logs (source, message, created_at) VALUES ($1, $2, $3)");
                insert.Parameters.Add(new() { Value = Source });
                insert.Parameters.Add(new() { Value = line.Message });
                insert.Parameters.Add(new() { Value = line.At });
                await insert.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (NpgsqlException fault)
            {
                LogLost(_logger, line.Message, fault);
            }
        }
    }

    [LoggerMessage(EventId = 8201, Level = LogLevel.Warning, Message = "Not written to system_logs: {Line}")]
    private static partial void LogLost(ILogger logger, string line, Exception? fault);

    private sealed record Line(string Message, DateTimeOffset At);
}
