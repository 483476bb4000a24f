using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using Npgsql;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>
/// Reads and writes the table of snapshots. Each is what a local store's file would hold, its checksum included, compressed:
/// taken out and unpacked it can be connected.
/// </summary>
internal static class SnapshotTable
{
    /// <summary>How long a snapshot of the largest inventory may take, in seconds.</summary>
    public const int Seconds = 60;

    private const string NewestText = "select revision, body from passthroughtools.snapshot order by revision desc limit 1";
    private const string NewestRevisionText = "select coalesce(max(revision), 0) from passthroughtools.snapshot";

    // What a replica remembers may be of a journal that a restore has replaced meanwhile.
    private const string WriteText = """
        insert into passthroughtools.snapshot (revision, body)
        select $1, $2 where exists (select 1 from passthroughtools.journal where sequence = $1 and batch = $3)
        on conflict do nothing
        """;

    private const string PruneText = """
        delete from passthroughtools.snapshot
        where revision < (select revision from passthroughtools.snapshot order by revision desc offset 1 limit 1)
        """;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the newest snapshot; an empty inventory where there is none.</summary>
    /// <exception cref="PassthroughException">StoreCorrupt, StoreVersionUnsupported.</exception>
    public static async Task<InventoryState> ReadAsync(NpgsqlConnection connection, string database, Catalog catalog,
        string origin)
    {
        await using var command = new NpgsqlCommand(NewestText, connection) { CommandTimeout = Seconds };
        await using var reader = await command.ExecuteReaderAsync();
        if (!await reader.ReadAsync()) return InventoryState.Empty(catalog, origin);
        return Unpack(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), database, catalog, origin);
    }

    /// <summary>The newest snapshot's revision; 0 where there is none.</summary>
    public static async Task<long> NewestAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(NewestRevisionText, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Writes a snapshot, and removes all but it and the one before.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="state">The inventory.</param>
    /// <param name="mark">The batch that made its revision.</param>
    public static async Task<int> WriteAsync(NpgsqlConnection connection, InventoryState state, Guid mark)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = Seconds };
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand("select pg_advisory_xact_lock($1)")
            {
                Parameters = { new NpgsqlParameter<long> { TypedValue = AdvisoryLock.Snapshots } },
            });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(WriteText)
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = state.Revision },
                new NpgsqlParameter<byte[]> { TypedValue = Pack(state) },
                new NpgsqlParameter<Guid> { TypedValue = mark },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(PruneText));
        return await batch.ExecuteNonQueryAsync();
    }

    /// <summary>Puts a snapshot in the place of all that are there.</summary>
    public static async Task ReplaceAsync(NpgsqlConnection connection, InventoryState state)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = Seconds };
        batch.BatchCommands.Add(new NpgsqlBatchCommand("delete from passthroughtools.snapshot"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("insert into passthroughtools.snapshot (revision, body) values ($1, $2)")
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = state.Revision },
                new NpgsqlParameter<byte[]> { TypedValue = Pack(state) } },
        });
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>A state as a snapshot's body.</summary>
    public static byte[] Pack(InventoryState state)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest))
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        using (var hashing = new HashingStream(packing, hash))
        using (var text = new StreamWriter(hashing, Utf8, 64 * 1024))
        {
            InventoryJson.Write(text, state, () => Checksum.Format(hash.GetHashAndReset()));
        }

        return packed.ToArray();
    }

    private static InventoryState Unpack(long revision, byte[] body, string database, Catalog catalog, string origin)
    {
        try
        {
            // The document's own checksum is for when it is a file; here that of gzip tells of damage.
            using var text = new StreamReader(new GZipStream(new MemoryStream(body), CompressionMode.Decompress), Utf8);
            var state = InventoryJson.Read(text, catalog, origin, out _);
            return state.Revision == revision ? state : throw new FormatException("its document has another revision");
        }
        catch (Exception e) when (e is NotSupportedException or NewerFormException)
        {
            throw new PassthroughException(
                ErrorId.StoreVersionUnsupported,
                $"{Name(revision, database)} is of a newer version: {Reason.Of(e.Message)}. Nothing changed. Update the server.",
                database,
                e);
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidDataException or EndOfStreamException
            or ArgumentException or OverflowException)
        {
            throw new PassthroughException(ErrorId.StoreCorrupt,
                $"{Name(revision, database)} is damaged: {Reason.Of(e.Message)}. Nothing was changed. Delete the row: a server "
                + "then starts from the snapshot before it, or from the journal.", database, e);
        }
    }

    private static string Name(long revision, string database) =>
        string.Create(CultureInfo.InvariantCulture, $"The snapshot of revision {revision} in database {database}");
}
