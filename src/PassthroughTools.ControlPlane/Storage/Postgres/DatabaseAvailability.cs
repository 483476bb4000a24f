namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>Whether the database answers. While it does not, only the one here asks it, until it does.</summary>
internal sealed class DatabaseAvailability(string database, Func<Task> probe, ILogger log, CancellationToken stopping)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private Exception? fault;

    /// <summary>Why it does not answer; null while it does.</summary>
    public Exception? Fault => Volatile.Read(ref fault);

    /// <summary>It did not answer.</summary>
    public void Lost(Exception why)
    {
        if (Interlocked.CompareExchange(ref fault, why, null) is not null) return;
        PostgresLog.Lost(log, database, DatabaseFault.ReasonOf(why));
        _ = ProbeAsync();
    }

    private async Task ProbeAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(Interval, stopping);
                await probe();
                break;
            }
            catch (Exception e) when (stopping.IsCancellationRequested
                || e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
#pragma warning disable CA1031 // whatever is wrong, it is not back
            catch (Exception e)
#pragma warning restore CA1031
            {
                Volatile.Write(ref fault, e);
            }
        }

        Volatile.Write(ref fault, null);
        PostgresLog.Back(log, database);
    }
}
