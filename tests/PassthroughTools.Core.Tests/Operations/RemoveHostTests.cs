using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class RemoveHostTests
{
    private static readonly InventoryState Two =
        Lab.AddCluster("c").AddHost("esx1").AddVM("far").AddHost("esx2").AddDevice("03:00.0")
        .AddVM("vm1").AddVM("vm2").AddTemplate("gold").Do(AttachFixed("vm1", "03:00.0"));

    private static readonly RefusalTable Refusals = new()
    {
        ["a host on which a VM runs"] = new(
            Two.Do(PowerOn("vm1")), RemoveHostOf("esx2"), ErrorId.VMHostInUse, "VMHost esx2", "VM 'vm1' runs on host 'esx2'",
            "Stop-VM -VM 'vm1'"),
        ["a host on which a VM runs whose name another one has"] = new(
            Two.Do(PowerOn("vm1")).ChangeVM("far", static vm => vm with { Name = "vm1" }), RemoveHostOf("esx2"),
            ErrorId.VMHostInUse, "VMHost esx2",
            $"-Evacuate, or power it off: Get-VM -Id {Two.VMNamed("vm1").Id} | Stop-VM"),
        ["a host of whose device a VM elsewhere is said to be"] = new(
            Two.ChangeVM("vm1", vm => vm with { HostId = Two.HostNamed("esx1").Id }), RemoveHostOf("esx2"), ErrorId.VMHostInUse,
            "VMHost esx2",
            "VM 'vm1' of host 'esx1' has device 0000:03:00.0 of host 'esx2'",
            "Get-PassthroughDevice -VM 'vm1' -Id 0000:03:00.0 | Remove-PassthroughDevice"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void TakesWhatIsRegisteredThereWithIt()
    {
        var state = Two.ChangeVM("vm2", static vm => vm with { PowerState = VMPowerState.Suspended });

        var decision = RemoveHostOf("esx2")(state).Decide(state);
        var after = state.Apply(state.Revision + 1, decision.Changes);

        decision.Summary.ShouldBe("Host 'esx2' removed with 'vm1', 'vm2', 'gold'");
        after.VMs.Values.Select(static vm => vm.Name).ShouldBe(["far"]);
        after.Hosts.Values.Select(static host => host.Name).ShouldBe(["esx1"]);
        after.HostsNamed("esx2").ShouldBeEmpty();
        after.OwnerOf(new DeviceRef(state.HostNamed("esx2").Id, PciAddress.Parse("03:00.0"))).ShouldBeNull();
        after.NextId.ShouldBe(state.NextId, "an id is never used again");
    }
}
