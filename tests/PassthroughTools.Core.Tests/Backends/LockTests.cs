using System.Diagnostics;
using PassthroughTools.Backends;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>One writer at a time over all processes; readers never wait.</summary>
public sealed class LockTests : IAsyncLifetime, IDisposable
{
    private readonly StoreFolder folder = new StoreFolder().With(SampleInventory.Of(1, 1));
    private Worker? holder;

    public async Task InitializeAsync()
    {
        holder = Worker.Start("hold", folder.Snapshot);
        (await holder.NextLine()).ShouldBe("held");
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        holder?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void A_writer_gives_up_when_its_patience_ends()
    {
        var before = folder.Contents();
        using var store = folder.Open(patience: TimeSpan.FromMilliseconds(300));
        var clock = Stopwatch.StartNew();

        Refused.With(ErrorId.StoreLocked, () => store.Commit(Do.Note(0, "x")), folder.Snapshot, "0.3 s", "nothing changed",
            "lab.lock");

        clock.Elapsed.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(250));
        folder.Contents().ShouldBe(before);
    }

    [Fact]
    public async Task Readers_do_not_wait_not_even_in_the_session_that_waits_to_write()
    {
        using var store = folder.Open(patience: TimeSpan.FromSeconds(20));
        using var cancel = new CancellationTokenSource();
        var writing = Task.Run(() => store.ExecuteAsync(Do.Note(0, "x"), "tester", cancel.Token));
        await Task.Delay(100);

        store.Read().Revision.ShouldBe(0);
        store.Events().ShouldBeEmpty();
        folder.State().Revision.ShouldBe(0);

        writing.IsCompleted.ShouldBeFalse();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(writing);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_at_once_and_changes_nothing()
    {
        var before = folder.Contents();
        using var store = folder.Open(patience: TimeSpan.FromMinutes(1));
        using var cancel = new CancellationTokenSource();
        var first = Task.Run(() => store.ExecuteAsync(Do.Note(0, "first"), "tester", cancel.Token));
        var second = Task.Run(() => store.ExecuteAsync(Do.Note(0, "second, which waits for the first"), "tester", cancel.Token));
        await Task.Delay(200);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(first.WaitAsync(TimeSpan.FromSeconds(30)));
        await Should.ThrowAsync<OperationCanceledException>(second.WaitAsync(TimeSpan.FromSeconds(30)));

        folder.Contents().ShouldBe(before);
    }

    [Fact]
    public async Task A_writer_goes_on_when_the_lock_is_given_up()
    {
        using var store = folder.Open(patience: TimeSpan.FromSeconds(30));
        var writing = Task.Run(() => store.Commit(Do.Note(0, "x")));
        await Task.Delay(100);
        writing.IsCompleted.ShouldBeFalse();

        holder!.CloseInput();

        (await writing.WaitAsync(TimeSpan.FromSeconds(20))).Event!.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task A_commit_that_is_under_way_when_its_session_is_disposed_ends_well()
    {
        var store = folder.Open(patience: TimeSpan.FromSeconds(30));
        var writing = Task.Run(() => store.Commit(Do.Note(0, "x")));
        await Task.Delay(100);
        store.Dispose();
        holder!.CloseInput();

        (await writing.WaitAsync(TimeSpan.FromSeconds(20))).Event!.Sequence.ShouldBe(1);
        folder.State().Revision.ShouldBe(1);
    }

    [Fact]
    public async Task A_writer_goes_on_when_the_holder_is_killed()
    {
        using var store = folder.Open(patience: TimeSpan.FromSeconds(30));
        await holder!.Kill();

        store.Commit(Do.Note(0, "x")).Event!.Sequence.ShouldBe(1);

        File.Exists(Path.ChangeExtension(folder.Snapshot, ".lock")).ShouldBeTrue("the file stays, the lock does not");
    }
}
