using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>Writes a snapshot after every so many events, beside the changes themselves.</summary>
/// <param name="database">The database.</param>
/// <param name="every">After how many events.</param>
/// <param name="log">What is told of failures, which are nobody's else: the journal has it all.</param>
internal sealed class SnapshotKeeper(PostgresDatabase database, int every, ILogger log)
{
    private long newest;
    private int isBusy;

    /// <summary>Begins a snapshot if it is time for one.</summary>
    public void Consider(JournalPosition position)
    {
        if (position.State.Revision - Volatile.Read(ref newest) < every || Interlocked.Exchange(ref isBusy, 1) != 0) return;
        _ = Task.Run(() => KeepAsync(position));
    }

    private async Task KeepAsync(JournalPosition position)
    {
        try
        {
            Volatile.Write(ref newest, await database.RunAsync(SnapshotTable.NewestAsync, CancellationToken.None));
            if (position.State.Revision - newest < every || position.Mark is not { } mark) return;
            await database.RunAsync(
                connection => SnapshotTable.WriteAsync(connection, position.State, mark), CancellationToken.None,
                TimeSpan.FromSeconds(SnapshotTable.Seconds));
            Volatile.Write(ref newest, position.State.Revision);
        }
        catch (Exception e) when (e is PassthroughException or ObjectDisposedException or OperationCanceledException)
        {
            PostgresLog.SnapshotNotWritten(log, position.State.Revision, e.Message);
        }
        finally
        {
            Volatile.Write(ref isBusy, 0);
        }
    }
}
