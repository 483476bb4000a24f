using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class RestartVMTests
{
    private static readonly InventoryState Running =
        Lab.AddHost("esx1").AddDevice("03:00.0").AddDevice("04:00.0").AddVM("vm1").AddVM("vm2")
        .Do(AttachFixed("vm1", "03:00.0"), AttachDynamic("vm1", A2), PowerOn("vm1"));

    private static readonly RefusalTable Refusals = new()
    {
        ["a VM that is off"] = new(Running, Reset("vm2"), ErrorId.InvalidPowerState, "VirtualMachine vm2",
            "VM 'vm2' is powered off; only a running VM can be restarted", "Run: Start-VM -VM 'vm2'"),
        ["a VM that is suspended"] = new(
            Running.ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.Suspended }), Reset("vm1"),
            ErrorId.InvalidPowerState, "VirtualMachine vm1", "VM 'vm1' is suspended"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    /// <summary>Nothing differs afterwards, whatever its devices, and yet it is a change with an event.</summary>
    [Fact]
    public void KeepsEverything()
    {
        var decision = Running.Decide(Reset("vm1"));

        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(("vm1", Running.VMNamed("vm1").Id, "VM 'vm1' restarted"));
        decision.Changes.ShouldBe([new VMPut(Running.VMNamed("vm1"))]);
        var after = Running.Do(Reset("vm1"));
        (after.Revision, after.OwnerAt("03:00.0"), after.OwnerAt("04:00.0")).ShouldBe((Running.Revision + 1, "vm1", "vm1"));
    }
}
