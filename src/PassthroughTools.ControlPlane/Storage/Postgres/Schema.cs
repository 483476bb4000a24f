using System.Globalization;
using Npgsql;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>The tables, in versions: each step makes the next version of the one before.</summary>
internal static class Schema
{
    private static readonly string[] Steps =
    [
        """
        create table passthroughtools.journal (
            sequence bigint primary key,
            time timestamptz not null,
            actor text not null,
            operation text not null,
            target text not null,
            target_id text,
            summary text not null,
            request_key text,
            batch uuid not null,
            body text not null);
        comment on table passthroughtools.journal is 'Every committed change, in its order and without gaps. '
            'body is the whole of it as JSON; batch names the changes that one replica committed together.';
        create unique index journal_request on passthroughtools.journal (actor, request_key) where request_key is not null;
        create table passthroughtools.snapshot (revision bigint primary key, body bytea not null);
        comment on table passthroughtools.snapshot is
            'The inventory at a revision: a local store''s document, compressed by gzip. '
            'Made of the journal, by which a replica starts faster.';
        create table passthroughtools.refusal (
            number bigint generated always as identity primary key,
            time timestamptz not null,
            actor text,
            source text,
            request_id text not null,
            request_key text,
            operation text not null,
            error_id text not null,
            message text not null);
        comment on table passthroughtools.refusal is
            'Requests that were refused: the part of the audit that the journal does not have.';
        create table passthroughtools.token (
            id text primary key,
            name text not null,
            role text not null,
            salt bytea not null,
            hash bytea not null,
            iterations integer not null,
            created timestamptz not null,
            expires timestamptz,
            revoked timestamptz);
        comment on table passthroughtools.token is 'Who may use the servers. Of a secret there is a salted hash only.';
        """,

        // Servers of version 1 go on beside it: they name their columns, look a key up by its actor, and commit by the primary
        // key.
        """
        alter table passthroughtools.journal add column request_scope text;
        comment on column passthroughtools.journal.request_scope is 'Whose request_key is: a token''s id; null: the actor.';
        create index journal_key on passthroughtools.journal (request_key) where request_key is not null;
        drop index passthroughtools.journal_request;
        """,
    ];

    /// <summary>The version that this program knows.</summary>
    public static int Version => Steps.Length;

    /// <summary>
    /// Brings the tables to this version, or makes them; all of it or nothing. Replicas that start together take turns.
    /// </summary>
    /// <exception cref="PassthroughException">StoreVersionUnsupported: a newer version made the tables.</exception>
    public static async Task MigrateAsync(NpgsqlConnection connection, string database, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection,
            string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_xact_lock({AdvisoryLock.Migration})"),
            cancellationToken);
        int version = await VersionAsync(connection, cancellationToken);
        if (version > Version)
        {
            throw new PassthroughException(
                ErrorId.StoreVersionUnsupported,
                string.Create(CultureInfo.InvariantCulture,
                    $"The tables in database {database} have version {version}, and this server knows version {Version}. Nothing was changed. Update the server."),
                database);
        }

        if (version == Version) return;
        if (version == 0)
        {
            // An administrator may have made the schema for an account that may not; PostgreSQL refuses it "if not exists" too.
            if (await ScalarAsync(connection, "select to_regnamespace('passthroughtools') is null", cancellationToken) is true)
                await ExecuteAsync(connection, "create schema passthroughtools", cancellationToken);
            await ExecuteAsync(connection,
                "create table passthroughtools.version (version integer primary key, time timestamptz not null default now())",
                cancellationToken);
        }

        for (int step = version; step < Version; step++)
        {
            await ExecuteAsync(connection, Steps[step], cancellationToken);
            await ExecuteAsync(connection,
                string.Create(CultureInfo.InvariantCulture,
                    $"insert into passthroughtools.version (version) values ({step + 1})"), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<int> VersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (await ScalarAsync(connection, "select to_regclass('passthroughtools.version') is null", cancellationToken) is true)
            return 0;
        return await ScalarAsync(connection, "select coalesce(max(version), 0) from passthroughtools.version",
            cancellationToken) is int version ? version : 0;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, text);
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, text);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The lock is waited for as long as another replica's steps take, and an index over many millions of changes takes a while.
    private static NpgsqlCommand Command(NpgsqlConnection connection, string text) =>
        new(text, connection) { CommandTimeout = 600 };
}
