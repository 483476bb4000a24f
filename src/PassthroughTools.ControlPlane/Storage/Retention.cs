using PassthroughTools.ControlPlane.Hosting;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Storage;

/// <summary>Removes what is older or more than is to be kept: when the server starts, and every hour.</summary>
internal sealed partial class Retention(ServerStorage storage, ServerOptions options, ILogger<Retention> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                try
                {
                    await storage.PruneAsync(options.Refusals, options.Journals, stoppingToken);
                }
                catch (Exception e) when (e is PassthroughException or IOException or UnauthorizedAccessException)
                {
                    LogFailed(log, e.Message);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    [LoggerMessage(EventId = 6, EventName = "NotPruned", Level = LogLevel.Warning,
        Message = "Old refusals and journals could not be removed, which is tried again in an hour: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
