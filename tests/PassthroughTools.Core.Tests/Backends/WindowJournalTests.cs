using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>The operations of a maintenance window in a store: journaled, told as events, and read back.</summary>
public sealed class WindowJournalTests
{
    [Fact]
    public void A_window_is_there_when_the_store_is_opened_again()
    {
        var before = Lab.AddCluster("cl1").AddHost("esx1").AddVM("vm1").AddVM("vm2").AddHost("esx2");
        using var folder = new StoreFolder().With(before);
        string committed;
        using (var store = folder.Open())
        {
            var state = store.Read();
            foreach (var ask in new[]
            {
                PowerOn("vm1"), Reset("vm1"), Change("vm1", static vm => vm with { MemoryMB = 8192, NumCpu = 4 }),
                Snap("vm1", "a", memory: true), Snap("vm1", "b"),
                Unsnap("vm1", "a"), Suspend("vm1"), PowerOn("vm1"), Move("vm2", datastore: "ssd"),
                SetState("esx1", VMHostState.Maintenance, evacuate: true), SetState("esx1", VMHostState.Connected),
            })
            {
                state = store.Commit(ask(state)).State;
            }

            committed = state.Document();
        }

        var read = folder.State();
        read.Document().ShouldBe(committed);
        (read.VMNamed("vm1").HostId, read.VMNamed("vm2").Datastore).ShouldBe((read.HostNamed("esx2").Id, "ssd"));
        read.VMNamed("vm1").Snapshots.Single().Name.ShouldBe("b");
        folder.Events().Select(static told => $"{told.Operation}: {told.Summary}").ShouldBe(
        [
            "PowerOnVM: VM 'vm1' powered on",
            "RestartVM: VM 'vm1' restarted",
            "ChangeVM: VM 'vm1' changed: CPUs 2 -> 4, memory in MB 4096 -> 8192, reserved memory in MB 4096 -> 8192",
            "CreateSnapshot: Snapshot 'a' of VM 'vm1' taken with its memory",
            "CreateSnapshot: Snapshot 'b' of VM 'vm1' taken",
            "RemoveSnapshot: Snapshot 'a' of VM 'vm1' removed",
            "SuspendVM: VM 'vm1' suspended",
            "PowerOnVM: VM 'vm1' resumed",
            "MoveVM: VM 'vm2' moved to datastore 'ssd'",
            "SetHostState: Host 'esx1' entered maintenance mode; moved: vm1, vm2",
            "SetHostState: Host 'esx1' is in service again",
        ]);
    }
}
