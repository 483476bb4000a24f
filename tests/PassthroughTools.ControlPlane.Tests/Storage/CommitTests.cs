using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Operations;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>What any storage of an inventory does, in a database.</summary>
public sealed class CommitTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task A_new_database_holds_an_empty_inventory_that_can_be_changed()
    {
        var replica = await OpenAsync();
        (await replica.ReadAsync()).Revision.ShouldBe(0);
        (await replica.EventsAsync()).ShouldBeEmpty();
        replica.Backend.Target.ShouldBe($"127.0.0.1:{Server.Port}/postgres");

        await replica.RefusedAsync(ErrorId.VMHostNotFound, Lab.Create("a"));
        (await QueryAsync("select count(*) from passthroughtools.journal")).ShouldBe([0L]);
    }

    [SkippableFact]
    public async Task A_commit_returns_its_state_its_decision_and_its_event_and_is_there_when_it_is_opened_again()
    {
        var replica = await OpenAsync(devices: 2, vms: 2);
        var commit = await replica.AskAsync(
            new OperationRequest(Lab.Attach(0, 1), "anna@desk") { RequestId = "r-1", Source = "10.0.0.5", Key = "k" });

        commit.Event!.Sequence.ShouldBe(1);
        (commit.Event.Actor, commit.Event.Operation, commit.Event.Target, commit.Event.TargetId).ShouldBe(
            ("anna@desk", nameof(AttachFixedDevice), "vm-000", Lab.VMId(0)));
        commit.Event.Time.Kind.ShouldBe(DateTimeKind.Utc);
        commit.Decision.DeviceKey.ShouldBe(13000);
        commit.State.ShouldBeState(await replica.ReadAsync());

        var again = await OpenAsync();
        (await again.ReadAsync()).ShouldBeState(commit.State);
        (await again.ReadAsync()).OwnerOf(1).ShouldBe(Lab.VMId(0));
        var read = (await again.EventsAsync()).ShouldHaveSingleItem();
        read.ShouldBe(commit.Event with { Changes = read.Changes, Request = read.Request });
        (read.Request!.Id, read.Request.Source, read.Request.Key).ShouldBe(("r-1", "10.0.0.5", "k"));
    }

    [SkippableFact]
    public async Task What_is_refused_or_changes_nothing_writes_nothing()
    {
        var replica = await OpenAsync(devices: 1, vms: 2);
        await replica.AskAsync(Lab.Attach(0, 0));
        await replica.AskAsync(Lab.Note(1, "same"));

        await replica.RefusedAsync(ErrorId.DeviceInUse, Lab.Attach(1, 0), null, "vm-000");
        (await replica.AskAsync(Lab.Note(1, "same"))).Event.ShouldBeNull();

        (await ShouldAgreeAsync(replica)).Count.ShouldBe(2);
    }

    [SkippableFact]
    public async Task A_request_for_one_revision_is_refused_at_another()
    {
        var one = await OpenAsync(devices: 1, vms: 1);
        var other = await OpenAsync();
        await other.AskAsync(Lab.Note(0, "1"));

        var stale = await Should.ThrowAsync<PassthroughException>(
            one.AskAsync(new OperationRequest(Lab.Note(0, "2"), "tester") { IfRevision = 0 }));
        stale.Id.ShouldBe(ErrorId.ConcurrentChange);
        stale.Message.ShouldContain("revision 1");
        (await one.AskAsync(new OperationRequest(Lab.Note(0, "2"), "tester") { IfRevision = 1 })).Event!.Sequence.ShouldBe(2);
    }

    [SkippableFact]
    public async Task Replicas_see_each_others_commits_at_once_and_decide_on_them()
    {
        var one = await OpenAsync(devices: 4, vms: 2);
        var other = await OpenAsync();

        await one.AskAsync(Lab.Attach(0, 0));
        (await other.ReadAsync()).Revision.ShouldBe(1);
        await other.RefusedAsync(ErrorId.DeviceInUse, Lab.Attach(1, 0));
        (await other.AskAsync(Lab.Attach(1, 1))).Event!.Sequence.ShouldBe(2);
        (await one.AskAsync(Lab.Detach(0))).Event!.Sequence.ShouldBe(3);
        (await other.AskAsync(Lab.Attach(1, 0))).Event!.Sequence.ShouldBe(4);
        (await other.EventsAsync(after: 2)).Select(static committed => committed.Sequence).ShouldBe([3, 4]);

        await ShouldAgreeAsync(one, other);
    }

    [SkippableFact]
    public async Task Requests_that_come_together_each_get_their_own_state_and_event()
    {
        var replica = await OpenAsync(devices: 1, vms: 16);
        var commits = await Task.WhenAll(Enumerable.Range(0, 600)
            .Select(i => Task.Run(() => replica.AskAsync(Lab.Note(i % 16, $"note {i}"), actor: $"client-{i}"))));

        for (int i = 0; i < commits.Length; i++)
        {
            commits[i].Event!.Actor.ShouldBe($"client-{i}");
            commits[i].State.Revision.ShouldBe(commits[i].Event!.Sequence);
            commits[i].State.VMs.Find(Lab.VMId(i % 16))!.Notes.ShouldBe($"note {i}");
        }

        (await ShouldAgreeAsync(replica)).Count.ShouldBe(600);
        long batches = (long)(await QueryAsync("select count(distinct batch) from passthroughtools.journal"))[0];
        batches.ShouldBeLessThan(300, "they went together");
    }

    [SkippableFact]
    public async Task One_that_is_cancelled_while_it_waits_is_not_carried_out_and_the_others_are()
    {
        var replica = await OpenAsync(devices: 1, vms: 16);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var asked = Enumerable.Range(0, 100).Select(i => Task.Run(() => replica.Backend.ExecuteAsync(
            new OperationRequest(Lab.Note(i % 16, $"{i}"), "tester"), i % 10 == 0 ? cancelled.Token : CancellationToken.None)))
            .ToArray();
        await Task.WhenAll(asked).ContinueWith(static _ => { }, TaskScheduler.Default);

        asked.Count(static task => task.IsCanceled).ShouldBe(10);
        asked.Count(static task => task.IsCompletedSuccessfully).ShouldBe(90);
        (await ShouldAgreeAsync(replica)).Count.ShouldBe(90);
    }

    [SkippableFact]
    public async Task What_a_database_cannot_hold_is_refused_or_kept_as_it_is()
    {
        var replica = await OpenAsync(devices: 1, vms: 2);
        await replica.RefusedAsync(ErrorId.ValueInvalid, Lab.Note(0, "half \ud83d"), null, "cannot hold");
        await replica.RefusedAsync(ErrorId.ValueInvalid, Lab.Note(0, "x"), "k\0", "key");
        await replica.RefusedAsync(ErrorId.ValueInvalid, Lab.Note(0, "x"), new string('k', 3000), "key");
        (await ShouldAgreeAsync(replica)).ShouldBeEmpty();

        await replica.AskAsync(Lab.Note(0, "zero \0, J\u00e4ger, \ud83d\ude00, \\, \", {}"), "kl\u00fcssel '\\");
        (await ShouldAgreeAsync(replica)).Count.ShouldBe(1);
        var again = await OpenAsync();
        (await again.ReadAsync()).VMs.Find(Lab.VMId(0))!.Notes.ShouldBe("zero \0, J\u00e4ger, \ud83d\ude00, \\, \", {}");
        (await again.AskAsync(Lab.Note(0, "zero \0, J\u00e4ger, \ud83d\ude00, \\, \", {}"),
            "kl\u00fcssel '\\")).IsRepeated.ShouldBeTrue();
    }

    [SkippableFact]
    public async Task Old_events_are_read_from_the_table_from_any_sequence_number()
    {
        await OpenAsync(devices: 1, vms: 1);
        var writer = await OpenAsync(snapshotEvery: 500);
        await Task.WhenAll(Enumerable.Range(0, 2300).Select(i => writer.AskAsync(Lab.Note(0, $"{i}"))));
        await EventuallyAsync(async () => (long)(await QueryAsync("select max(revision) from passthroughtools.snapshot"))[0] > 0,
            "a snapshot");

        var reader = await OpenAsync();
        foreach (int after in new[] { 0, 1, 999, 1000, 1001, 2298, 2299, 2300, 5000 })
            (await reader.EventsAsync(after)).Select(static committed => committed.Sequence)
                .ShouldBe(Enumerable.Range(after + 1, Math.Max(0, 2300 - after)).Select(static i => (long)i));
    }

    [SkippableFact]
    public async Task Readers_see_whole_changes_in_order_and_those_who_were_answered_see_theirs()
    {
        var writer = await OpenAsync(devices: 1, vms: 8);
        var reader = await OpenAsync();
        using var done = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            long last = 0;
            while (!done.IsCancellationRequested)
            {
                long revision = (await reader.ReadAsync()).Revision;
                revision.ShouldBeGreaterThanOrEqualTo(last);
                last = revision;
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(client => Task.Run(async () =>
        {
            for (int i = 0; i < 40; i++)
            {
                var commit = await writer.AskAsync(Lab.Note(client, $"{i}"));
                (await reader.ReadAsync()).Revision.ShouldBeGreaterThanOrEqualTo(commit.Event!.Sequence,
                    "on the other replica too");
            }
        })));
        await done.CancelAsync();
        await reading;
    }

    [SkippableFact]
    public async Task An_import_of_megabytes_is_one_change()
    {
        var replica = await OpenAsync(devices: 1, vms: 1);
        var other = await OpenAsync();
        var known = (await replica.ReadAsync()).VMs.Find(Lab.VMId(0))!;
        var host = (await replica.ReadAsync()).Hosts.Find(known.HostId)!;
        var text =
            $$"""{"schemaVersion":1,"vms":[{"name":"{{known.Name}}","host":"{{host.Name}}","notes":"{{new string('x', 6 << 20)}}"}]}""";
        await replica.AskAsync(new ImportOperation { Files = [new ImportFile("big.json", text)] }, "big");
        foreach (var reader in new[] { replica, other, await OpenAsync() })
            (await reader.ReadAsync()).VMs.Find(Lab.VMId(0))!.Notes!.Length.ShouldBe(6 << 20);
        other.Database.IsAvailable.ShouldBeTrue();
    }
}
