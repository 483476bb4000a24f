using PassthroughTools.Backends;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Follows the storage and wakes those who stream its events; they read for themselves.</summary>
internal sealed class EventHub(JournalBackend backend, IHostApplicationLifetime lifetime, ILogger<EventHub> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly Action<ILogger, string, Exception?> LogLost = LoggerMessage.Define<string>(
        LogLevel.Warning, new EventId(2, "EventsLost"),
        "The storage's events cannot be read now and are asked for again: {Reason}");

    private readonly ChangeSignal changed = new();

    /// <summary>Ends at the next change.</summary>
    public Task Next => changed.Next;

    /// <summary>Cancelled when the server stops.</summary>
    public CancellationToken Stopping => lifetime.ApplicationStopping;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string? told = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                long revision = (await backend.ReadAsync(stoppingToken)).Revision;
                told = null;
                changed.Set();
                await backend.FollowAsync(revision, _ => changed.Set(), stoppingToken);
            }
            catch (PassthroughException e)
            {
                if (e.Message != told) LogLost(log, e.Message, null);
                told = e.Message;
                await Task.Delay(Pause, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
