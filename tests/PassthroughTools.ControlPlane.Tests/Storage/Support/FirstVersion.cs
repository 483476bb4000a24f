using System.Globalization;
using PassthroughTools.Operations.Json;

namespace PassthroughTools.ControlPlane.Tests.Storage.Support;

/// <summary>The tables of schema version 1 and the statements of its servers, written down when version 2 came.</summary>
internal static class FirstVersion
{
    public const string Actor = "anna@pc";

    public const string Tables = """
        create schema passthroughtools;
        create table passthroughtools.version (version integer primary key, time timestamptz not null default now());
        insert into passthroughtools.version (version) values (1);
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
        create unique index journal_request on passthroughtools.journal (actor, request_key) where request_key is not null;
        create table passthroughtools.snapshot (revision bigint primary key, body bytea not null);
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
        """;

    /// <summary>How its servers look earlier requests up.</summary>
    public const string Earlier = """
        select j.sequence, j.batch, j.body
        from unnest($1::text[], $2::text[]) as asked (actor, key)
        join passthroughtools.journal j on j.actor = asked.actor and j.request_key = asked.key and j.request_key is not null
        """;

    /// <summary>How they read on.</summary>
    public const string Tail = """
        select sequence, batch, case when sequence > $1 then body end
        from passthroughtools.journal where sequence >= $1 order by sequence limit $2
        """;

    /// <summary>How they commit a note of the first VM.</summary>
    public static string Insert(long sequence, string key, string notes)
    {
        var fingerprint = OperationJson.Fingerprint(Lab.Note(0, notes));
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"sequence":{{{sequence}}},"time":"{{{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffffff}}}Z","actor":"{{{Actor}}}",
            "operation":"ChangeVM","target":"vm-000","targetId":"{{{Lab.VMId(0)}}}","summary":"changed",
            "request":{"key":"{{{key}}}","fingerprint":"{{{fingerprint}}}"},
            "changes":[{"vm":{"id":"{{{Lab.VMId(0)}}}","name":"vm-000","hostId":"{{{Lab.HostId}}}","memoryMB":4096,
            "memoryReservationMB":4096,"memoryReservationLockedToMax":true,"firmware":"efi",
            "hardwareVersion":21,"notes":"{{{notes}}}"}}]}
            """);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            with written as (
                insert into passthroughtools.journal (
                    sequence, time, actor, operation, target, target_id, summary, request_key, body, batch)
                select r.*, gen_random_uuid()
                from (values ({{sequence}}::bigint, now(
                    ), '{{Actor}}', 'ChangeVM', 'vm-000', '{{Lab.VMId(0)}}', 'changed', '{{key}}', '{{body}}'))
                    as r (sequence, time, actor, operation, target, target_id, summary, request_key, body)
                order by r.sequence
                returning sequence)
            select pg_notify('passthroughtools', max(sequence)::text) from written
            """);
    }
}
