using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class RemoveVMTests
{
    private static readonly InventoryState One = Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("vm1").AddVM("vm2")
        .Do(AttachFixed("vm1", "03:00.0"));

    [Fact]
    public void RemovesItAndFreesItsDevices()
    {
        var decision = One.Decide(Remove("vm1"));
        var state = One.Do(Remove("vm1"));

        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(("vm1", One.VMNamed("vm1").Id, "VM 'vm1' removed"));
        state.VMsNamed("vm1").ShouldBeEmpty();
        state.VMs.Count.ShouldBe(1);
        state.Do(AttachFixed("vm2", "03:00.0")).OwnerAt("03:00.0").ShouldBe("vm2");
    }

    [Theory]
    [InlineData(VMPowerState.PoweredOn, "powered on")]
    [InlineData(VMPowerState.Suspended, "suspended")]
    public void RefusesAMachineThatIsNotOff(VMPowerState power, string word) => new Refusal(
        One.ChangeVM("vm1", vm => vm with { PowerState = power }), Remove("vm1"), ErrorId.VMNotPoweredOff, "VirtualMachine vm1",
        $"VM 'vm1' is {word}", "removing it needs it powered off", "Run: Stop-VM -VM 'vm1'").Check();
}
