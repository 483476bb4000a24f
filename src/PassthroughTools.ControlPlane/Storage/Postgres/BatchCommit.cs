using System.Diagnostics;
using System.Globalization;
using Npgsql;
using PassthroughTools.Backends;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>
/// One batch of requests, from the first look at the journal to the answers. It is decided again where another replica was first,
/// and looked for where the database did not say whether it was committed: it is never committed twice, and never answered
/// before.
/// </summary>
internal sealed class BatchCommit(PostgresDatabase database, KnownJournal journal, IReadOnlyList<PendingCommit> requests,
    TimeSpan patience)
{
    // Each time, another replica has committed something: so many in a row mean that this one is too far from the database.
    private const int MaxConflicts = 100;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly long began = Stopwatch.GetTimestamp();

    /// <summary>What may have been committed or not; null where that is known.</summary>
    private SentBatch? doubtful;
    private int conflicts;
    private int losses;

    /// <summary>Commits the batch, or answers why not.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            try
            {
                await using var connection = await database.ConnectAsync();
                if (await TryAsync(connection)) return;
                if (++conflicts == MaxConflicts)
                {
                    Fail(TooManyConflicts);
                    return;
                }
            }
            catch (Exception e) when (DatabaseFault.IsAway(e))
            {
                // One lost connection may be an old one; the next tells.
                if (++losses > 1 || DatabaseFault.IsTimeout(e)) database.Lost(e);
                if (Stopwatch.GetElapsedTime(began) + Pause > patience)
                {
                    Fail(request => DatabaseFault.Of(e, database.Name, Consequence(request)));
                    return;
                }
            }
            catch (PostgresException e)
            {
                database.Refused(e);
                Fail(request => DatabaseFault.Of(e, database.Name, Consequence(request)));
                return;
            }

            await Task.Delay(losses > 1 ? Pause : TimeSpan.FromMilliseconds(Random.Shared.Next(Math.Min(conflicts, 10) + 1)));
        }
    }

    /// <summary>Decides and commits, or finds that it was committed; false where another replica was first.</summary>
    private async Task<bool> TryAsync(NpgsqlConnection connection)
    {
        if (doubtful is { } before)
        {
            bool? isCommitted = await journal.IsCommittedAsync(connection, before);
            if (isCommitted is true) return Complete(before);
            if (isCommitted is false) doubtful = null;
        }

        // One that still may come is sent again as it is: its numbers are free only once.
        var sent = doubtful ?? await DecideAsync(connection);
        if (sent.Decided.Events.Count > 0 && !await InsertAsync(connection, sent)) return false;
        return Complete(sent);
    }

    private async Task<SentBatch> DecideAsync(NpgsqlConnection connection)
    {
        var keys = requests.Select(static pending => RequestKey.Of(pending.Request)).OfType<RequestKey>()
            .Where(asked => JournalRow.CanBeKey(asked.Actor!, asked.Key) && journal.Find(asked) is null).Distinct().ToList();
        var earlier = await journal.CatchUpAsync(connection, keys);
        var position = journal.Position;
        var decided = CommitBatch<JournalRow>.Decide(
            position.State, requests, asked => earlier.GetValueOrDefault(asked) ?? journal.Find(asked), JournalRow.Of);
        return new SentBatch(Guid.NewGuid(), position, decided);
    }

    private async Task<bool> InsertAsync(NpgsqlConnection connection, SentBatch sent)
    {
        var before = doubtful;
        doubtful = sent;
        try
        {
            if (await JournalTable.InsertAsync(connection, sent.Decided.Written, sent.Id, sent.Base.Mark)) return true;

            // A backup was put in the place of what it was decided on. An earlier time it may have been committed.
            doubtful = before;
            return false;
        }
        catch (PostgresException e) when (DatabaseFault.IsAnswer(e))
        {
            // This time it was not committed; an earlier time it may have been.
            doubtful = before;
            if (DatabaseFault.IsConflict(e)) return false;
            throw;
        }
    }

    private bool Complete(SentBatch sent)
    {
        if (sent.Decided.Events.Count > 0) journal.Committed(sent);
        sent.Decided.Complete();
        return true;
    }

    private void Fail(Func<OperationRequest, PassthroughException> why)
    {
        foreach (var pending in requests) pending.Fail(why(pending.Request));
    }

    private PassthroughException TooManyConflicts(OperationRequest request) => new(
        ErrorId.ConcurrentChange,
        string.Create(CultureInfo.InvariantCulture,
            $"Other servers changed the inventory in database {database.Name} {MaxConflicts} times while {request.Operation.Name} was decided. {Consequence(request)}"));

    private string Consequence(OperationRequest request) => (doubtful, request.Key) switch
    {
        (null, _) => "Nothing changed. Ask again later.",
        (_, null) =>
            $"Whether {request.Operation.Name} was committed is not known. Read the inventory, and ask again if it was not.",
        _ => $"Whether {request.Operation.Name} was committed is not known. Ask again with the same Idempotency-Key.",
    };
}
