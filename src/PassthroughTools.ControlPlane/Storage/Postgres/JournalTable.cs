using System.Globalization;
using Newtonsoft.Json;
using Npgsql;
using NpgsqlTypes;
using PassthroughTools.Backends;
using PassthroughTools.Errors;
using PassthroughTools.State.Json;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>Reads and writes the table of committed changes.</summary>
internal sealed class JournalTable(string database)
{
    // Besides bounding an answer, the limit keeps the planner with the index whatever it believes of the table.
    private const int PageSize = 1000;

    private const string Update = "Nothing was changed. Update the server.";

    private const string TailText = """
        select sequence, batch, case when sequence > $1 then body end, request_scope
        from passthroughtools.journal where sequence >= $1 order by sequence limit $2
        """;

    // A change that an older version wrote has no scope: its key is its actor's.
    private const string EarlierText = """
        select j.sequence, j.batch, j.body, j.request_scope, asked.place
        from unnest($1::text[], $2::text[], $3::text[]) with ordinality as asked (scope, actor, key, place)
        cross join lateral (
            select * from passthroughtools.journal
            where request_key = asked.key and (request_scope = asked.scope or (request_scope is null and actor = asked.actor))
                and time > now() - $4 and sequence > (select max(sequence) from passthroughtools.journal) - $5
            order by sequence desc limit 1) j
        """;

    private const string InsertText = """
        with written as (
            insert into passthroughtools.journal
                (sequence, time, actor, operation, target, target_id, summary, request_key, request_scope, body, batch)
            select r.*, $11
            from unnest($1::bigint[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                $9::text[], $10::text[])
                as r (sequence, time, actor, operation, target, target_id, summary, request_key, request_scope, body)
            where $13::uuid is null or exists (select 1 from passthroughtools.journal where sequence = $1[1] - 1 and batch = $13)
            order by r.sequence
            returning sequence)
        select count(*), pg_notify($12, max(sequence)::text) from written
        """;

    // A journal that was restored begins where its backup did, and has a gap where it took the place of another.
    private const string LastRestoreText = "select max(sequence) from passthroughtools.journal where operation = $1";

    private const string RestoredText = """
        select coalesce($1 = (select min(sequence) from passthroughtools.journal), true)
            and exists (select 1 from passthroughtools.journal where operation = $2)
        """;

    /// <summary>
    /// Reads the events after a sequence number, and those of earlier requests by their keys, in one round trip.
    /// </summary>
    /// <exception cref="PassthroughException">StoreCorrupt.</exception>
    public async Task<JournalTail> ReadTailAsync(NpgsqlConnection connection, long after, IReadOnlyList<RequestKey> keys)
    {
        await using var batch = new NpgsqlBatch(connection);

        // The keys first: what is committed between the two is in the tail then.
        if (keys.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(EarlierText)
            {
                Parameters =
                {
                    Parameter(keys.Select(static key => key.Scope).ToArray()),
                    Parameter(keys.Select(static key => key.Actor).ToArray()),
                    Parameter(keys.Select(static key => key.Key).ToArray()),
                    Parameter(RecentKeys.Age),
                    Parameter((long)RecentKeys.Changes),
                },
            });
        }

        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(TailText) { Parameters = { Parameter(after), Parameter((long)PageSize) } });
        await using var reader = await batch.ExecuteReaderAsync();
        var earlier = new Dictionary<RequestKey, InventoryEvent>();
        if (keys.Count > 0)
        {
            while (await reader.ReadAsync()) earlier[keys[(int)reader.GetInt64(4) - 1]] = EntryOf(reader).Event;

            await reader.NextResultAsync();
        }

        Guid? mark = null;
        var entries = new List<JournalEntry>();
        int rows = 0;
        for (; await reader.ReadAsync(); rows++)
        {
            if (reader.GetInt64(0) == after) mark = reader.GetGuid(1);
            else entries.Add(EntryOf(reader));
        }

        await reader.DisposeAsync();
        bool hasGap = false;
        for (int i = 0; i < entries.Count; i++)
        {
            var (committed, expected) = (entries[i].Event, (i == 0 ? after : entries[i - 1].Event.Sequence) + 1);
            if (committed.Sequence == expected) continue;
            if (!committed.IsRestore
                && !(i == 0 && await IsRestoredAsync(connection, committed.Sequence))) throw Corrupt(expected, "is missing");
            hasGap = true;
        }

        return new JournalTail(mark, entries, hasGap, rows == PageSize, earlier);
    }

    /// <summary>
    /// Commits events, all of them or none, and tells the other replicas. Another's event with one of their numbers is a unique
    /// violation.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="rows">The events.</param>
    /// <param name="batch">What they are known by.</param>
    /// <param name="before">The batch of the event before the first one, which must still be there; null where there need be
    /// none.</param>
    /// <returns>Whether they were committed; false where the event before them is not there any more, since the journal was
    /// replaced.</returns>
    public static async Task<bool> InsertAsync(NpgsqlConnection connection, IReadOnlyList<JournalRow> rows, Guid batch,
        Guid? before)
    {
        await using var command = new NpgsqlCommand(InsertText, connection);
        command.Parameters.Add(Parameter(Column(rows, static row => row.Event.Sequence)));
        command.Parameters.Add(Parameter(Column(rows, static row => row.Event.Time)));
        command.Parameters.Add(Parameter(Column(rows, static row => row.Event.Actor)));
        command.Parameters.Add(Parameter(Column(rows, static row => row.Event.Operation)));
        command.Parameters.Add(Parameter(Column(rows, static row => JournalRow.Storable(row.Event.Target))));
        command.Parameters.Add(Parameter(Column(rows, static row => JournalRow.Storable(row.Event.TargetId))));
        command.Parameters.Add(Parameter(Column(rows, static row => JournalRow.Storable(row.Event.Summary))));
        command.Parameters.Add(Parameter(Column(rows, static row => row.Event.Request?.Key)));
        command.Parameters.Add(Parameter(Column(rows, static row => row.Event.Request?.Scope)));
        command.Parameters.Add(Parameter(Column(rows, static row => row.Body)));
        command.Parameters.Add(Parameter(batch));
        command.Parameters.Add(Parameter(Channels.Journal));
        command.Parameters.Add(new NpgsqlParameter { Value = before ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });

        // An import of many megabytes is not written as fast as a note.
        command.CommandTimeout = ConnectionText.AnswerSeconds + (int)(rows.Sum(static row => (long)row.Body.Length) >> 20);
        return await command.ExecuteScalarAsync() is long and > 0;
    }

    /// <summary>Whether a backup was restored into the journal, and it begins with an event where one is given.</summary>
    public static async Task<bool> IsRestoredAsync(NpgsqlConnection connection, long? first)
    {
        await using var command = new NpgsqlCommand(RestoredText, connection)
        {
            Parameters = { new NpgsqlParameter { Value = first ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
                Parameter(InventoryEvent.RestoreOperation) },
        };
        return await command.ExecuteScalarAsync() is true;
    }

    /// <summary>The number of the newest event that tells of a restore; 0 where there is none.</summary>
    public static async Task<long> LastRestoreAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(LastRestoreText, connection)
        {
            Parameters = { Parameter(InventoryEvent.RestoreOperation) },
        };
        return await command.ExecuteScalarAsync() is long sequence ? sequence : 0;
    }

    /// <summary>The fault of an event.</summary>
    public PassthroughException Corrupt(long sequence, string what, Exception? cause = null) => new(
        ErrorId.StoreCorrupt,
        string.Create(CultureInfo.InvariantCulture,
            $"The journal in database {database} is damaged: event {sequence} {what}. Nothing was changed. Restore the database from a backup."),
        database,
        cause);

    private JournalEntry EntryOf(NpgsqlDataReader row)
    {
        long sequence = row.GetInt64(0);
        try
        {
            var committed = JournalBody.Read(row.GetString(2));
            if (committed.Sequence != sequence) throw new FormatException("its body has another number");

            // It is a column: a server of before cannot read a body that has more.
            if (!row.IsDBNull(3) && committed.Request is { } request)
                committed = committed with { Request = request with { Scope = row.GetString(3) } };
            return new JournalEntry(committed, row.GetGuid(1));
        }
        catch (NewerFormException e)
        {
            throw new PassthroughException(
                ErrorId.StoreVersionUnsupported,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Event {sequence} in database {database} was written by a newer version: {Reason.Of(e.Message)}. {Update}"),
                database,
                e);
        }
        catch (Exception e) when (e is FormatException or JsonException or ArgumentException or OverflowException)
        {
            throw Corrupt(sequence, $"cannot be understood: {Reason.Of(e.Message)}", e);
        }
    }

    private static T[] Column<T>(IReadOnlyList<JournalRow> rows, Func<JournalRow, T> value)
    {
        var values = new T[rows.Count];
        for (int i = 0; i < values.Length; i++) values[i] = value(rows[i]);
        return values;
    }

    private static NpgsqlParameter<T> Parameter<T>(T value) => new() { TypedValue = value };
}
