using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Projection;
using PassthroughTools.Projection.Reading;
using PassthroughTools.State;
using Shouldly;
using VMware.Vim;
using Xunit;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>
/// What a real vCenter holds, and the simulators do not show. Written after what is known of the API, never seen on a real one.
/// </summary>
public sealed class VimInventoryTests
{
    private static readonly ManagedObjectReference Host = new("HostSystem-host-9"), Other = new("HostSystem-host-10");
    private static readonly ManagedObjectReference VM = new("VirtualMachine-vm-12");

    private readonly VimInventory inventory = new(Catalog.BuiltIn, "vcenter");

    public VimInventoryTests()
    {
        PutHost(Host, "esxi01");
        PutVM(VM, "gpu-01");
    }

    private VMRecord TheVM => inventory.Read().VMs.Values.ShouldHaveSingleItem();

    private HostRecord TheHost => inventory.Read().Hosts.Values.ShouldHaveSingleItem();

    private PciDeviceRecord TheDevice => TheHost.Devices.ShouldHaveSingleItem();

    [Fact]
    public void AMachineWithoutAHostIsLeftOutAndTold()
    {
        inventory.Put(VM, "runtime.host", null);
        inventory.Read().VMs.Count.ShouldBe(0);
        inventory.LeftOut.ShouldBe(["VMs whose host is not known are not recorded: 'gpu-01'."]);
    }

    [Fact]
    public void AMachineIsThereAsSoonAsItsHostIs()
    {
        inventory.Put(VM, "runtime.host", Other);
        inventory.Read().VMs.Count.ShouldBe(0);
        PutHost(Other, "esxi02");
        inventory.Read().VMs.Values.ShouldHaveSingleItem().HostId.ShouldBe(Other.ToString());
        inventory.LeftOut.ShouldBeEmpty();
        inventory.Remove(Other);
        var state = inventory.Read();
        (state.VMs.Count, state.Hosts.Count).ShouldBe((0, 1));
        inventory.LeftOut.ShouldHaveSingleItem();
    }

    /// <summary>Of an inaccessible machine there is no config, and its name may be the path of its file.</summary>
    [Fact]
    public void AnInaccessibleMachineIsLeftOut()
    {
        inventory.Put(VM, "name", "%2fvmfs%2fvolumes%2fx%2fgpu-01.vmx");
        foreach (var path in VimInventory.Paths("8.0.3.0")["VirtualMachine"])
        {
            if (path.StartsWith("config.", StringComparison.Ordinal)) inventory.Put(VM, path, null);
        }

        inventory.Read().VMs.Count.ShouldBe(0);
        inventory.LeftOut.ShouldHaveSingleItem().ShouldBe(
            "VMs whose configuration cannot be read, such as inaccessible or orphaned ones, are not recorded: "
            + "'/vmfs/volumes/x/gpu-01.vmx'.");
    }

    /// <summary>Nobody knows which device it has: none that is passed through is free for certain.</summary>
    [Fact]
    public void WhereAMachineThatCannotBeReadMayRunTheOwnersAreNotKnown()
    {
        inventory.Put(VM, "runtime.powerState", VirtualMachinePowerState.poweredOn);
        var info = new HostPciPassthruInfo { Id = "0000:88:00.0", PassthruCapable = true, PassthruEnabled = true,
            PassthruActive = true };
        inventory.Put(Host, "config.pciPassthruInfo", new[] { info });
        var device = TheDevice;
        (device.PassthroughActive, device.OwnerUnknown).ShouldBe((true, false));
        inventory.Put(VM, "config.hardware.numCPU", null);
        var state = inventory.Read();
        state.Unread.ShouldBe([new UnreadVM("gpu-01", Host.ToString())]);
        TheDevice.ShouldBe(device with { OwnerUnknown = true });

        // It is off, comes back, or is gone.
        inventory.Put(VM, "runtime.powerState", VirtualMachinePowerState.poweredOff);
        TheDevice.ShouldBe(device);
        inventory.Read().Unread.ShouldHaveSingleItem();
        inventory.Put(VM, "runtime.powerState", VirtualMachinePowerState.poweredOn);
        TheDevice.OwnerUnknown.ShouldBeTrue();
        inventory.Put(VM, "config.hardware.numCPU", 4);
        TheDevice.ShouldBe(device);
        inventory.Read().Unread.ShouldBeEmpty();
        inventory.Put(VM, "config.hardware.numCPU", 0);
        TheDevice.OwnerUnknown.ShouldBeTrue();
        inventory.Remove(VM);
        TheDevice.ShouldBe(device);
        inventory.Read().Unread.ShouldBeEmpty();
    }

    [Fact]
    public void OfManyTheFirstFewAreNamed()
    {
        for (int i = 10; i < 30; i++)
        {
            PutVM(new($"VirtualMachine-vm-{i}"), $"vm-{i}");
            inventory.Put(new($"VirtualMachine-vm-{i}"), "runtime.host", null);
        }

        inventory.Read();
        inventory.LeftOut.ShouldHaveSingleItem()
            .ShouldEndWith(": 'vm-10', 'vm-11', 'vm-12', 'vm-13', 'vm-14', 'vm-15', 'vm-16', 'vm-17' and 12 more.");
    }

    [Fact]
    public void ADisconnectedHostHasNoDevicesAndItsMachinesStay()
    {
        inventory.Put(Host, "runtime.connectionState", HostSystemConnectionState.disconnected);
        inventory.Put(Host, "runtime.powerState", HostSystemPowerState.unknown);
        inventory.Put(Host, "runtime.inMaintenanceMode", true);
        inventory.Put(Host, "hardware.pciDevice", null);
        inventory.Put(Host, "config.pciPassthruInfo", null);
        (TheHost.ConnectionState, TheHost.PowerState).ShouldBe((VMHostState.Disconnected, VMHostPowerState.Unknown));
        TheHost.Devices.ShouldBeEmpty();
        TheVM.Name.ShouldBe("gpu-01");
        inventory.LeftOut.ShouldBe(["Hosts that do not tell their PCI devices are recorded without them: 'esxi01'."]);
    }

    /// <summary>A vCenter 6.5 has none of these, and VMs of ESXi 4 no firmware either.</summary>
    [Fact]
    public void WhatAnOlderApiLacksIsNotAskedForAndNotKnown()
    {
        var newer = VimInventory.Paths("8.0.3.0");
        var older = VimInventory.Paths("6.5");
        newer["HostSystem"].Except(older["HostSystem"], StringComparer.Ordinal)
            .ShouldBe(["capability.deviceRebindWithoutRebootSupported", "hardware.dvxClasses"]);
        newer["VirtualMachine"].Except(older["VirtualMachine"], StringComparer.Ordinal).ShouldBe(["config.deviceGroups"]);
        VimInventory.Paths("4.1")["VirtualMachine"].ShouldNotContain(static path => path == "config.firmware");
        TheHost.RebindWithoutReboot.ShouldBeFalse();
        TheHost.DvxClasses.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a%2fb%5cc%25d", "a/b\\c%d")]
    [InlineData("a%2Fb%5C", "a/b\\")]
    [InlineData("100%", "100%")]
    [InlineData("%252f", "%2f")]
    [InlineData("%2", "%2")]
    [InlineData("%zz%2f", "%zz/")]
    public void NamesAreUnescaped(string told, string name)
    {
        inventory.Put(VM, "name", told);
        TheVM.Name.ShouldBe(name);
        VimNames.Unescape(VimNames.Escape(name)).ShouldBe(name);
    }

    [Fact]
    public void ClustersOfOneNameAreTwoAndAHostOfItsOwnIsInNone()
    {
        inventory.Put(new("ClusterComputeResource-domain-c1"), "name", "GPU");
        inventory.Put(new("ClusterComputeResource-domain-c2"), "name", "GPU");
        inventory.Put(Host, "parent", new ManagedObjectReference("ClusterComputeResource-domain-c2"));
        PutHost(Other, "esxi02");
        inventory.Put(Other, "parent", new ManagedObjectReference("ComputeResource-domain-s3"));
        var state = inventory.Read();
        state.ClustersNamed("gpu").Count().ShouldBe(2);
        state.Hosts.Values.Select(static host => host.ClusterId).ShouldBe(["ClusterComputeResource-domain-c2", null]);
    }

    [Fact]
    public void AClusterThatCannotBeReadOrIsGoneLeavesItsHosts()
    {
        var cluster = new ManagedObjectReference("ClusterComputeResource-domain-c1");
        inventory.Put(Host, "parent", cluster);
        TheHost.ClusterId.ShouldBeNull();
        inventory.LeftOut.ShouldBe(["Hosts whose cluster cannot be read are recorded without one: 'esxi01'."]);
        inventory.Put(cluster, "name", "GPU");
        TheHost.ClusterId.ShouldBe(cluster.ToString());
        inventory.Remove(cluster);
        inventory.Read().Clusters.Count.ShouldBe(0);
        TheHost.ClusterId.ShouldBeNull();
    }

    [Fact]
    public void TheFirstOfTwoRunningMachinesKeepsADevice()
    {
        var second = new ManagedObjectReference("VirtualMachine-vm-13");
        PutVM(second, "gpu-02");
        foreach (var vm in new[] { second, VM })
        {
            inventory.Put(vm, "runtime.powerState", VirtualMachinePowerState.poweredOn);
            inventory.Put(vm, "config.hardware.device", new VirtualDevice[] { Fixed("0000:88:00.0") });
        }

        var device = new DeviceRef(Host.ToString(), PciAddress.Parse("0000:88:00.0"));
        var state = inventory.Read();
        state.OwnerOf(device)!.Name.ShouldBe("gpu-01");
        state.VMs.Find(second.ToString())!.Devices.ShouldHaveSingleItem().Device.ShouldBeNull();
        inventory.LeftOut.ShouldBe(
        [
            "Devices that several running VMs claim, or one VM twice, are recorded once: "
            + "0000:88:00.0 of host 'esxi01' with VM 'gpu-01', not with VM 'gpu-02'.",
        ]);

        inventory.Put(VM, "runtime.powerState", VirtualMachinePowerState.poweredOff);
        inventory.Read().OwnerOf(device)!.Name.ShouldBe("gpu-02");
        inventory.LeftOut.ShouldBeEmpty();
    }

    [Fact]
    public void AMachineHasADeviceOnce()
    {
        var again = Fixed("0000:88:00.0");
        again.Key = 13005;
        inventory.Put(VM, "config.hardware.device", new VirtualDevice[] { Fixed("0000:88:00.0"), again });
        TheVM.Devices.Select(static one => one.Device is not null).ShouldBe([true, false]);
        inventory.LeftOut.ShouldHaveSingleItem().ShouldEndWith("0000:88:00.0 of host 'esxi01' with VM 'gpu-01', not twice.");
    }

    /// <summary>Bus 0x88 is -120 on a real server; an ID of 0xA2B6 is -23882.</summary>
    [Fact]
    public void SignedNumbersAreRead()
    {
        TheDevice.Address.ToString().ShouldBe("0000:88:00.0");
        (TheDevice.VendorId, TheDevice.DeviceId, TheDevice.ClassId).ShouldBe((0x10de, 0xa2b6, 0x0302));
    }

    [Fact]
    public void DevicesTwiceOrWithoutAnAddressAreLeftOut()
    {
        string[] ids = ["0000:88:00.0", "0000:03:00.0", "0000:88:00.0", "PCI 7", ""];
        inventory.Put(Host, "hardware.pciDevice", ids.Select(Pci).ToArray());
        TheHost.Devices.Select(static device => device.Address.ToString()).ShouldBe(["0000:03:00.0", "0000:88:00.0"]);
        inventory.LeftOut.ShouldBe(
            ["PCI devices whose address cannot be read are not recorded: '' of host 'esxi01', 'PCI 7' of host 'esxi01'."]);
    }

    [Theory]
    [InlineData(true, true, DeviceMode.DirectPath, DeviceMode.DirectPath)]
    [InlineData(true, false, DeviceMode.DirectPath, DeviceMode.Host)]
    [InlineData(false, true, DeviceMode.Host, DeviceMode.DirectPath)]
    [InlineData(false, false, DeviceMode.Host, DeviceMode.Host)]
    [InlineData(null, null, DeviceMode.Unknown, DeviceMode.Unknown)]
    public void WhetherADeviceIsPassedThroughIsItsMode(bool? enabled, bool? active, DeviceMode mode, DeviceMode activeMode)
    {
        Put(new HostPciPassthruInfo { PassthruEnabled = enabled, PassthruActive = active, PassthruCapable = true });
        (TheDevice.Mode, TheDevice.ActiveMode, TheDevice.PassthroughCapable).ShouldBe((mode, activeMode, true));
    }

    [Fact]
    public void OfADeviceOfWhichNothingIsToldTheModeIsUnknown()
    {
        inventory.Put(Host, "config.pciPassthruInfo", null);
        (TheDevice.Mode, TheDevice.ActiveMode, TheDevice.RebootPending).ShouldBe((DeviceMode.Unknown, DeviceMode.Unknown, null));
    }

    /// <summary>API 9.1; what it says of the mode counts for the half that fits it.</summary>
    [Theory]
    [InlineData("enhancedDirectPath", true, true, DeviceMode.EnhancedDirectPath, DeviceMode.EnhancedDirectPath)]
    [InlineData("enhancedDirectPath", true, false, DeviceMode.EnhancedDirectPath, DeviceMode.Host)]
    [InlineData("vGpuMixedSize", false, false, DeviceMode.VGpuMixedSize, DeviceMode.VGpuMixedSize)]
    [InlineData("systemSelect", null, null, DeviceMode.SystemSelect, DeviceMode.SystemSelect)]
    [InlineData("unknown", false, false, DeviceMode.Host, DeviceMode.Host)]
    [InlineData("quantumPath", null, null, DeviceMode.Unknown, DeviceMode.Unknown)]
    public void TheModeOfANewerServerIsRead(string told, bool? enabled, bool? active, DeviceMode mode, DeviceMode activeMode)
    {
        Put(new HostPciPassthruInfo
        {
            PassthruEnabled = enabled,
            PassthruActive = active,
            DirectPathState = new HostPciPassthruInfoDirectPathState
            {
                Mode = told, ConfigurableModes = ["host", "directPath", "quantumPath"],
            },
        });
        (TheDevice.Mode, TheDevice.ActiveMode).ShouldBe((mode, activeMode));
        TheDevice.ConfigurableModes.ShouldBe([DeviceMode.Host, DeviceMode.DirectPath]);
    }

    [Theory]
    [InlineData("sharedDirect", null, DeviceMode.VGpuSameSize)]
    [InlineData("sharedDirect", "mixedSize", DeviceMode.VGpuMixedSize)]
    [InlineData("shared", null, DeviceMode.Host)]
    public void AGraphicsDeviceThatVGpusShareHasTheirMode(string type, string? mode, DeviceMode expected)
    {
        Put(new HostPciPassthruInfo { PassthruEnabled = false, PassthruActive = false });
        var graphics = new HostGraphicsInfo { PciId = "0000:88:00.0", GraphicsType = type, VgpuMode = mode };
        inventory.Put(Host, "config.graphicsInfo", new[] { graphics });
        (TheDevice.Mode, TheDevice.ActiveMode).ShouldBe((expected, expected));
        inventory.Put(Host, "config.graphicsConfig", new HostGraphicsConfig
        {
            DeviceType = [new HostGraphicsConfigDeviceType { DeviceId = "0000:88:00.0", GraphicsType = "shared" }],
        });
        (TheDevice.Mode, TheDevice.ActiveMode).ShouldBe((DeviceMode.Host, expected));
    }

    [Fact]
    public void TheNumaNodeOfADeviceIsTheOneThatHasIt()
    {
        HostNumaNode Node(int number, params string[] ids) => new() { TypeId = unchecked((sbyte)number), PciId = ids };
        var told = new HostNumaInfo { NumNodes = 2, NumaNode = [Node(0), Node(200, "0000:88:00.0", "x")] };
        inventory.Put(Host, "hardware.numaInfo", told);
        (TheHost.NumaNodes, TheDevice.NumaNode).ShouldBe((2, 200));
        var nodes = new HostNumaInfo { NumaNode = [Node(0, "0000:88:00.0"), Node(1, "0000:88:00.0")] };
        inventory.Put(Host, "hardware.numaInfo", nodes);
        (TheHost.NumaNodes, TheDevice.NumaNode).ShouldBe((null, null), "one of the two is wrong");
    }

    [Fact]
    public void VirtualFunctionsAreFoundWhereAsManyDevicesCanBeThem()
    {
        PutNics(2);
        Parents().ShouldBe([null, "0000:31:00.0", "0000:31:00.0", null]);
        PutNics(3);
        Parents().ShouldBe([null, null, null, null], "one of them must be another's");
    }

    /// <summary>A vGPU is no DirectPath device: its profile is a setting, as in a .vmx.</summary>
    [Fact]
    public void AVGpuIsASetting()
    {
        inventory.Put(VM, "config.hardware.device", new VirtualDevice[]
        {
            new VirtualPCIPassthrough
            {
                Key = 13000, Backing = new VirtualPCIPassthroughVmiopBackingInfo { Vgpu = "grid_a100-40c" },
            },
            new VirtualPCIPassthrough { Key = 13001 },
            Fixed("0000:88:00.0"),
        });
        TheVM.Devices.ShouldHaveSingleItem().Key.ShouldBe(13002);
        inventory.LeftOut.ShouldBe(
        [
            "Passthrough devices of a kind that is not known here are not recorded: device 13001 of VM 'gpu-01'.",
        ]);
        VGpu.Of(TheVM).ShouldBe([new VGpu(0, "grid_a100-40c")]);
    }

    [Theory]
    [InlineData("1eb8", 0x1eb8)]
    [InlineData("0x1eb8", 0x1eb8)]
    [InlineData("-5f00", 0xa100)]
    [InlineData("", 0)]
    [InlineData("whatever", 0)]
    public void TheCardOfAFixedDeviceIsRead(string told, int id)
    {
        var device = Fixed("no address");
        ((VirtualPCIPassthroughDeviceBackingInfo)device.Backing!).DeviceId = told;
        inventory.Put(VM, "config.hardware.device", new VirtualDevice[] { device });
        var read = TheVM.Devices.ShouldHaveSingleItem();
        (read.Device, read.VendorId, read.DeviceId).ShouldBe((null, 0x10de, id));
        inventory.LeftOut.ShouldBe(
        [
            "Fixed devices whose PCI address cannot be read are recorded without one: "
            + "device 13002 of VM 'gpu-01' ('no address').",
        ]);
    }

    [Fact]
    public void ADynamicDeviceHoldsWhatItWasGivenWhileItRuns()
    {
        inventory.Put(VM, "config.hardware.device", new VirtualDevice[]
        {
            new VirtualPCIPassthrough
            {
                Key = 13000,
                Backing = new VirtualPCIPassthroughDynamicBackingInfo
                {
                    AllowedDevice = [new() { VendorId = 0x10de, DeviceId = -23882 }, new() { VendorId = 1 << 20 }],
                    CustomLabel = "",
                    AssignedId = "0000:88:00.0",
                },
            },
        });
        TheVM.Devices[0].Device.ShouldBeNull();
        inventory.Put(VM, "runtime.powerState", VirtualMachinePowerState.poweredOn);
        TheVM.Devices[0].Device.ShouldBe(new DeviceRef(Host.ToString(), PciAddress.Parse("0000:88:00.0")));
        TheVM.Devices[0].AllowedDevices.ShouldBe([new AllowedDevice(0x10de, 0xa2b6)]);
        TheVM.Devices[0].HardwareLabel.ShouldBeNull();
    }

    /// <summary>As an import of its .vmx records it: rules ask the settings which physical functions are used.</summary>
    [Fact]
    public void AnSriovNetworkAdapterIsAUserOfItsPhysicalFunction()
    {
        inventory.Put(VM, "config.hardware.device", new VirtualDevice[]
        {
            new VirtualSriovEthernetCard
            {
                Key = 4001,
                SriovBacking = new VirtualSriovEthernetCardSriovBackingInfo
                {
                    PhysicalFunctionBacking = new() { Id = "0000:31:00.0", SystemId = "BYPASS" },
                },
            },
        });
        TheVM.Setting("ethernet1.pfId").ShouldBe("0000:31:00.0");
        SriovAdapter.Of(TheVM).ShouldHaveSingleItem().Function.ToString().ShouldBe("0000:31:00.0");
        TheVM.Devices.ShouldBeEmpty();
    }

    [Fact]
    public void SettingsAreWhatTheLastOfAKeySays()
    {
        inventory.Put(VM, "config.nestedHVEnabled", true);
        inventory.Put(VM, "config.extraConfig", new OptionValue[]
        {
            new() { Key = "a", Value = "1" }, new() { Key = "A", Value = 2 }, new() { Key = "b", Value = true },
            new() { Key = "c" }, new() { Value = "x" },
        });
        TheVM.AdvancedSettings.Select(static pair => $"{pair.Key}={pair.Value}")
            .ShouldBe(["a=2", "b=TRUE", "c=", "vhv.enable=TRUE"]);
        inventory.Put(VM, "config.extraConfig", new OptionValue[] { new() { Key = "vhv.enable", Value = "FALSE" } });
        TheVM.Setting("vhv.enable").ShouldBe("FALSE");
    }

    [Fact]
    public void TenThousandSettingsAreRead()
    {
        var value = new string('v', 4096);
        var settings = Enumerable.Range(0, 10_000).Select(i => new OptionValue { Key = $"k{i}", Value = value });
        inventory.Put(VM, "config.extraConfig", settings.ToArray());
        TheVM.AdvancedSettings.Count.ShouldBe(10_000);
    }

    /// <summary>In a vApp a machine has no folder; its pool is the vApp.</summary>
    [Fact]
    public void AMachineInAVAppHasNoFolder()
    {
        inventory.Put(VM, "parent", null);
        inventory.Put(VM, "resourcePool", new ManagedObjectReference("VirtualApp-resgroup-v7"));
        inventory.Put(new("VirtualApp-resgroup-v7"), "name", "three-tier");
        TheVM.Details.ShouldNotBeNull();
        (TheVM.Details!.FolderId, TheVM.Details.ResourcePoolId, TheVM.Details.ResourcePool)
            .ShouldBe((null, "VirtualApp-resgroup-v7", "three-tier"));
    }

    [Fact]
    public void AFolderThatIsRenamedIsRenamedInItsMachines()
    {
        inventory.Put(VM, "parent", new ManagedObjectReference("Folder-group-v3"));
        inventory.Put(new("Folder-group-v3"), "name", "GPU");
        TheVM.Details!.Folder.ShouldBe("GPU");
        inventory.Put(new("Folder-group-v3"), "name", "GPU%2fold");
        TheVM.Details!.Folder.ShouldBe("GPU/old");
        inventory.Remove(new("Folder-group-v3"));
        (TheVM.Details!.Folder, TheVM.Details.FolderId).ShouldBe((null, "Folder-group-v3"));
    }

    [Fact]
    public void TheDatastoreIsTheOneOfTheConfigurationFile()
    {
        inventory.Put(VM, "config.files.vmPathName", "[vsan (1)] gpu-01/gpu-01.vmx");
        TheVM.Datastore.ShouldBe("vsan (1)");
    }

    [Fact]
    public void WhatDidNotChangeIsTheSameAndTheRevisionCountsWhatDid()
    {
        var first = inventory.Read();
        inventory.Read().ShouldBeSameAs(first);
        inventory.Put(VM, "config.annotation", "new");
        var next = inventory.Read();
        (first.Revision, next.Revision).ShouldBe((1, 2));
        next.VMs.Find(VM.ToString())!.Notes.ShouldBe("new");
        next.Hosts.Find(Host.ToString()).ShouldBeSameAs(first.Hosts.Find(Host.ToString()));
        inventory.Put(Host, "summary.quickStats.overallCpuUsage", 7);
        TheHost.Devices.ShouldBeSameAs(first.Hosts.Find(Host.ToString())!.Devices, "devices are not made again for it");
    }

    private static HostPciDevice Pci(string id) =>
        new() { Id = id, Bus = -120, VendorId = 0x10de, DeviceId = -23882, ClassId = 0x0302, DeviceName = "A GPU" };

    private static VirtualPCIPassthrough Fixed(string id) => new()
    {
        Key = 13002,
        Backing = new VirtualPCIPassthroughDeviceBackingInfo
        {
            Id = id, VendorId = 0x10de, DeviceId = "a2b6", SystemId = "5f0e-1",
        },
    };

    private void Put(HostPciPassthruInfo info)
    {
        info.Id = "0000:88:00.0";
        inventory.Put(Host, "config.pciPassthruInfo", new[] { info });
    }

    private void PutHost(ManagedObjectReference host, string name)
    {
        inventory.Put(host, "name", name);
        inventory.Put(host, "runtime.connectionState", HostSystemConnectionState.connected);
        inventory.Put(host, "runtime.powerState", HostSystemPowerState.poweredOn);
        inventory.Put(host, "runtime.inMaintenanceMode", false);
        inventory.Put(host, "hardware.pciDevice", new[] { Pci("0000:88:00.0") });
    }

    private void PutVM(ManagedObjectReference vm, string name)
    {
        inventory.Put(vm, "name", name);
        inventory.Put(vm, "runtime.host", Host);
        inventory.Put(vm, "runtime.powerState", VirtualMachinePowerState.poweredOff);
        inventory.Put(vm, "config.hardware.numCPU", 4);
        inventory.Put(vm, "config.hardware.memoryMB", 8192);
    }

    /// <summary>A physical function, two devices that can be its virtual ones, and one with its ID that cannot.</summary>
    private void PutNics(int count)
    {
        HostPciDevice Nic(string id, short device) => new() { Id = id, VendorId = 0x15b3, DeviceId = device, ClassId = 0x0200 };
        inventory.Put(Host, "hardware.pciDevice", new[]
        {
            Nic("0000:31:00.0", 0x1017), Nic("0000:31:00.1", 0x1018), Nic("0000:31:00.2", 0x1018), Nic("0000:31:00.3", 0x1017),
        });
        var physical = new HostSriovInfo { Id = "0000:31:00.0", NumVirtualFunction = count };
        inventory.Put(Host, "config.pciPassthruInfo", new HostPciPassthruInfo[] { physical });
    }

    private IEnumerable<string?> Parents() => TheHost.Devices.Select(static device => device.ParentAddress?.ToString());
}
