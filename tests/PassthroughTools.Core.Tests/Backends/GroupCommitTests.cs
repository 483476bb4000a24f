using PassthroughTools.Backends;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>Requests of one session that come while others are being written go together, and each has its own answer.</summary>
public sealed class GroupCommitTests : IDisposable
{
    private readonly StoreFolder folder = new StoreFolder().With(SampleInventory.Of(16, 16));

    [Fact]
    public async Task Every_request_gets_the_state_and_the_event_of_its_own_change()
    {
        using var store = folder.Open();
        var commits = await Task.WhenAll(Enumerable.Range(0, 400).Select(i => Task.Run(() =>
            store.ExecuteAsync(new OperationRequest(Do.Note(i % 16, $"note {i}"), $"client-{i}"), CancellationToken.None))));

        for (int i = 0; i < commits.Length; i++)
        {
            commits[i].Event!.Actor.ShouldBe($"client-{i}");
            commits[i].State.Revision.ShouldBe(commits[i].Event!.Sequence);
            commits[i].State.VMs.Find(SampleInventory.VMId(i % 16))!.Notes.ShouldBe($"note {i}");
        }

        commits.Select(commit => commit.Event!.Sequence).Order().ShouldBe(Enumerable.Range(1, 400).Select(i => (long)i));
        folder.State().ShouldBeState(store.Read());
        folder.Events().Select(committed => committed.Sequence).ShouldBe(Enumerable.Range(1, 400).Select(i => (long)i));
    }

    [Fact]
    public async Task A_device_goes_to_one_of_those_who_ask_together()
    {
        using var store = folder.Open();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(vm => Task.Run(async () =>
        {
            try
            {
                return (await store.ExecuteAsync(Do.Attach(vm, 0), "tester", CancellationToken.None)).TargetId;
            }
            catch (PassthroughException refusal)
            {
                refusal.Id.ShouldBe(ErrorId.DeviceInUse);
                return null;
            }
        })));

        var winner = answers.Where(static id => id is not null).ShouldHaveSingleItem();
        store.Read().OwnerOf(
            new PassthroughTools.State.DeviceRef(SampleInventory.HostId, SampleInventory.Address(0)))!.Id.ShouldBe(winner);
    }

    [Fact]
    public async Task One_that_is_cancelled_while_it_waits_is_not_carried_out_and_the_others_are()
    {
        using var store = folder.Open();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var asked = Enumerable.Range(0, 100).Select(i => Task.Run(() =>
            store.ExecuteAsync(Do.Note(i % 16, $"{i}"), "tester", i % 10 == 0 ? cancelled.Token : CancellationToken.None)))
            .ToArray();

        await Task.WhenAll(asked).ContinueWith(static _ => { }, TaskScheduler.Default);

        asked.Count(static task => task.IsCanceled).ShouldBe(10);
        asked.Count(static task => task.IsCompletedSuccessfully).ShouldBe(90);
        folder.State().Revision.ShouldBe(90);
    }

    [Fact]
    public async Task Readers_see_whole_changes_while_others_write()
    {
        using var store = folder.Open();
        using var done = new CancellationTokenSource();

        // A thread of its own, and it reads before any writes: where the pool has few threads it would come when all is written.
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Factory.StartNew(() =>
        {
            long last = 0, reads = 0;
            while (!done.IsCancellationRequested)
            {
                long revision = store.Read().Revision;
                revision.ShouldBeGreaterThanOrEqualTo(last);
                last = revision;
                reads++;
                begun.TrySetResult();
            }

            return reads;
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await begun.Task;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(client => Task.Run(async () =>
        {
            for (int i = 0; i < 50; i++)
            {
                var commit = await store.ExecuteAsync(Do.Note(client, $"{i}"), "tester", CancellationToken.None);
                store.Read().Revision.ShouldBeGreaterThanOrEqualTo(commit.Event!.Value, "who was answered sees the change");
            }
        })));
        await done.CancelAsync();
        (await reading).ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Followers_get_every_change_once_those_of_others_too()
    {
        using var store = folder.Open();
        using var other = folder.Open();
        store.Commit(Do.Note(0, "before"));
        using var stop = new CancellationTokenSource();
        var seen = new System.Collections.Concurrent.BlockingCollection<long>();
        var following = store.FollowAsync(0, committed => seen.Add(committed.Sequence, CancellationToken.None), stop.Token);
        for (int i = 0; i < 20; i++) (i % 2 == 0 ? store : other).Commit(Do.Note(1, $"{i}"));

        for (long expected = 1; expected <= 21; expected++)
        {
            seen.TryTake(out long sequence, TimeSpan.FromSeconds(10)).ShouldBeTrue();
            sequence.ShouldBe(expected);
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(following);
    }

    public void Dispose() => folder.Dispose();
}
