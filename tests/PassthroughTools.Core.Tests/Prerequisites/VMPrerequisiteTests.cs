using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;
using static PassthroughTools.Core.Tests.Build.PrerequisiteLab;

namespace PassthroughTools.Core.Tests.Prerequisites;

/// <summary>Each requirement of a virtual machine, its host and its devices, met, not met and not known.</summary>
public sealed class VMPrerequisiteTests
{
    private const string AttachRest = "Add-PassthroughDevice -VM 'fixed' -DeviceGroup 'pair'";

    private static readonly Func<VMRecord, VMRecord> Unreserved = static vm =>
        vm with { MemoryReservationLockedToMax = false, MemoryReservationMB = 0 };
    private static readonly Func<VMRecord, VMRecord> Running = static vm => vm with { PowerState = VMPowerState.PoweredOn };
    private static readonly Func<VMRecord, VMRecord> Suspended = static vm => vm with { PowerState = VMPowerState.Suspended };
    private static readonly Func<HostRecord, HostRecord> InMaintenance = static host =>
        host with { ConnectionState = VMHostState.Maintenance };
    private static readonly Func<HostRecord, HostRecord> WithoutIommu = static host => host with { IommuEnabled = false };
    private static readonly Func<PciDeviceRecord, PciDeviceRecord> OfHost = static device =>
        device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host };

    private static readonly Func<PciDeviceRecord, PciDeviceRecord> Unlisted = static device =>
        device with { VendorId = 0x10de, DeviceId = 0xffff, ClassId = 0x0302 };
    private static readonly Func<PciDeviceRecord, PciDeviceRecord> OnBridge = static device =>
        device with { DependentAddress = PciAddress.Parse("00:01.0") };

    /// <summary>Devices 03 of fixed and 05 are a device group.</summary>
    private static readonly Func<InventoryState, InventoryState> Paired = static state =>
        state.AddGroup("pair", "03:00.0", "05:00.0");

    private static readonly Func<VMRecord, VMRecord> WithoutCard = static vm => vm with
    {
        Devices = [.. vm.Devices.Select(static device => device with { VendorId = default, DeviceId = default })],
    };

    /// <summary>Devices 03 of fixed and 05 of bare depend on the same bridge; both are held, as after an import.</summary>
    private static readonly Func<InventoryState, InventoryState> WithAdapter = static state => state.AddDevice("0e:00.0", Nic)
        .ChangeSetting("bare", "ethernet0.pfId", "00000:014:00.0");

    private static readonly Func<InventoryState, InventoryState> Dependent = static state =>
        state.Do(AttachFixed("bare", "05:00.0")).ChangeDevice("03:00.0", OnBridge).ChangeDevice("05:00.0", OnBridge);

    /// <summary>What is changed of an inventory that is fit, which machine is tested, and what is not met then.</summary>
    private static readonly Dictionary<string,
        (Func<InventoryState, InventoryState> Change, string VM, string[] Unmet)> Cases = new(StringComparer.Ordinal)
    {
        ["all met, Fixed"] = (static state => state, "fixed", []),
        ["all met, Dynamic"] = (static state => state, "dynamic", []),
        ["all met, Enhanced"] = (static state => state, "enhanced", []),
        ["all met, without a device"] = (static state => state, "bare", []),

        ["memory"] = (VM("fixed", Unreserved), "fixed", ["Fail MemoryReserved"]),
        ["memory in part"] = (VM("fixed",
            static vm => vm with { MemoryReservationLockedToMax = false, MemoryReservationMB = 4095 }), "fixed",
            ["Fail MemoryReserved"]),
        ["Dynamic needs 17"] = (VM("dynamic", static vm => vm with { HardwareVersion = 16 }), "dynamic",
            ["Fail DynamicHardwareVersion"]),
        ["Enhanced needs 20"] = (VM("enhanced", static vm => vm with { HardwareVersion = 19 }), "enhanced",
            ["Fail EnhancedHardwareVersion"]),
        ["Fixed needs 7"] = (VM("fixed", static vm => vm with { HardwareVersion = 6 }), "fixed", ["Fail FixedHardwareVersion"]),
        ["BIOS"] = (VM("fixed", static vm => vm with { Firmware = Firmware.Bios }), "fixed",
            ["Fail EfiFirmware", "Fail MmioSize"]),
        ["BIOS and a small device"] = (
            static state =>
                state.ChangeVM("fixed", static vm => vm with { Firmware = Firmware.Bios }).ChangeDevice("03:00.0",
                    static device => device with { DeviceId = 0x1eb8 }).ChangeVM("fixed", WithoutCard), "fixed", []),
        ["too many devices"] = (
            static state => state.ChangeVM("fixed", static vm => vm with { HardwareVersion = 19 }).AddVM("many")
                .ChangeVM("many", static vm => vm with
            {
                HardwareVersion = 19,
                Devices = [.. Enumerable.Range(13000, 17)
                    .Select(
                        key => new AttachmentRecord { Key = key, Technology = DirectPathTechnology.Dynamic,
                            AllowedDevices = [AllowedDevice.Parse("1111:1111")] })],
            }), "many", ["Fail DeviceCount", .. Enumerable.Repeat("Fail DeviceAvailable", 17)]),
        ["64-bit MMIO off"] = (VM("fixed",
            static vm => vm with { AdvancedSettings = vm.AdvancedSettings.Set("pciPassthru.use64bitMMIO", "FALSE") }), "fixed",
            ["Fail MmioSize"]),
        ["MMIO too small"] = (VM("fixed",
            static vm => vm with { AdvancedSettings = vm.AdvancedSettings.Set("pciPassthru.64bitMMIOSizeGB", "16") }), "fixed",
            ["Fail MmioSize"]),
        ["MMIO of no power of two"] = (
            VM("fixed", static vm => vm with { AdvancedSettings = vm.AdvancedSettings.Set("pciPassthru.64bitMMIOSizeGB", "48") }),
            "fixed", ["Fail MmioSize"]),
        ["64-bit MMIO off and a small device"] = (static state =>
            state.ChangeDevice("03:00.0", static device => device with { DeviceId = 0x1eb8 }).ChangeVM("fixed", WithoutCard)
            .ChangeVM("fixed", static vm => vm with { AdvancedSettings = VMRecord.NoSettings }), "fixed", []),
        ["MMIO of a mode that maps more"] = (static state =>
            state.ChangeDevice("03:00.0", static device => device with { DeviceId = 0x24b0 }).ChangeVM("fixed", WithoutCard)
            .ChangeVM("fixed", static vm => vm with { AdvancedSettings = VMRecord.NoSettings }), "fixed", ["Warning MmioSize"]),
        ["MMIO of a mode that maps less"] =
            (static state => state.ChangeDevice("03:00.0", static device => device with { DeviceId = 0x13f2 })
                .ChangeVM("fixed", WithoutCard), "fixed", []),
        ["MMIO derived"] = (static state =>
            state.ChangeDevice("03:00.0", static device => device with { VendorId = 0x8086, DeviceId = 0x56c0 })
                .ChangeVM("fixed", WithoutCard), "fixed", []),
        ["MMIO by a default that is not known"] =
            (static state => state.ChangeHost("esx1", static host => host with { Version = "7.0.3" })
            .ChangeVM("fixed",
                static vm => vm with { HardwareVersion = 19,
                    AdvancedSettings = VMRecord.NoSettings.Set("pciPassthru.use64bitMMIO", "TRUE") }),
            "fixed", ["Warning MmioSize"]),
        ["MMIO by the default of vSphere 8"] = (
            VM("fixed", static vm => vm with { AdvancedSettings = VMRecord.NoSettings.Set("pciPassthru.use64bitMMIO", "TRUE") }),
            "fixed", []),
        ["MMIO assumed"] = (
            static state => state.ChangeDevice("03:00.0", Unlisted).ChangeVM("fixed", WithoutCard), "fixed",
            ["Warning MmioSize"]),
        ["nested virtualization"] = (VM("fixed", Nested("TRUE")), "fixed", ["Fail NoNestedVirtualization"]),
        ["nested virtualization by another word"] = (VM("dynamic", Nested("1")), "dynamic", ["Fail NoNestedVirtualization"]),
        ["nested virtualization by no Boolean"] = (VM("dynamic", Nested("maybe")), "dynamic", ["Fail NoNestedVirtualization"]),
        ["nested virtualization off"] = (VM("enhanced", Nested("FALSE")), "enhanced", []),
        ["another card"] = (Device("03:00.0", Unlisted), "fixed", ["Fail SameCard", "Warning MmioSize"]),
        ["a card of which nothing is known"] = (Device("03:00.0", static device => device with { VendorId = 0, DeviceId = 0 }),
            "fixed", ["Unknown SameCard"]),
        ["another card, and it is not known which was meant"] = (
            static state => state.ChangeDevice("03:00.0", static device => device with { DeviceId = 0x1eb9, MmioSizeGB = 16 })
                .ChangeVM("fixed", WithoutCard), "fixed", []),
        ["an SR-IOV adapter whose physical function is passed through"] = (WithAdapter, "bare", ["Fail SriovAdapter"]),
        ["an SR-IOV adapter of a suspended VM"] = (
            static state => WithAdapter(state).ChangeVM("bare", static vm => vm with { PowerState = VMPowerState.Suspended }),
            "bare", ["Fail PoweredOff", "Fail SriovAdapter"]),
        ["an SR-IOV adapter of a VM that runs"] = (
            static state => WithAdapter(state).ChangeVM("bare", Running), "bare", ["Fail PoweredOff", "Warning SriovAdapter"]),
        ["an SR-IOV adapter of the host's own"] = (
            static state => WithAdapter(state).ChangeDevice("0e:00.0", OfHost), "bare", []),
        ["a dependent device of a VM that is off"] = (Dependent, "fixed", ["Warning DeviceFree"]),
        ["a dependent device of a VM that runs"] = (static state => Dependent(state).ChangeVM("bare", Running), "fixed",
            ["Fail DeviceFree"]),
        ["a dependent device that nobody has"] =
            (Device("05:00.0", static device => device with { DependentAddress = PciAddress.Parse("03:00.0") }), "fixed", []),
        ["the only free device depends on one that a VM has"] = (
            static state => state.ChangeDevice("04:00.0", OnBridge).ChangeDevice("03:00.0", OnBridge), "dynamic",
            ["Fail DeviceAvailable"]),

        ["a device group whole"] = (static state => Paired(state).Do(AttachFixed("fixed", "05:00.0")), "fixed", []),
        ["a group of others"] = (static state => state.AddGroup("pair", "04:00.0", "05:00.0"), "fixed", []),
        ["a part of a device group"] = (Paired, "fixed", ["Warning WholeDeviceGroup"]),
        ["a part, and a VM has the rest"] = (
            static state => Paired(state).Do(AttachFixed("bare", "05:00.0")), "fixed", ["Warning WholeDeviceGroup"]),
        ["a part, and the host has the rest"] = (
            static state => Paired(state).ChangeDevice("05:00.0", OfHost), "fixed", ["Warning WholeDeviceGroup"]),
        ["a device group in a larger one"] = (
            static state => Paired(state.AddGroup("three", "03:00.0", "04:00.0", "05:00.0")).Do(AttachFixed("fixed", "05:00.0")),
            "fixed", []),
        ["a part of a device group in a larger one"] = (
            static state => Paired(state.AddGroup("three", "03:00.0", "04:00.0", "05:00.0")),
            "fixed", ["Warning WholeDeviceGroup"]),

        ["host in maintenance mode"] = (Host(InMaintenance), "fixed", ["Fail HostInService"]),
        ["host off"] = (Host(static host => host with { PowerState = VMHostPowerState.PoweredOff }), "fixed",
            ["Fail HostInService"]),
        ["IOMMU off"] = (Host(WithoutIommu), "fixed", ["Fail Iommu"]),
        ["IOMMU not known"] = (Host(static host => host with { IommuEnabled = null }), "fixed", ["Unknown Iommu"]),
        ["decoding off"] = (Host(static host => host with { Above4GDecoding = false }), "fixed", ["Fail Above4GDecoding"]),
        ["decoding not known"] = (Host(static host => host with { Above4GDecoding = null }), "fixed",
            ["Unknown Above4GDecoding"]),
        ["decoding off and a small device"] = (
            static state =>
                state.ChangeHost("esx1", static host => host with { Above4GDecoding = false }).ChangeDevice("03:00.0",
                    static device => device with { DeviceId = 0x1eb8 }).ChangeVM("fixed", WithoutCard), "fixed", []),

        ["device not capable"] = (Device("03:00.0", static device => device with { PassthroughCapable = false }), "fixed",
            ["Fail PassthroughCapable"]),
        ["device in mode Host"] = (Device("03:00.0", OfHost), "fixed", ["Fail PassthroughEnabled"]),
        ["device that waits for a restart"] = (Device("03:00.0", static device => device with { ActiveMode = DeviceMode.Host }),
            "fixed", ["Fail PassthroughActive"]),
        ["device gone"] = (Host(static host => host with { Devices = [.. host.Devices.Skip(1)] }), "fixed",
            ["Fail DeviceOnHost"]),
        ["device on another host"] = (
            static state => state.AddHost("esx2").ChangeVM("fixed",
                vm => vm with { HostId = state.AddHost("esx2").HostNamed("esx2").Id }), "fixed", ["Fail DeviceOnHost"]),
        ["no device free"] = (static state => state.Do(AttachFixed("bare", "04:00.0")), "dynamic", ["Fail DeviceAvailable"]),
        ["no device enabled"] = (Device("06:00.0", OfHost), "enhanced", ["Fail DeviceAvailable"]),
        ["template"] = (VM("fixed", static vm => vm with { IsTemplate = true }), "fixed", ["Fail NotTemplate"]),

        // What runs works now.
        ["running"] = (static state => state.Do(PowerOn("fixed")), "fixed", ["Warning PoweredOff"]),
        ["running Dynamic"] = (static state => state.Do(PowerOn("dynamic")), "dynamic", ["Warning PoweredOff"]),
        ["running, the rest wrong"] = (
            static state => state.Do(PowerOn("fixed")).ChangeVM("fixed", Unreserved).ChangeHost("esx1", WithoutIommu)
                .ChangeHost("esx1", InMaintenance)
                .ChangeDevice("03:00.0", static device => device with { ActiveMode = DeviceMode.Host }),
            "fixed", ["Warning PoweredOff", "Warning MemoryReserved", "Warning HostInService", "Warning Iommu",
                "Warning PassthroughActive"]),
        ["suspended, host out of service"] = (
            static state => state.ChangeVM("fixed", Suspended).ChangeVM("fixed", Unreserved).ChangeHost("esx1", InMaintenance),
            "fixed", ["Warning PoweredOff", "Warning MemoryReserved", "Fail HostInService"]),

        // Without a device: what the first one needs.
        ["bare memory"] = (VM("bare", Unreserved), "bare", ["Fail MemoryReserved"]),
        ["bare running"] = (VM("bare", Running), "bare", ["Fail PoweredOff"]),
        ["bare BIOS"] = (VM("bare", static vm => vm with { Firmware = Firmware.Bios }), "bare", ["Warning EfiFirmware"]),
        ["bare BIOS, host without large devices"] = (
            static state => state.AddHost("esx2").AddDevice("07:00.0", Nic)
                .AddVM("bare2", static vm => vm with { Firmware = Firmware.Bios }), "bare2", []),
        ["bare 13"] = (VM("bare", static vm => vm with { HardwareVersion = 13 }), "bare",
            ["Warning DynamicHardwareVersion", "Warning EnhancedHardwareVersion"]),
        ["bare 6"] = (VM("bare", static vm => vm with { HardwareVersion = 6 }), "bare",
            ["Fail FixedHardwareVersion", "Warning DynamicHardwareVersion", "Warning EnhancedHardwareVersion"]),
        ["bare, host"] =
            (Host(static host =>
                host with { IommuEnabled = false, Above4GDecoding = false, ConnectionState = VMHostState.Maintenance }), "bare",
            ["Fail Iommu", "Warning HostInService", "Warning Above4GDecoding"]),
        ["bare template"] = (VM("bare", static vm => vm with { IsTemplate = true }), "bare", ["Fail NotTemplate"]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Func<VMRecord, VMRecord> Nested(string value) =>
        vm => vm with { AdvancedSettings = vm.AdvancedSettings.Set("VHV.enable", value) };

    [Theory]
    [MemberData(nameof(Names))]
    public void SaysWhatIsNotMet(string name)
    {
        var (change, vm, unmet) = Cases[name];

        change(Fit).TestVM(vm).Unmet().ShouldBe(unmet, ignoreOrder: true);
    }

    [Theory]
    [InlineData("fixed",
        "PoweredOff DeviceOnHost SameCard NoNestedVirtualization MemoryReserved FixedHardwareVersion DeviceCount EfiFirmware "
        + "MmioSize HostInService Iommu Above4GDecoding NoUsbBoot PassthroughCapable PassthroughEnabled PassthroughActive "
        + "DeviceFree")]
    [InlineData("dynamic",
        "PoweredOff NoNestedVirtualization MemoryReserved DynamicHardwareVersion DeviceCount EfiFirmware DeviceAvailable "
        + "MmioSize HostInService Iommu Above4GDecoding NoUsbBoot")]
    [InlineData("enhanced",
        "PoweredOff NoNestedVirtualization MemoryReserved EnhancedHardwareVersion DeviceCount EfiFirmware DeviceAvailable "
        + "MmioSize HostInService Iommu Above4GDecoding NoUsbBoot")]
    [InlineData("bare",
        "PoweredOff NoNestedVirtualization MemoryReserved FixedHardwareVersion DynamicHardwareVersion EnhancedHardwareVersion "
        + "DeviceCount EfiFirmware HostInService Iommu Above4GDecoding NoUsbBoot")]
    public void ListsTheMachineThenItsHostThenItsDevices(string vm, string requirements) =>
        string.Join(" ", Fit.TestVM(vm).Select(static test => test.Requirement)).ShouldBe(requirements);

    [Fact]
    public void ARequestIsServedTogetherWithTheOthersOfItsMachine()
    {
        var state = Fit.Do(AttachLabelled("dynamic", "ours", A2));

        state.TestVM("dynamic").Unmet().ShouldBe(["Fail DeviceAvailable"]);
        state.TestVM("dynamic").Count(static test => test.Requirement == "DeviceAvailable").ShouldBe(2);
    }

    [Fact]
    public void TheMmioRegionIsMeasuredByTheDeviceThatARequestWouldGet()
    {
        // Of the two that it accepts, the larger is taken: the region need not hold that one.
        var state = Fit.ChangeDevice("05:00.0", static device => device with { MmioSizeGB = 200, HardwareLabel = "ours" })
            .ChangeVM("dynamic",
                static vm => vm with { AdvancedSettings = vm.AdvancedSettings.Set("pciPassthru.64bitMMIOSizeGB", "32") });

        state.Do(AttachFixed("bare", "05:00.0")).TestVM("dynamic").Unmet().ShouldBeEmpty();
        state.Do(AttachFixed("bare", "04:00.0")).TestVM("dynamic").Unmet().ShouldBe(["Fail MmioSize"]);
    }

    [Fact]
    public void UsbBootIsUnknownOfEveryHostAndInNobodysWay()
    {
        var test = Fit.TestVM("fixed").Named("NoUsbBoot");

        (test.Result, test.ErrorId, test.IsAcceptable).ShouldBe((Verdict.Unknown, null, true));
        test.Needed.ShouldContain("esxcli storage core device list");
        test.Source.ShouldStartWith("vsphere8-docs: vSphere 8.0");
    }

    [Theory]
    [InlineData("memory", "MemoryReserved",
        "Get-VMResourceConfiguration -VM 'fixed' | Set-VMResourceConfiguration -MemReservationLockedToMax $true")]
    [InlineData("BIOS", "EfiFirmware", "Set-VM -VM 'fixed' -Firmware Efi")]
    [InlineData("Dynamic needs 17", "DynamicHardwareVersion", "Set-VM -VM 'dynamic' -HardwareVersion vmx-17")]
    [InlineData("too many devices", "DeviceCount", "Set-VM -VM 'many' -HardwareVersion vmx-21")]
    [InlineData("MMIO too small", "MmioSize", "Set-MmioSizing -VM 'fixed'")]
    [InlineData("MMIO of no power of two", "MmioSize", "Set-MmioSizing -VM 'fixed'")]
    [InlineData("MMIO by a default that is not known", "MmioSize", "Set-MmioSizing -VM 'fixed'")]
    [InlineData("host in maintenance mode", "HostInService", "Set-VMHost -VMHost 'esx1' -State Connected")]
    [InlineData("device gone", "DeviceOnHost", "Get-PassthroughDevice -VM 'fixed' -Id 0000:03:00.0 | Remove-PassthroughDevice")]
    [InlineData("running", "PoweredOff", "Stop-VM -VM 'fixed'")]
    [InlineData("device that waits for a restart", "PassthroughActive", "Restart-VMHost -VMHost 'esx1' -Force")]
    [InlineData("no device free", "DeviceAvailable",
        "Get-PassthroughDevice -VM 'bare' -Id 0000:04:00.0 | Remove-PassthroughDevice")]
    [InlineData("IOMMU off", "Iommu", "Enable Intel VT-d or the AMD IOMMU in the host's firmware, then restart the host.")]
    [InlineData("nested virtualization", "NoNestedVirtualization",
        "Get-AdvancedSetting -Entity 'fixed' -Name vhv.enable | Set-AdvancedSetting -Value FALSE")]
    [InlineData("another card", "SameCard", "Get-PassthroughDevice -VM 'fixed' -Id 0000:03:00.0 | Remove-PassthroughDevice")]
    [InlineData("a part of a device group", "WholeDeviceGroup", AttachRest)]
    [InlineData("a part of a device group in a larger one", "WholeDeviceGroup", AttachRest)]
    [InlineData("a part, and a VM has the rest", "WholeDeviceGroup", "Give the VM all devices of the group, or none of them. "
        + "Device 0000:05:00.0 belongs to VM 'bare', which is powered off: Get-PassthroughDevice -VM 'bare' -Id 0000:05:00.0 | "
        + "Remove-PassthroughDevice")]
    [InlineData("a part, and the host has the rest", "WholeDeviceGroup",
        "Give the VM all devices of the group, or none of them. The missing ones: " + AttachRest)]
    [InlineData("a device group whole", "WholeDeviceGroup", null)]
    [InlineData("all met, Fixed", "MemoryReserved", null)]
    public void TheRemedyIsTheCommandWhereOneMendsIt(string name, string requirement, string? remedy)
    {
        var (change, vm, _) = Cases[name];

        change(Fit).TestVM(vm).Named(requirement).ShouldBeMendedBy(remedy);
    }

    [Theory]
    [InlineData("MMIO of no power of two",
        "VM 'fixed' has pciPassthru.64bitMMIOSizeGB '48', which is not a power of two (Broadcom KB 323402)",
        "the devices need a region of 32 GB or more, a power of two")]
    [InlineData("MMIO derived", "VM 'fixed' has a 64-bit MMIO region of 4096 GB for devices that map 16 GB",
        "the devices need a region of 32 GB or more, a power of two; 16 GB is derived for device 0000:03:00.0, not seen on one")]
    [InlineData("MMIO of a mode that maps more", "VM 'fixed' has no 64-bit MMIO for devices that map 0.25 GB",
        "devices that map less than 3.5 GB together need none; 0.25 GB is counted for device 0000:03:00.0, which maps 16 GB in "
        + "its other mode")]
    [InlineData("MMIO by a default that is not known",
        "VM 'fixed' has a 64-bit MMIO region of 32 GB (by default) for devices that map 16 GB",
        "the devices need a region of 32 GB or more, a power of two; no size is set, and the default of ESXi 7.0.3 is not known")]
    public void SaysHowSureASizeIs(string name, string found, string needed)
    {
        var (change, vm, _) = Cases[name];
        var test = change(Fit).TestVM(vm).Named("MmioSize");

        test.Found.ShouldBe(found);
        test.Needed.ShouldStartWith(needed);
    }

    [Fact]
    public void APartOfADeviceGroupSaysWhatIsMissingAndWhoSaysSo()
    {
        var state = Fit.AddGroup("Nvidia:3%NVLink", "03:00.0", "04:00.0", "05:00.0");
        var test = state.TestVM("fixed").Named("WholeDeviceGroup");

        test.Found.ShouldBe("VM 'fixed' has a part of device group 'Nvidia:3%NVLink' of host 'esx1'; "
            + "missing: 0000:04:00.0, 0000:05:00.0");
        test.Source.ShouldStartWith("kb391724: Broadcom KB 391724");
        (test.ErrorId, test.IsAcceptable).ShouldBe((null, true));
        state.Outcome(PowerOn("fixed")).ShouldBeNull();
        state.Do(AttachFixed("fixed", "04:00.0"), AttachFixed("fixed", "05:00.0")).TestVM("fixed").Named("WholeDeviceGroup").Found
            .ShouldBe("VM 'fixed' has device group 'Nvidia:3%NVLink' (0000:03:00.0, 0000:04:00.0, 0000:05:00.0) whole");
    }

    /// <summary>
    /// What goes with no passthrough device fails whatever the machine does now; resuming is refused for it too.
    /// </summary>
    [Theory]
    [InlineData(VMPowerState.PoweredOn)]
    [InlineData(VMPowerState.Suspended)]
    public void NestedVirtualizationFailsWhileTheMachineRunsToo(VMPowerState power)
    {
        var state = Fit.Do(PowerOn("fixed")).ChangeVM("fixed", vm => Nested("TRUE")(vm) with { PowerState = power });

        state.TestVM("fixed").Named("NoNestedVirtualization").Result.ShouldBe(Verdict.Fail);
        if (power == VMPowerState.Suspended) state.Outcome(PowerOn("fixed")).ShouldBe(ErrorId.NestedVirtualizationEnabled);
    }

    /// <summary>A size that ESXi does not take is wrong though no device needs one: sizing, check and start agree.</summary>
    [Fact]
    public void ASizeOfNoPowerOfTwoIsMendedForASmallDeviceToo()
    {
        var state = Fit.ChangeDevice("03:00.0", static device => device with { DeviceId = 0x1eb8 }).ChangeVM("fixed", WithoutCard)
            .ChangeVM("fixed",
                static vm => vm with { AdvancedSettings = vm.AdvancedSettings.Set("pciPassthru.64bitMMIOSizeGB", "48") });

        MmioSizing.Of(state, state.VMNamed("fixed")).IsSufficient.ShouldBe(false);
        state.Outcome(PowerOn("fixed")).ShouldBe(ErrorId.MmioSizeInvalid);
        state.TestVM("fixed").Named("MmioSize").Result.ShouldBe(Verdict.Fail);
        state.TestVM("fixed").Named("MmioSize").Remedy.ShouldBe("Set-MmioSizing -VM 'fixed'");
        state.Do(SizeMmio("fixed")).Outcome(PowerOn("fixed")).ShouldBeNull();
    }

    /// <summary>Where another VM has the name, a command names the machine by its id.</summary>
    [Fact]
    public void ACommandWorksWhereTwoHaveTheName()
    {
        var state = Fit.ChangeVM("bare", static vm => vm with { Name = "FIXED" });
        var vm = state.VMs.Values.Single(static vm => vm.Name == "fixed");

        state.Command(vm, "Stop-VM").ShouldBe($"Get-VM -Id {vm.Id} | Stop-VM");
        state.Command(vm, "Get-AdvancedSetting", "-Name vhv.enable", "Entity")
            .ShouldBe($"Get-VM -Id {vm.Id} | Get-AdvancedSetting -Name vhv.enable");
        Fit.Command(vm, "Stop-VM").ShouldBe("Stop-VM -VM 'fixed'");
    }

    /// <summary>A size that depends on the mode, or is assumed, is no certain reason to refuse.</summary>
    [Theory]
    [InlineData(0x2684, " maps 32 GB of MMIO (or 0.25 GB in its other mode)")]
    [InlineData(0xffff, " maps 16 GB of MMIO (assumed)")]
    public void EfiAndAbove4GSayHowSureASizeIs(int deviceId, string says)
    {
        var state = Fit.ChangeDevice("03:00.0",
            device => device with { ClassId = 0x0302, DeviceId = new PciId((ushort)deviceId) }).ChangeVM("fixed", WithoutCard);

        state.TestVM("fixed").Named("EfiFirmware").Needed.ShouldContain(says);
        state.TestVM("fixed").Named("Above4GDecoding").Needed.ShouldContain(says);
    }

    [Fact]
    public void WhatIsNotKnownIsMendedByTellingTheInventory()
    {
        var test = Fit.ChangeHost("esx1", static host => host with { Name = "a \"host\"", IommuEnabled = null }).TestVM("fixed")
            .Named("Iommu");

        test.Needed.ShouldContain("""{ "name": "a \"host\"", "iommuEnabled": true }""");
        test.IsAcceptable.ShouldBeFalse();
    }

    [Fact]
    public void ADeviceIsNotTakenFromAMachineByARestartThatPowersOthersOff()
    {
        var state = Fit.Do(PowerOn("dynamic"))
            .ChangeDevice("03:00.0", static device => device with { ActiveMode = DeviceMode.Host });

        state.TestVM("fixed").Named("PassthroughActive").ShouldBeMendedBy(
            "Restart the host in maintenance mode, after what can move has moved: Set-VMHost -VMHost 'esx1' -State Maintenance "
            + "-Evacuate; "
            + "Restart-VMHost -VMHost 'esx1'; Set-VMHost -VMHost 'esx1' -State Connected");
    }

    [Fact]
    public void EveryRequirementNamesItsSourceAndItsTargetAndReadsTheSameInEveryCulture()
    {
        foreach (var (change, vm, _) in Cases.Values)
        {
            foreach (var test in change(Fit).TestVM(vm))
            {
                test.Source.Length.ShouldBeGreaterThan(20, test.Requirement);
                test.TargetName.ShouldNotBeNullOrEmpty();
                test.ToString().ShouldBe($"{test.Result}: {test.Requirement}");
                (test.Result == Verdict.Pass).ShouldBe(test.Remedy is null && test.Advice.Length == 0, test.ToString());
            }

            string Text() =>
                string.Join("\n", change(Fit).TestVM(vm).Select(static test => $"{test.Found}; {test.Needed}; {test.Remedy}"));
            Cultures.In("tr-TR", Text).ShouldBe(Text());
        }
    }
}
