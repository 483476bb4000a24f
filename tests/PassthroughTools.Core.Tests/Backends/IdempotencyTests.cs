using PassthroughTools.Backends;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Backends.Rehearsal;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>A request that is repeated with its key is not carried out again.</summary>
public sealed class IdempotencyTests : IDisposable
{
    private readonly StoreFolder folder = new StoreFolder().With(SampleInventory.Of(4, 4));

    [Fact]
    public void A_repeated_request_gets_the_first_ones_commit()
    {
        using var store = folder.Open();
        var first = Ask(store, Do.Attach(0, 0), "k1");
        store.Commit(Do.Note(1, "in between"));

        var again = Ask(store, Do.Attach(0, 0), "k1");

        again.IsRepeated.ShouldBeTrue();
        again.Event!.ShouldBe(first.Event);
        again.Decision.DeviceKey.ShouldBe(13000);
        again.Decision.TargetId.ShouldBe(SampleInventory.VMId(0));
        store.Read().Revision.ShouldBe(2);
        Ask(store, Do.Note(2, "x"), "k2").IsRepeated.ShouldBeFalse();
    }

    [Fact]
    public void It_is_known_after_a_restart_and_after_the_journal_was_folded()
    {
        using (var store = folder.OpenFolding())
        {
            Ask(store, Do.Attach(0, 0), "k1");
            for (int i = 0; i < 40; i++) Ask(store, Do.Note(1, $"{i}"), $"note-{i}");
        }

        folder.Archives().ShouldNotBeEmpty();
        using var restarted = folder.Open();
        var again = Ask(restarted, Do.Attach(0, 0), "k1");
        again.IsRepeated.ShouldBeTrue();
        again.Event!.Sequence.ShouldBe(1);
        Ask(restarted, Do.Note(1, "7"), "note-7").Event!.Sequence.ShouldBe(9);
        restarted.Read().Revision.ShouldBe(41);
    }

    [Fact]
    public void A_key_is_its_actors_own_and_of_one_operation_only()
    {
        using var store = folder.Open();
        Ask(store, Do.Note(0, "a"), "k1");
        Ask(store, Do.Note(0, "b"), "k1", actor: "other").IsRepeated.ShouldBeFalse();

        var refusal = Refused.With(ErrorId.ValueInvalid, () => Ask(store, Do.Note(0, "c"), "k1"), "k1", "new key");
        refusal.Target.ShouldBe("k1");
        store.Read().Revision.ShouldBe(2);
    }

    [Fact]
    public void A_scopes_key_is_the_same_from_whatever_machine_it_is_sent()
    {
        using (var store = folder.Open())
        {
            Ask(store, Scoped(Do.Note(0, "a"), "k1", "anna@pc"));
            Ask(store, Scoped(Do.Note(0, "a"), "k1", "anna@10.0.0.7")).IsRepeated.ShouldBeTrue();
            Ask(store, Scoped(Do.Note(0, "b"), "k1", "anna@pc", scope: "another")).IsRepeated.ShouldBeFalse();
            Ask(store, Do.Note(0, "c"), "k1", actor: "anna@pc").IsRepeated.ShouldBeFalse("that is no token's");
        }

        using var restarted = folder.Open();
        Ask(restarted, Scoped(Do.Note(0, "a"), "k1", "anna@10.0.0.8")).Event!.Sequence.ShouldBe(1);
        Find(restarted, new RequestKey("k1", "anna@10.0.0.9", "abcdefgh"))!.Event!.Sequence.ShouldBe(1);
        Find(restarted, new RequestKey("k1", "anna@10.0.0.9", "none")).ShouldBeNull();
        Find(restarted, new RequestKey("k1", null, null))!.Event!.Sequence.ShouldBe(3);
        restarted.Read().Revision.ShouldBe(3);
    }

    [Fact]
    public void The_first_of_a_scopes_keys_begins_a_journal_of_the_version_that_has_them()
    {
        using (var store = folder.Open())
        {
            Ask(store, Do.Note(0, "first"), "k0");
            folder.JournalLines()[0].ShouldStartWith("{\"journal\":1,");
            Ask(store, Scoped(Do.Note(0, "a"), "k1", "anna@pc"));
            folder.JournalLines()[0].ShouldStartWith("{\"journal\":2,\"after\":1,");
            store.Commit(Do.Note(0, "b"));
        }

        folder.Archives().ShouldHaveSingleItem().ShouldEndWith("lab.journal.000000000001-000000000001.jsonl");
        folder.JournalLines()[1].ShouldContain("\"key\":\"k1\",\"scope\":\"abcdefgh\",");
        using var restarted = folder.Open();
        restarted.Events().Select(static committed => committed.Sequence).ShouldBe([1L, 2, 3]);
        Ask(restarted, Do.Note(0, "first"), "k0").IsRepeated.ShouldBeTrue();
        Ask(restarted, Scoped(Do.Note(0, "a"), "k1", "anna@elsewhere")).IsRepeated.ShouldBeTrue();
        restarted.Read().VMs.Find(SampleInventory.VMId(0))!.Notes.ShouldBe("b");
    }

    [Theory]
    [InlineData(25, false)]
    [InlineData(23, true)]
    public void A_key_is_remembered_for_24_hours(int hours, bool isRepeated)
    {
        var time = DateTime.UtcNow.AddHours(-hours);
        var state = SampleInventory.Of(4, 4);
        var decision = Do.Note(0, "a").Decide(state);
        var committed = InventoryEvent.Of(1, Scoped(Do.Note(0, "a"), "k1", "anna@pc"), decision) with { Time = time };
        File.WriteAllBytes(folder.Journal, [.. JournalLine.Head(0, JournalLine.Version), .. JournalLine.Of(committed)]);

        using var store = folder.Open();
        (Find(store, new RequestKey("k1", "anna@pc", "abcdefgh")) is not null).ShouldBe(isRepeated);
        var again = Ask(store, Scoped(Do.Note(0, "a"), "k1", "anna@pc"));
        (again.IsRepeated, again.Event is null).ShouldBe((isRepeated, !isRepeated), "decided anew it changes nothing");
    }

    [Fact]
    public void A_key_is_remembered_for_100_000_changes()
    {
        var keys = new RecentKeys();
        var now = DateTime.UtcNow;
        for (int i = 1; i <= RecentKeys.Changes + 10; i++) keys.Add(new UsedKey(i, now, "abcdefgh", $"k{i}"));
        keys.Count.ShouldBe(RecentKeys.Changes);
        keys.Find(new RequestKey("k10", "anna@pc", "abcdefgh")).ShouldBeNull();
        keys.Find(new RequestKey("k11", "anna@pc", "abcdefgh")).ShouldBe(11);
        keys.Find(new RequestKey("k11", "anna@pc", null)).ShouldBeNull();
    }

    [Fact]
    public void Keys_older_than_the_events_in_memory_are_known_after_a_restart()
    {
        var state = SampleInventory.Of(1, 1);
        var time = DateTime.UtcNow;
        using var archive = File.Create(Path.Combine(folder.Folder, "lab.journal.000000000001-000000010100.jsonl"));
        archive.Write(JournalLine.Head(0, JournalLine.Version));
        for (int i = 1; i <= 10_100; i++)
        {
            var request = Scoped(Do.Note(0, $"{i}"), $"k{i}", "anna@pc");
            archive.Write(JournalLine.Of(InventoryEvent.Of(i, request, request.Operation.Decide(state)) with { Time = time }));
        }

        archive.Dispose();
        folder.With(state.Apply(10_100, Do.Note(0, "10100").Decide(state).Changes));
        using var store = folder.Open();
        Ask(store, Scoped(Do.Note(0, "3"), "k3", "anna@elsewhere")).Event!.Sequence.ShouldBe(3);
        Refused.With(
            ErrorId.ValueInvalid, () => Ask(store, Scoped(Do.Note(0, "4"), "k3", "anna@elsewhere")), "another operation");
        store.Read().Revision.ShouldBe(10_100);
    }

    [Fact]
    public async Task Requests_with_one_key_at_the_same_time_are_one_change()
    {
        using var store = folder.Open();
        var commits = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => store.ExecuteAsync(
            new OperationRequest(Do.Create("new"), "tester") { Key = "k" }, CancellationToken.None))));
        commits.Count(static commit => !commit.IsRepeated).ShouldBe(1);
        commits.Select(static commit => commit.Event!.Sequence).Distinct().ShouldHaveSingleItem();
        store.Read().VMsNamed("new").ShouldHaveSingleItem();
    }

    [Fact]
    public void A_refused_request_may_be_asked_again()
    {
        using var store = folder.Open();
        store.Commit(Do.Attach(0, 0));
        Refused.With(ErrorId.DeviceInUse, () => Ask(store, Do.Attach(1, 0), "k1"));
        store.Commit(Do.Detach(0));
        Ask(store, Do.Attach(1, 0), "k1").IsRepeated.ShouldBeFalse();
    }

    [Fact]
    public void A_request_for_one_revision_is_refused_at_another()
    {
        using var store = folder.Open();
        store.Commit(Do.Note(0, "1"));
        Refused.With(ErrorId.ConcurrentChange,
            () => Ask(store, new OperationRequest(Do.Note(0, "2"), "tester") { IfRevision = 0 }), "revision 1", "Read it again");
        Ask(store, new OperationRequest(Do.Note(0, "2"), "tester") { IfRevision = 1 }).Event!.Sequence.ShouldBe(2);
    }

    [Fact]
    public void The_journal_keeps_who_asked_from_where()
    {
        using (var store = folder.Open())
            Ask(store, new OperationRequest(Do.Note(0, "x"), "anna") { Key = "k", RequestId = "r-1", Source = "10.0.0.5" });
        var request = folder.Events().ShouldHaveSingleItem().Request.ShouldNotBeNull();
        (request.Id, request.Source, request.Key).ShouldBe(("r-1", "10.0.0.5", "k"));
        request.Fingerprint!.Length.ShouldBe(32);
    }

    [Fact]
    public void A_rehearsal_knows_keys_too()
    {
        using var rehearsal = new RehearsalBackend("lab", SampleInventory.Of(1, 1));
        Ask(rehearsal, Do.Note(0, "x"), "k");
        Ask(rehearsal, Do.Note(0, "x"), "k").IsRepeated.ShouldBeTrue();
        rehearsal.Events().ShouldHaveSingleItem();
    }

    public void Dispose() => folder.Dispose();

    private static OperationRequest Scoped(Operation operation, string key, string actor, string scope = "abcdefgh") =>
        new(operation, actor) { Key = key, Scope = scope };

    private static Commit? Find(JournalBackend store, RequestKey asked) =>
        store.FindAsync(asked, CancellationToken.None).GetAwaiter().GetResult();

    private static Commit Ask(JournalBackend store, Operation operation, string key, string actor = "tester") =>
        Ask(store, new OperationRequest(operation, actor) { Key = key });

    private static Commit Ask(JournalBackend store, OperationRequest request) =>
        store.ExecuteAsync(request, CancellationToken.None).GetAwaiter().GetResult();
}
