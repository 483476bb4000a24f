using System.Diagnostics;
using PassthroughTools.Backends;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>Operations that take a simulated time; how long a busy machine makes of it is not asked.</summary>
public sealed class SessionBackendTests : IDisposable
{
    private readonly StoreFolder folder = new StoreFolder().With(SampleInventory.Of(1, 1));

    private static OperationRequest Request => new(Do.PowerOn(0), "test");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Its_time_passes_and_is_told_and_the_change_comes_at_the_end()
    {
        using var backend = Taking(0.25m);
        var watch = Stopwatch.StartNew();

        var running = await backend.BeginAsync(Request, CancellationToken.None);

        var (atFirst, power) = (running.Progress, Power());
        var outcome = await running.Ended;
        watch.Elapsed.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(240));
        power.ShouldBe(VMPowerState.PoweredOff);
        (atFirst.Target, atFirst.Percent < 100, atFirst.Remaining <= TimeSpan.FromMilliseconds(250)).ShouldBe(
            (SampleInventory.VMName(0), true, true));
        running.Progress.Percent.ShouldBe(100);
        (outcome.Summary, outcome.TargetId, outcome.Event).ShouldBe(("VM 'vm-00' powered on", SampleInventory.VMId(0), 1L));
        Power().ShouldBe(VMPowerState.PoweredOn);
        (await running.TryCancelAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_refused_is_refused_before_any_time_passes()
    {
        using var backend = Taking(3600);
        (await Should.ThrowAsync<PassthroughException>(
            () => backend.BeginAsync(new OperationRequest(Do.PowerOff(0), "test"), CancellationToken.None))).Id.ShouldBe(
                ErrorId.InvalidPowerState);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelled_before_the_end_it_has_done_nothing(bool byItself)
    {
        using var backend = Taking(3600);
        using var stop = new CancellationTokenSource();
        var running = await backend.BeginAsync(Request, stop.Token);

        if (byItself) (await running.TryCancelAsync()).ShouldBeTrue();
        else await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running.Ended);
        Power().ShouldBe(VMPowerState.PoweredOff);
        folder.Events().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_refused_only_at_the_end_is_refused_then()
    {
        using var backend = Taking(0.25m);
        using var other = folder.Open();
        var running = await backend.BeginAsync(Request, CancellationToken.None);
        other.Commit(Do.PowerOn(0));

        (await Should.ThrowAsync<PassthroughException>(running.Ended)).Id.ShouldBe(ErrorId.InvalidPowerState);
        folder.Events().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_time_none_passes()
    {
        using var backend = Taking(0);
        var running = await backend.BeginAsync(Request, CancellationToken.None);
        running.Ended.IsCompletedSuccessfully.ShouldBeTrue();
        Power().ShouldBe(VMPowerState.PoweredOn);
    }

    /// <summary>A request that is repeated under its key is not refused for what it has itself done, and takes no time.</summary>
    [Fact]
    public async Task A_repeated_request_has_its_first_answer()
    {
        using var backend = Taking(0.01m);
        var keyed = Request with { Key = "k" };
        var first = await backend.ExecuteAsync(keyed, CancellationToken.None);
        backend.Seconds = backend.Seconds.Set("PowerOnVM", 3600);

        var again = await backend.BeginAsync(keyed, CancellationToken.None);

        again.Ended.IsCompletedSuccessfully.ShouldBeTrue();
        ((await again.Ended).IsRepeated, (await again.Ended).Event).ShouldBe((true, first.Event));
        folder.Events().Count.ShouldBe(1);
        var attached = (await backend.AttachAsync("k", CancellationToken.None))!;
        (await attached.Ended).Summary.ShouldBe(first.Summary);
        (await backend.AttachAsync("other", CancellationToken.None)).ShouldBeNull();
    }

    private SessionBackend Taking(decimal seconds)
    {
        var backend = new SessionBackend(folder.Open(), folder.State());
        backend.Seconds = backend.Seconds.Set("PowerOnVM", seconds).Set("PowerOffVM", seconds);
        return backend;
    }

    private VMPowerState Power() => folder.State().VMs.Find(SampleInventory.VMId(0))!.PowerState;
}
