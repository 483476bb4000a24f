using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.Importing;

namespace PassthroughTools.ControlPlane.Hosting;

/// <summary>
/// Fills an empty inventory with the sample rack, where the storage was away when the server started: as soon as it is there.
/// </summary>
internal sealed partial class SampleFilling(JournalBackend backend, ILogger<SampleFilling> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Fills it now; false where the storage is away.</summary>
    /// <exception cref="PassthroughException">It cannot be filled.</exception>
    public static async Task<bool> TryAsync(JournalBackend backend, CancellationToken cancellationToken)
    {
        try
        {
            if ((await backend.ReadAsync(cancellationToken)).Hosts.Count > 0) return true;
            var actor = $"{Environment.UserName}@{Environment.MachineName}";
            foreach (var import in SampleRack.Imports())
                await backend.ExecuteAsync(new OperationRequest(import, actor), cancellationToken);
            return true;
        }
        catch (PassthroughException e) when (e.Id == ErrorId.ServerUnreachable)
        {
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!await TryAsync(backend, stoppingToken)) await Task.Delay(Pause, stoppingToken);
        }
        catch (PassthroughException e)
        {
            LogFailed(log, e.Message);
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    [LoggerMessage(EventId = 8, EventName = "SampleNotFilled", Level = LogLevel.Error, Message = "No sample rack: {Reason}")]
    private static partial void LogFailed(ILogger log, string reason);
}
