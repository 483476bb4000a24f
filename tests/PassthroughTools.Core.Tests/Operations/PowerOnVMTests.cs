using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class PowerOnVMTests
{
    private static readonly InventoryState Fixed = Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("vm1")
        .Do(AttachFixed("vm1", "03:00.0"));
    private static readonly InventoryState Dynamic = Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("vm1")
        .Do(AttachDynamic("vm1", A2));

    private static readonly RefusalTable Refusals = new()
    {
        ["a VM that runs"] = new(Fixed.Do(PowerOn("vm1")), PowerOn("vm1"), ErrorId.InvalidPowerState, "VirtualMachine vm1",
            "VM 'vm1' is powered on already"),
        ["a host in maintenance mode"] = new(
            Fixed.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance }), PowerOn("vm1"),
            ErrorId.VMHostNotAvailable, "VMHost esx1",
            "Host 'esx1' is in state Maintenance", "Use another host, or bring this one back into service"),
        ["a host that is disconnected"] = new(
            Fixed.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Disconnected }), PowerOn("vm1"),
            ErrorId.VMHostNotAvailable, "VMHost esx1",
            "Host 'esx1' is in state Disconnected"),
        ["a host that is off"] = new(
            Fixed.ChangeHost("esx1",
                static host => host with { ConnectionState = VMHostState.NotResponding,
                    PowerState = VMHostPowerState.PoweredOff }), PowerOn("vm1"),
            ErrorId.VMHostNotAvailable, "VMHost esx1", "Host 'esx1' is PoweredOff", "power this one on"),
        ["a device that was left behind"] = new(
            MovedToEsx2(Fixed), PowerOn("vm1"), ErrorId.DeviceOnOtherHost, "VirtualMachine vm1",
            "VM 'vm1' has device 0000:03:00.0 of host 'esx1' and is on host 'esx2'",
            "Get-PassthroughDevice -VM 'vm1' -Id 0000:03:00.0 | Remove-PassthroughDevice",
            "attach one of this host"),
        ["a device that is gone"] = new(
            Fixed.ChangeHost("esx1", static host => host with { Devices = [] }).AddDevice("04:00.0"), PowerOn("vm1"),
            ErrorId.DeviceNotFound, "Text 0000:03:00.0",
            "Host 'esx1' has no device 0000:03:00.0", "Get-VMHostPciDevice -VMHost 'esx1'"),
        ["a device that was taken back"] = new(
            Fixed.ChangeDevice("03:00.0", static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host }),
            PowerOn("vm1"),
            ErrorId.DeviceNotEnabled, "Device 0000:03:00.0 of esx1", "is in mode Host", "Set-PassthroughDevice -Mode DirectPath"),
        ["memory that is not reserved any more"] = new(
            Fixed.Do(Change("vm1", static change => change with { MemoryMB = 8192 }),
                Reserve("vm1", static change => change with { MemoryReservationMB = 4096 })), PowerOn("vm1"),
            ErrorId.MemoryNotReserved, "VirtualMachine vm1", "4 of its 8 GB memory reserved"),
        ["no 64-bit MMIO"] = new(
            Fixed.Do(Setting("vm1", "pciPassthru.use64bitMMIO", "FALSE")), PowerOn("vm1"), ErrorId.MmioSizeTooSmall,
            "VirtualMachine vm1",
            "VM 'vm1' has no 64-bit MMIO for devices that map 16 GB",
            "the devices need a region of 32 GB or more, a power of two", "Run: Set-MmioSizing -VM 'vm1'"),
        ["a region that is too small"] = new(
            Fixed.Do(Setting("vm1", "pciPassthru.64bitMMIOSizeGB", "16")), PowerOn("vm1"), ErrorId.MmioSizeTooSmall,
            "VirtualMachine vm1",
            "VM 'vm1' has a 64-bit MMIO region of 16 GB for devices that map 16 GB",
            "the devices need a region of 32 GB or more, a power of two", "Run: Set-MmioSizing -VM 'vm1'"),
        ["a region that is too small for what a request was given"] = new(
            Dynamic.Do(Setting("vm1", "pciPassthru.64bitMMIOSizeGB", "8")), PowerOn("vm1"), ErrorId.MmioSizeTooSmall,
            "VirtualMachine vm1", "a 64-bit MMIO region of 8 GB"),
        ["a request without a free device"] = new(
            Dynamic.AddVM("vm2").Do(AttachFixed("vm2", "03:00.0")), PowerOn("vm1"), ErrorId.DeviceNotAvailable,
            "VirtualMachine vm1", "belongs to VM 'vm2'"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void PowersOn()
    {
        var decision = Fixed.Decide(PowerOn("vm1"));

        (decision.Target, decision.TargetId, decision.DeviceKey, decision.Summary).ShouldBe(
            ("vm1", Fixed.VMNamed("vm1").Id, null, "VM 'vm1' powered on"));
        var vm = Fixed.Do(PowerOn("vm1")).VMNamed("vm1");
        vm.ShouldBe(Fixed.VMNamed("vm1") with { PowerState = VMPowerState.PoweredOn, Devices = vm.Devices });
        vm.Devices.ShouldBe(Fixed.VMNamed("vm1").Devices);
    }

    [Fact]
    public void AMachineWithoutDevicesNeedsNothingOfAll() => Lab
        .AddHost("esx1", static host => host with { IommuEnabled = false, Above4GDecoding = false, Version = "4.0.0" })
        .AddVM("vm1",
            static vm => vm with { HardwareVersion = 4, Firmware = Firmware.Bios, MemoryReservationLockedToMax = false,
                MemoryReservationMB = 0,
            AdvancedSettings = VMRecord.NoSettings })
        .Outcome(PowerOn("vm1")).ShouldBeNull();

    [Fact]
    public void ESXisDefaultRegionCountsWhereNoSizeIsSet() =>
    Fixed.Do(Setting("vm1", "pciPassthru.64bitMMIOSizeGB", null)).Outcome(PowerOn("vm1")).ShouldBeNull();

    [Fact]
    public void TheDeviceGivenDecidesNotTheLargestAccepted() => Dynamic
        .Do(AttachDynamic("vm1", Nic, "10de:20b5")).AddDevice("04:00.0", Nic)
        .Do(Setting("vm1", "pciPassthru.64bitMMIOSizeGB", "32")).Outcome(PowerOn("vm1")).ShouldBeNull();

    [Fact]
    public void ResumesWithTheDevicesItKept()
    {
        var suspended = Dynamic.Do(PowerOn("vm1")).ChangeVM("vm1", static vm => vm with { PowerState = VMPowerState.Suspended });

        suspended.OwnerAt("03:00.0").ShouldBe("vm1");
        suspended.Decide(PowerOn("vm1")).Summary.ShouldBe("VM 'vm1' resumed with device 0000:03:00.0");
        suspended.Do(PowerOn("vm1")).VMNamed("vm1").Devices.ShouldBe(suspended.VMNamed("vm1").Devices);
        suspended.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance })
            .Outcome(PowerOn("vm1")).ShouldBe(ErrorId.VMHostNotAvailable);
    }

    [Fact]
    public void RequestsAreNoReasonToStayOnAHost() =>
        MovedToEsx2(Dynamic).AddDevice("07:00.0").Do(PowerOn("vm1")).OwnerAt("07:00.0").ShouldBe("vm1");

    private static InventoryState MovedToEsx2(InventoryState state)
    {
        var moved = state.AddHost("esx2");
        return moved.ChangeVM("vm1", vm => vm with { HostId = moved.HostNamed("esx2").Id });
    }
}
