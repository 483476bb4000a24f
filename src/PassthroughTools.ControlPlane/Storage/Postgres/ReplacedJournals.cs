using Npgsql;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>The journals of inventories that restores have replaced, each in a table of its own.</summary>
internal static class ReplacedJournals
{
    private const string ListText = """
        select c.relname, pg_total_relation_size(c.oid), obj_description(c.oid)
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'passthroughtools' and c.relkind = 'r' and c.relname ~ '^journal_replaced_[0-9]+$'
        """;

    private const string Name = "passthroughtools.journal_replaced_";

    /// <summary>The table's name.</summary>
    /// <param name="sequence">The sequence number of the event that tells of the restore.</param>
    public static string NameOf(long sequence) => FormattableString.Invariant($"{Name}{sequence}");

    /// <summary>What keeps the journal in a table, whose comment has the time.</summary>
    /// <param name="sequence">The sequence number of the event that tells of the restore.</param>
    public static string KeepText(long sequence) => FormattableString.Invariant($"""
        create table {NameOf(sequence)} as table passthroughtools.journal;
        comment on table {NameOf(sequence)} is '{DateTime.UtcNow:o}';
        """);

    /// <summary>Removes what is older or more than is to be kept.</summary>
    public static async Task<int> PruneAsync(NpgsqlConnection connection, RetentionLimits limits)
    {
        var tables = new List<(string Name, DateTime Time, long Bytes)>();
        await using (var command = new NpgsqlCommand(ListText, connection))
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                if (!reader.IsDBNull(2) && State.Json.JsonTime.TryParse(reader.GetString(2), out var time))
                    tables.Add((reader.GetString(0), time, reader.GetInt64(1)));
            }
        }

        tables.Sort(static (left, right) => left.Time.CompareTo(right.Time));
        int expired = limits.Expired([.. tables.Select(static table => (table.Time, table.Bytes))], DateTime.UtcNow);
        foreach (var (name, _, _) in tables.Take(expired))
        {
            // The pattern above leaves nothing to quote.
#pragma warning disable CA2100
            await using var drop = new NpgsqlCommand($"drop table if exists passthroughtools.{name}", connection);
#pragma warning restore CA2100
            await drop.ExecuteNonQueryAsync();
        }

        return expired;
    }
}
