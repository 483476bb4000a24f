using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>Devices that only their bridge can reset are one machine's, or nobody's.</summary>
public sealed class DependentDeviceTests
{
    /// <summary>Two functions of one card behind bridge 00:01.0, and a card of its own.</summary>
    private static readonly InventoryState Card = Lab.AddHost("esx1")
        .AddDevice("0b:00.0", A2, OnBridge).AddDevice("0b:00.1", A2, OnBridge).AddDevice("0c:00.0").AddVM("vm1").AddVM("vm2");

    private static readonly RefusalTable Refusals = new()
    {
        ["the second function for another machine"] = new(
            Card.Do(AttachFixed("vm1", "0b:00.0")), AttachFixed("vm2", "0b:00.1"), ErrorId.DeviceInUse,
            "Device 0000:0b:00.1 of esx1",
            "Device 0000:0b:00.1 of host 'esx1' and 0000:0b:00.0, which VM 'vm1' (powered off) is configured with, both depend "
            + "on 0000:00:01.0",
            "Attach both to one VM, or free the other: Get-PassthroughDevice -VM 'vm1' -Id 0000:0b:00.0 | "
            + "Remove-PassthroughDevice"),
        ["the second to start of two machines that have one function each"] = new(
            Imported.Do(PowerOn("vm1")), PowerOn("vm2"), ErrorId.DeviceInUse, "Device 0000:0b:00.1 of esx1",
            "0000:0b:00.0, which VM 'vm1' holds, both depend on 0000:00:01.0",
            "free the other: Stop-VM -VM 'vm1'"),
        ["a Dynamic request that only the second function could serve"] = new(
            Card.Do(AttachFixed("vm1", "0b:00.0"), AttachFixed("vm1", "0c:00.0"), AttachDynamic("vm2", A2)), PowerOn("vm2"),
            ErrorId.DeviceNotAvailable, "VirtualMachine vm2", "0000:0b:00.1", "both depend on 0000:00:01.0"),
        ["one that depends on the other itself"] = new(
            Card.ChangeDevice("0c:00.0", static device => device with { DependentAddress = PciAddress.Parse("0b:00.0") })
                .ChangeDevice("0b:00.0", static device => device with { DependentAddress = null })
                .Do(AttachFixed("vm1", "0b:00.0")),
            AttachFixed("vm2", "0c:00.0"), ErrorId.DeviceInUse, "Device 0000:0c:00.0 of esx1",
            "0000:0b:00.0, which VM 'vm1' (powered off) is configured with, depend on each other"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    /// <summary>Each machine has one function, as only an import leaves it.</summary>
    private static InventoryState Imported =>
        Card.ChangeDevice("0b:00.1", static device => device with { DependentAddress = null })
        .Do(AttachFixed("vm1", "0b:00.0"), AttachFixed("vm2", "0b:00.1")).ChangeDevice("0b:00.1", OnBridge);

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void OneMachineMayHaveBoth()
    {
        var state = Card.Do(AttachFixed("vm1", "0b:00.0"), AttachFixed("vm1", "0b:00.1"), PowerOn("vm1"));

        (state.OwnerAt("0b:00.0"), state.OwnerAt("0b:00.1")).ShouldBe(("vm1", "vm1"));
    }

    [Fact]
    public void TheFirstToStartMay() => Imported.Do(PowerOn("vm2")).VMNamed("vm2").PowerState.ShouldBe(VMPowerState.PoweredOn);

    [Fact]
    public void ARequestTakesTheDeviceThatDependsOnNobodys()
    {
        var state = Card.Do(AttachFixed("vm1", "0b:00.0"), AttachDynamic("vm2", A2), PowerOn("vm2"));

        state.OwnerAt("0c:00.0").ShouldBe("vm2");
    }

    private static PciDeviceRecord OnBridge(PciDeviceRecord device) =>
        device with { DependentAddress = PciAddress.Parse("00:01.0") };
}
