using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>A damaged journal is refused, and one that was replaced is read anew.</summary>
public sealed class DamageTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableTheory]
    [InlineData("delete from passthroughtools.journal where sequence = 3", "event 3 is missing")]
    [InlineData("delete from passthroughtools.journal where sequence = 1", "event 1 is missing")]
    [InlineData("update passthroughtools.journal set body = '{\"sequence\":2' where sequence = 2",
        "event 2 cannot be understood")]
    [InlineData("update passthroughtools.journal set body = '' where sequence = 2", "event 2 cannot be understood")]
    [InlineData("update passthroughtools.journal set body = replace(body, '\"sequence\":2', '\"sequence\":4') where sequence = 2",
        "event 2 cannot be understood: its body has another number")]
    [InlineData("update passthroughtools.journal set body = replace(body, 'host-2', 'host-9') where sequence = 5",
        "event 5 does not fit the inventory")]
    [InlineData("insert into passthroughtools.snapshot select 4, body from passthroughtools.snapshot", "snapshot of revision 4")]
    [InlineData("update passthroughtools.snapshot set body = substring(body from 1 for 100)", "snapshot of revision 0")]
    public async Task It_is_refused_with_the_place(string damage, string words)
    {
        var replica = await OpenAsync(devices: 1, vms: 1);
        for (int i = 0; i < 5; i++) await replica.AskAsync(Lab.Note(0, $"{i}"));
        await QueryAsync(damage);

        var refusal = await Should.ThrowAsync<PassthroughException>(() => OpenAsync());
        refusal.Id.ShouldBe(ErrorId.StoreCorrupt, refusal.Message);
        refusal.Message.ShouldContain(words);
        refusal.Message.ShouldContain(replica.Database.Name);
    }

    [SkippableFact]
    public async Task A_journal_that_ends_before_the_snapshot_is_refused()
    {
        var replica = await OpenAsync(devices: 1, vms: 1, snapshotEvery: 5);
        for (int i = 0; i < 5; i++) await replica.AskAsync(Lab.Note(0, $"{i}"));
        await EventuallyAsync(async () => (long)(await QueryAsync("select max(revision) from passthroughtools.snapshot"))[0] == 5,
            "a snapshot");
        await QueryAsync("delete from passthroughtools.journal where sequence > 3");

        var refusal = await Should.ThrowAsync<PassthroughException>(() => OpenAsync());
        refusal.Id.ShouldBe(ErrorId.StoreCorrupt);
        refusal.Message.ShouldContain("event 5 is missing");
    }

    [SkippableFact]
    public async Task A_gap_is_found_by_a_running_replica_that_reads_old_events_too()
    {
        var replica = await OpenAsync(devices: 1, vms: 1, snapshotEvery: 5);
        for (int i = 0; i < 5; i++) await replica.AskAsync(Lab.Note(0, $"{i}"));
        await EventuallyAsync(async () => (long)(await QueryAsync("select max(revision) from passthroughtools.snapshot"))[0] == 5,
            "a snapshot");
        await QueryAsync("delete from passthroughtools.journal where sequence = 2");
        var other = await OpenAsync();
        (await Should.ThrowAsync<PassthroughException>(other.EventsAsync())).Message.ShouldContain("event 2 is missing");
    }

    [SkippableFact]
    public async Task After_a_failover_that_lost_changes_replicas_go_on_from_what_there_is()
    {
        var one = await OpenAsync(devices: 1, vms: 2);
        var other = await OpenAsync();
        for (int i = 0; i < 5; i++) await one.AskAsync(Lab.Note(0, $"{i}"), $"k{i}");
        await other.ReadAsync();

        await QueryAsync("delete from passthroughtools.journal where sequence > 3");
        (await one.ReadAsync()).VMs.Find(Lab.VMId(0))!.Notes.ShouldBe("2");
        (await one.AskAsync(Lab.Note(1, "new"))).Event!.Sequence.ShouldBe(4);
        (await one.AskAsync(Lab.Note(0, "4"), "k4")).IsRepeated.ShouldBeFalse("it was lost");
        (await other.AskAsync(Lab.Note(1, "newer"))).Event!.Sequence.ShouldBe(6);

        one.Log.Lines.ShouldContain(static line => line.StartsWith("JournalRewritten", StringComparison.Ordinal));
        (await ShouldAgreeAsync(one, other)).Count.ShouldBe(6);
    }
}
