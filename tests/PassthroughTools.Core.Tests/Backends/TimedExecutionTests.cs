using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.Backends;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>Operations that take a simulated time; how long a busy machine makes of it is not asked.</summary>
public sealed class TimedExecutionTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(250);

    [Fact]
    public async Task Its_time_passes_and_is_told_and_the_change_comes_at_the_end()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.Open();
        var told = new List<TimeSpan>();
        var powerAtFirst = VMPowerState.PoweredOn;
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var commit = await store.ExecuteAsync(Request, Short, passed =>
        {
            if (told.Count == 0) powerAtFirst = Power(folder);
            told.Add(passed);
        }, CancellationToken.None);

        watch.Elapsed.ShouldBeGreaterThanOrEqualTo(Short);
        powerAtFirst.ShouldBe(VMPowerState.PoweredOff);
        told.Count.ShouldBeGreaterThan(0);
        told.ShouldBe(told.Order());
        told[^1].ShouldBe(Short, "all of it, and no more");
        commit.Decision.Summary.ShouldStartWith("VM ");
        Power(folder).ShouldBe(VMPowerState.PoweredOn);
    }

    [Fact]
    public async Task What_is_refused_is_refused_before_any_time_passes()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.Open();
        bool anyPassed = false;

        var refusal = await Should.ThrowAsync<PassthroughException>(
            store.ExecuteAsync(new OperationRequest(Do.PowerOff(0), "test"), TimeSpan.FromHours(1), _ => anyPassed = true, CancellationToken.None));

        (refusal.Id, anyPassed).ShouldBe((ErrorId.InvalidPowerState, false));
    }

    [Fact]
    public async Task Cancelled_before_the_end_it_has_done_nothing()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.Open();
        using var stop = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(store.ExecuteAsync(Request, TimeSpan.FromHours(1), _ => stop.Cancel(), stop.Token));

        Power(folder).ShouldBe(VMPowerState.PoweredOff);
        folder.Events().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_refused_only_at_the_end_is_refused_then()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.Open();
        using var other = folder.Open();

        var refusal = await Should.ThrowAsync<PassthroughException>(store.ExecuteAsync(Request, Short, _ =>
        {
            if (Power(folder) == VMPowerState.PoweredOff) other.Commit(Do.PowerOn(0));
        }, CancellationToken.None));

        refusal.Id.ShouldBe(ErrorId.InvalidPowerState);
        folder.Events().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Without_a_time_none_passes()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.Open();
        bool anyPassed = false;

        await store.ExecuteAsync(Request, TimeSpan.Zero, _ => anyPassed = true, CancellationToken.None);

        anyPassed.ShouldBeFalse();
        Power(folder).ShouldBe(VMPowerState.PoweredOn);
    }

    /// <summary>A request that is repeated under its key is not refused for what it has itself done.</summary>
    [Fact]
    public async Task A_repeated_request_has_its_first_answer()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 1));
        using var store = folder.Open();
        var keyed = Request with { Key = "k" };

        var first = await store.ExecuteAsync(keyed, TimeSpan.FromMilliseconds(1), null, CancellationToken.None);
        var again = await store.ExecuteAsync(keyed, TimeSpan.FromMilliseconds(1), null, CancellationToken.None);

        again.Event!.Sequence.ShouldBe(first.Event!.Sequence);
        folder.Events().Count.ShouldBe(1);
    }

    private static OperationRequest Request => new(Do.PowerOn(0), "test");

    private static VMPowerState Power(StoreFolder folder) => folder.State().VMs.Find(SampleInventory.VMId(0))!.PowerState;
}
