using PassthroughTools.Backends;
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
        Refused.With(ErrorId.ConcurrentChange, () => Ask(store, new OperationRequest(Do.Note(0, "2"), "tester") { IfRevision = 0 }), "revision 1", "Read it again");
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

    private static Commit Ask(JournalBackend store, Operation operation, string key, string actor = "tester") =>
        Ask(store, new OperationRequest(operation, actor) { Key = key });

    private static Commit Ask(JournalBackend store, OperationRequest request) =>
        store.ExecuteAsync(request, CancellationToken.None).GetAwaiter().GetResult();
}
