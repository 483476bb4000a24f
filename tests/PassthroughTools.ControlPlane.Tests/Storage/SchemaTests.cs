using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>The tables are made and brought up to date at start.</summary>
public sealed class SchemaTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task Replicas_that_start_together_make_the_tables_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenAsync())));
        (await QueryAsync("select version from passthroughtools.version order by version")).ShouldBe([1, 2]);
        await OpenAsync();
        (await QueryAsync("select version from passthroughtools.version order by version")).ShouldBe([1, 2]);
    }

    [SkippableFact]
    public async Task Tables_of_a_newer_version_are_left_alone()
    {
        await OpenAsync();
        await QueryAsync("insert into passthroughtools.version (version) values (99)");
        var refusal = await Should.ThrowAsync<PassthroughException>(() => OpenAsync());
        refusal.Id.ShouldBe(ErrorId.StoreVersionUnsupported);
        refusal.Message.ShouldContain("version 99");
        refusal.Message.ShouldContain("Update the server");
    }

    /// <summary>
    /// The tables of version 1, with what a server of that version wrote into them and goes on writing beside a newer one.
    /// </summary>
    [SkippableFact]
    public async Task A_database_of_version_1_is_brought_up_to_date_while_a_server_of_that_version_goes_on()
    {
        await QueryAsync(FirstVersion.Tables);
        await QueryAsync(
            "insert into passthroughtools.snapshot (revision, body) values (0, $1)", SnapshotTable.Pack(Lab.Of(1, 2)));
        await QueryAsync(FirstVersion.Insert(1, "k1", "a"));

        var newer = await OpenAsync();
        (await QueryAsync("select max(version) from passthroughtools.version")).ShouldBe([2]);
        (await newer.ReadAsync()).VMs.Find(Lab.VMId(0))!.Notes.ShouldBe("a");
        (await newer.AskAsync(Scoped("a", "k1"))).Event!.Sequence.ShouldBe(1, "its key is its actor's");

        // What the older server asks and writes, by the statements that it has prepared.
        await newer.AskAsync(Scoped("b", "k2"));
        string[] actors = [FirstVersion.Actor], keys = ["k2"];
        (await QueryAsync(FirstVersion.Earlier, actors, keys)).ShouldBe([2L]);
        (await QueryAsync(FirstVersion.Tail, 0L, 1000L)).ShouldBe([1L, 2L]);
        var bodies = await QueryAsync("select body from passthroughtools.journal order by sequence");
        bodies.ShouldAllBe(
            static body => !((string)body).Contains("scope", StringComparison.Ordinal),
            "an older server reads no more than it knows");
        await QueryAsync(FirstVersion.Insert(3, "k3", "c"));
        await Should.ThrowAsync<Npgsql.PostgresException>(
            QueryAsync(FirstVersion.Insert(3, "k4", "d")), "one number, one change");

        (await newer.AskAsync(Scoped("c", "k3"))).Event!.Sequence.ShouldBe(3);
        (await Should.ThrowAsync<PassthroughException>(newer.AskAsync(Scoped("x", "k3")))).Message.ShouldContain(
            "another operation");
        (await newer.ReadAsync()).VMs.Find(Lab.VMId(0))!.Notes.ShouldBe("c");
        (await newer.EventsAsync()).Count.ShouldBe(3);
    }

    [SkippableTheory]
    [InlineData("replace(body, '\"changes\":[{\"vm\":', '\"changes\":[{\"pool\":')", "'pool'")]
    [InlineData("replace(body, '\"operation\"', '\"tenant\":\"x\",\"operation\"')", "'tenant'")]
    [InlineData("replace(body, '\"firmware\":\"efi\"', '\"firmware\":\"coreboot\"')", "firmware")]
    public async Task An_event_of_a_newer_version_is_named_as_such(string change, string words)
    {
        var replica = await OpenAsync(devices: 1, vms: 1);
        for (int i = 1; i <= 3; i++) await replica.AskAsync(Lab.Note(0, $"{i}"));
        await QueryAsync($"update passthroughtools.journal set body = {change} where sequence = 2");

        var refusal = await Should.ThrowAsync<PassthroughException>(() => OpenAsync());
        refusal.Id.ShouldBe(ErrorId.StoreVersionUnsupported, refusal.Message);
        foreach (var part in (string[])["Event 2", words, "newer version", "Nothing was changed", "Update the server"])
            refusal.Message.ShouldContain(part);
        foreach (var part in (string[])["damage", "backup", "Delete"]) refusal.Message.ShouldNotContain(part, Case.Insensitive);
    }

    [SkippableFact]
    public async Task An_account_that_may_make_no_schema_needs_only_one_that_is_there()
    {
        await QueryAsync("create role limited login password 'x' in role pg_monitor");
        try
        {
            await QueryAsync("create schema passthroughtools authorization limited");
            var settings = new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString) { Username = "limited", Password = "x" };
            (await (await OpenAsync(through: settings.ConnectionString)).ReadAsync()).Revision.ShouldBe(0);
            await QueryAsync("revoke all on schema passthroughtools from limited");
        }
        finally
        {
            await QueryAsync("drop schema passthroughtools cascade");
            await QueryAsync("drop role limited");
        }
    }

    private static OperationRequest Scoped(string notes, string key) =>
        new(Lab.Note(0, notes), FirstVersion.Actor) { Key = key, Scope = "abcdefgh" };
}
