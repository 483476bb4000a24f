using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>A request that is repeated with its key is not carried out again, whichever replica it goes to.</summary>
public sealed class IdempotencyTests(PostgresServer server) : PostgresTest(server)
{
    [SkippableFact]
    public async Task A_repeated_request_gets_the_first_ones_commit_from_the_same_another_and_a_restarted_replica()
    {
        var one = await OpenAsync(devices: 2, vms: 2);
        var other = await OpenAsync();
        var first = await one.AskAsync(Lab.Attach(0, 0), "k1");
        await other.AskAsync(Lab.Note(1, "in between"));
        var restarted = await OpenAsync();

        foreach (var replica in new[] { one, other, restarted })
        {
            var again = await replica.AskAsync(Lab.Attach(0, 0), "k1");
            again.IsRepeated.ShouldBeTrue();
            (again.Event!.Sequence, again.Event.Time, again.Decision.DeviceKey, again.Decision.TargetId).ShouldBe(
                (1, first.Event!.Time, 13000, Lab.VMId(0)));
        }

        (await ShouldAgreeAsync(one, other, restarted)).Count.ShouldBe(2);
    }

    [SkippableFact]
    public async Task It_is_found_in_the_table_when_it_is_older_than_what_a_restarted_replica_remembers()
    {
        var one = await OpenAsync(devices: 1, vms: 2, snapshotEvery: 10);
        await one.AskAsync(Lab.Attach(0, 0), "k1");
        for (int i = 0; i < 30; i++) await one.AskAsync(Lab.Note(1, $"{i}"), $"note-{i}");
        await EventuallyAsync(async () => (long)(await QueryAsync("select max(revision) from passthroughtools.snapshot"))[0] > 10,
            "a snapshot");

        var restarted = await OpenAsync();
        (await restarted.AskAsync(Lab.Attach(0, 0), "k1")).Event!.Sequence.ShouldBe(1);
        var others = await Task.WhenAll(
            Enumerable.Range(0, 30).Select(i => restarted.AskAsync(Lab.Note(1, $"{i}"), $"note-{i}")));
        others.ShouldAllBe(static commit => commit.IsRepeated);
        await restarted.RefusedAsync(ErrorId.DeviceInUse, Lab.Attach(1, 0), "k2");
        await restarted.RefusedAsync(ErrorId.ValueInvalid, Lab.Attach(1, 0), "k1", "another operation");
    }

    [SkippableFact]
    public async Task A_key_is_its_actors_own_and_of_one_operation_only()
    {
        var one = await OpenAsync(devices: 1, vms: 1);
        var other = await OpenAsync();
        await one.AskAsync(Lab.Note(0, "a"), "k1");
        (await other.AskAsync(Lab.Note(0, "b"), "k1", actor: "another")).IsRepeated.ShouldBeFalse();

        (await other.RefusedAsync(ErrorId.ValueInvalid, Lab.Note(0, "c"), "k1", "k1", "new key")).Target.ShouldBe("k1");
        (await ShouldAgreeAsync(one, other)).Count.ShouldBe(2);
    }

    [SkippableFact]
    public async Task A_tokens_key_is_the_same_from_whatever_machine_and_at_whatever_replica()
    {
        var one = await OpenAsync(devices: 1, vms: 1);
        var other = await OpenAsync();
        await one.AskAsync(Scoped("a", "k1", "anna@pc"));
        foreach (var replica in new[] { one, other, await OpenAsync() })
            (await replica.AskAsync(Scoped("a", "k1", "anna@10.0.0.7"))).Event!.Sequence.ShouldBe(1);
        (await other.AskAsync(Scoped("b", "k1", "anna@pc", scope: "another"))).IsRepeated.ShouldBeFalse();
        (await other.Backend.FindAsync(new RequestKey("k1", "anna@elsewhere", "abcdefgh"), default))!.Event!.Sequence.ShouldBe(1);
        (await other.Backend.FindAsync(new RequestKey("k1", "anna@elsewhere", "none"), default)).ShouldBeNull();
        (await ShouldAgreeAsync(one, other)).Count.ShouldBe(2);
    }

    [SkippableFact]
    public async Task A_key_holds_for_24_hours()
    {
        var one = await OpenAsync(devices: 1, vms: 1);
        for (int i = 1; i <= 3; i++) await one.AskAsync(Scoped($"{i}", $"k{i}", "anna@pc"));
        await QueryAsync("update passthroughtools.journal set time = now() - interval '25 hours' where sequence = 1");
        await QueryAsync("update passthroughtools.journal set time = now() - interval '23 hours' where sequence = 2");

        // A snapshot stands for the events, so that a restarted replica has none of them in its memory.
        await QueryAsync(
            "insert into passthroughtools.snapshot (revision, body) values (3, $1)", SnapshotTable.Pack(await one.ReadAsync()));
        var restarted = await OpenAsync();
        (await restarted.AskAsync(Scoped("2", "k2", "anna@pc"))).Event!.Sequence.ShouldBe(2);
        (await restarted.AskAsync(Scoped("1", "k1", "anna@pc"))).Event!.Sequence.ShouldBe(4, "it is another day");

    }

    [SkippableFact]
    public async Task Requests_with_one_key_at_the_same_time_on_several_replicas_are_one_change()
    {
        var replicas = new[] { await OpenAsync(devices: 1, vms: 1), await OpenAsync(), await OpenAsync() };
        for (int round = 0; round < 10; round++)
        {
            var commits = await Task.WhenAll(Enumerable.Range(0, 30)
                .Select(i => Task.Run(() => replicas[i % 3].AskAsync(Lab.Create($"new-{round}"), $"k-{round}"))));
            commits.Count(static commit => !commit.IsRepeated).ShouldBe(1);
            commits.Select(static commit => commit.Event!.Sequence).Distinct().ShouldHaveSingleItem();
        }

        (await ShouldAgreeAsync(replicas)).Count.ShouldBe(10);
    }

    [SkippableFact]
    public async Task A_refused_request_may_be_asked_again()
    {
        var replica = await OpenAsync(devices: 1, vms: 2);
        await replica.AskAsync(Lab.Attach(0, 0));
        await replica.RefusedAsync(ErrorId.DeviceInUse, Lab.Attach(1, 0), "k1");
        await replica.AskAsync(Lab.Detach(0));
        (await replica.AskAsync(Lab.Attach(1, 0), "k1")).IsRepeated.ShouldBeFalse();
    }

    private static OperationRequest Scoped(string notes, string key, string actor, string scope = "abcdefgh") =>
        new(Lab.Note(0, notes), actor) { Key = key, Scope = scope };
}
