using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Planning;
using PassthroughTools.Prerequisites;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>Devices of which the mode, the class or the owner is not known: rules warn, and do not decide.</summary>
public sealed class UnknownDeviceTests
{
    private static readonly Func<PciDeviceRecord, PciDeviceRecord> NoMode =
        static device => device with { Mode = DeviceMode.Unknown, ActiveMode = DeviceMode.Unknown };

    private static readonly Func<PciDeviceRecord, PciDeviceRecord> NoOwner = static device => device with { OwnerUnknown = true };

    private static readonly InventoryState Lab1 =
        Lab.AddCluster("cl").AddHost("esx1").AddDevice("03:00.0").AddDevice("04:00.0").AddVM("vm1").AddVM("vm2");

    private static readonly RefusalTable Refusals = new()
    {
        ["a request where something unknown uses the only device"] = new(
            Lab1.ChangeDevice("03:00.0", NoOwner).ChangeDevice("04:00.0", NoOwner).Do(AttachDynamic("vm1", A2)), PowerOn("vm1"),
            ErrorId.DeviceNotAvailable, "VirtualMachine vm1",
            "0000:03:00.0 of host 'esx1' is in use by something that is not in the inventory"),
        ["a physical function of unknown mode beside its virtual function"] = new(
            Lab1.ChangeDevice("03:00.0", NoMode)
                .ChangeDevice("04:00.0", static device => device with { ParentAddress = PciAddress.Parse("03:00.0") })
                .Do(AttachDynamic("vm1", A2), AttachDynamic("vm1", A2)),
            PowerOn("vm1"), ErrorId.DeviceNotAvailable, "VirtualMachine vm1", "has none free"),
        ["a restart of a host that may be off"] = new(
            MayBeOff, Restart("esx1"), ErrorId.VMHostNotAvailable, "VMHost esx1",
            "It is not known whether host 'esx1' is powered on", "Restart-VMHost -VMHost 'esx1' -Force"),
        ["the mode Unknown"] = new(Lab1, SetMode("03:00.0", DeviceMode.Unknown), ErrorId.ModeNotConfigurable,
            "Device 0000:03:00.0 of esx1", "does not offer mode Unknown"),
        ["a live move to a device of unknown mode"] = new(
            Moving, Move("vm1", "esx2"), ErrorId.DeviceNotEnabled, "Device 0000:05:00.0 of esx2",
            "It is not known in which mode device 0000:05:00.0 of host 'esx2' is", "esxcli hardware pci list", "Move-VM -Force"),
    };

    private static InventoryState MayBeOff =>
        Lab1.Do(AttachFixed("vm1", "03:00.0"))
            .ChangeHost("esx1", static host => host with { PowerState = VMHostPowerState.Unknown });

    public static TheoryData<string> RefusalNames => Refusals.Names;

    /// <summary>vm1 runs on esx1 with a device that may move; the only one like it on esx2 is of unknown mode.</summary>
    private static InventoryState Moving
    {
        get
        {
            static HostRecord With(HostRecord host) =>
                host with { DvxClasses =
                    [new DvxClassRecord { Name = "flex", CheckpointSupported = true, SwDmaTracingSupported = true }] };
            return Lab.AddCluster("cl").AddHost("esx1", With).AddEnhanced("04:00.0", "1234:0001", "flex").AddVM("vm1")
                .Do(AttachEnhanced("vm1", "flex"), PowerOn("vm1"))
                .AddHost("esx2", With).AddEnhanced("05:00.0", "1234:0001", "flex").ChangeDevice("05:00.0", NoMode);
        }
    }

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void AnUnknownModeSaysNothingFalse()
    {
        var state = Lab1.ChangeDevice("03:00.0", NoMode);
        var device = state.View(new DeviceRef(state.HostNamed("esx1").Id, PciAddress.Parse("03:00.0")))!;

        (device.Mode, device.PassthroughEnabled, device.PassthroughActive, device.RebootPending, device.ConfigureImpact,
            device.Technology)
            .ShouldBe((DeviceMode.Unknown, null, null, null, null, null));
        state.AllHosts().Single().RebootRequired.ShouldBeNull();
        state.ChangeDevice("04:00.0", static other => other with { ActiveMode = DeviceMode.Host }).AllHosts()
            .Single().RebootRequired.ShouldBe(true);
    }

    [Fact]
    public void AFixedDeviceOfUnknownModeIsAttachedAndStartedAndWarnedOf()
    {
        var state = Lab1.ChangeDevice("03:00.0", NoMode).Do(AttachFixed("vm1", "03:00.0"));

        state.TestVM("vm1").Unmet().ShouldBe(["Unknown PassthroughEnabled", "Unknown PassthroughActive"]);
        var warning = VMPrerequisites.Unknowns(state, state.VMNamed("vm1")).ShouldHaveSingleItem();
        warning.ShouldBe(
            "It is not known in which mode device 0000:03:00.0 of host 'esx1' is; Fixed DirectPath needs mode DirectPath. "
            + "Import what 'esxcli hardware pci list' prints on host 'esx1'.");
        state.Do(PowerOn("vm1")).OwnerAt("03:00.0").ShouldBe("vm1");
        VMPrerequisites.Unknowns(Lab1, Lab1.Do(AttachFixed("vm1", "03:00.0")).VMNamed("vm1")).ShouldBeEmpty();
    }

    [Fact]
    public void AModeInEffectThatIsNotKnownIsNoPendingRestart()
    {
        var state = Lab1.ChangeDevice("03:00.0", static device => device with { ActiveMode = DeviceMode.Unknown })
            .Do(AttachFixed("vm1", "03:00.0"));

        state.TestVM("vm1").Unmet().ShouldBe(["Unknown PassthroughActive"]);
        state.Do(PowerOn("vm1"), PowerOff("vm1"), Restart("esx1", force: true)).DeviceAt("03:00.0").ActiveMode.ShouldBe(
            DeviceMode.DirectPath, "it is known after a restart");
    }

    [Fact]
    public void AnUnknownModeIsSetAsAnyOther()
    {
        var decision = SetMode("03:00.0", DeviceMode.Host)(Lab1.ChangeDevice("03:00.0", NoMode))
            .Decide(Lab1.ChangeDevice("03:00.0", NoMode));

        decision.Summary.ShouldEndWith("is set to mode Host, active when the host has restarted");
        var device = decision.Changes.ShouldHaveSingleItem().ShouldBeOfType<DevicePut>().Device;
        (device.Mode, device.ActiveMode).ShouldBe((DeviceMode.Host, DeviceMode.Unknown));
        Lab1.ChangeDevice("03:00.0", NoMode).Refused(SetMode("03:00.0", DeviceMode.Unknown), ErrorId.ModeNotConfigurable);
    }

    [Fact]
    public void ARequestIsGivenAKnownDeviceFirstAndAnUnknownOneWhereNoOtherIsLeft()
    {
        var state = Lab1.ChangeDevice("03:00.0", NoMode).Do(AttachDynamic("vm1", A2), AttachDynamic("vm2", A2), PowerOn("vm1"));

        state.OwnerAt("04:00.0").ShouldBe("vm1");
        state.TestVM("vm2").Unmet().ShouldBe(["Unknown DeviceAvailable"]);
        VMPrerequisites.Unknowns(state, state.VMNamed("vm2")).ShouldHaveSingleItem()
            .ShouldContain("can have 0000:03:00.0 of host 'esx1': It is not known in which mode");
        state.Do(PowerOn("vm2")).OwnerAt("03:00.0").ShouldBe("vm2");
    }

    [Fact]
    public void AFunctionWhosePhysicalOneIsOfUnknownModeIsWarnedOf()
    {
        var state = Lab.AddHost("esx1").AddDevice("04:00.0", Nic, NoMode).AddFunction("04:02.0", "04:00.0").AddVM("vm1")
            .Do(AttachFixed("vm1", "04:02.0"));

        state.TestVM("vm1").Unmet().ShouldBe(["Unknown DeviceFree"]);
        state.TestVM("vm1").Named("DeviceFree").Found.ShouldEndWith(
            "belongs to physical function 0000:04:00.0, the mode of which is not known");
        state.Do(PowerOn("vm1")).OwnerAt("04:02.0").ShouldBe("vm1");
    }

    [Fact]
    public void AnAdapterOnAFunctionOfUnknownModeIsWarnedOf()
    {
        var state = Lab.AddHost("esx1").AddDevice("04:00.0", Nic, NoMode).AddVM("vm1")
            .ChangeSetting("vm1", "ethernet0.pfId", "00000:004:00.0");

        state.TestVM("vm1").Unmet().ShouldBe(["Unknown SriovAdapter"]);
        state.Do(PowerOn("vm1")).VMNamed("vm1").PowerState.ShouldBe(VMPowerState.PoweredOn);
    }

    [Fact]
    public void ADeviceThatSomethingUnknownUsesIsAttachedAndStartedAndWarnedOf()
    {
        var state = Lab1.ChangeDevice("03:00.0", NoOwner).Do(AttachFixed("vm1", "03:00.0"));

        state.TestVM("vm1").Unmet().ShouldBe(["Unknown DeviceFree"]);
        var test = state.TestVM("vm1").Named("DeviceFree");
        test.Found.ShouldBe("Device 0000:03:00.0 of host 'esx1' is in use by something that is not in the inventory");
        test.Needed.ShouldEndWith(
            "{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"esx1\", \"devices\": [ { \"address\": \"0000:03:00.0\", "
            + "\"ownerUnknown\": false } ] } ] }");
        test.IsAcceptable.ShouldBeFalse();
        IsOwnerUnknown(state).ShouldBe(true);

        var running = state.Do(PowerOn("vm1"));
        IsOwnerUnknown(running).ShouldBe(false, "the machine that runs with it is the owner");
        running.TestVM("vm1").Unmet().ShouldBe(["Warning PoweredOff"]);
        var stopped = running.Do(PowerOff("vm1"));
        IsOwnerUnknown(stopped).ShouldBe(false, "it was that machine that used it");
        stopped.TestVM("vm1").Unmet().ShouldBeEmpty();
    }

    [Fact]
    public void ARequestIsGivenNoDeviceThatSomethingUnknownUses()
    {
        var state = Lab1.ChangeDevice("03:00.0", NoOwner).Do(AttachDynamic("vm1", A2), PowerOn("vm1"));

        state.OwnerAt("04:00.0").ShouldBe("vm1");
        state.TestDevice("03:00.0").Unmet().ShouldBe(["Unknown DeviceFree"]);
    }

    [Fact]
    public void WhatIsBoundUpWithADeviceThatSomethingUnknownUsesIsWarnedOf()
    {
        var function =
            Lab.AddHost("esx1").AddDevice("04:00.0", Nic,
                device => NoOwner(device) with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host })
            .AddFunction("04:02.0", "04:00.0").AddVM("vm1").Do(AttachFixed("vm1", "04:02.0"));
        var dependent = Lab1.ChangeDevice("03:00.0", NoOwner)
            .ChangeDevice("04:00.0", static device => device with { DependentAddress = PciAddress.Parse("03:00.0") })
            .Do(AttachFixed("vm1", "04:00.0"));

        function.TestVM("vm1").Named("DeviceFree").Found.ShouldEndWith(
            "is bound up with 0000:04:00.0, which is in use by something that is not in the inventory");
        dependent.TestVM("vm1").Named("DeviceFree").Result.ShouldBe(Verdict.Unknown);
    }

    [Fact]
    public void HostsOfWhoseDevicesAllIsKnownGoFirst()
    {
        var state = Lab.AddHost("a").AddDevice("03:00.0", A2, NoMode).AddHost("b").AddDevice("04:00.0").AddDevice("05:00.0")
            .AddVM("vm1").Do(AttachDynamic("vm1", A2));
        var found = HostFinder.Find(state, state.VMNamed("vm1")).ToList();

        found.Select(static placement => (placement.VMHost.Name, placement.Fits, placement.Reason is null))
            .ShouldBe([("b", true, true), ("a", true, false)]);
        found[1].Reason.ShouldBe("It is not known in which mode device 0000:03:00.0 of host 'a' is");
    }

    [Fact]
    public void APlanReliesOnNoDeviceOfWhichSomethingIsNotKnownAndSaysSo()
    {
        var step = MaintenancePlanner.Plan(Moving, [Moving.HostNamed("esx1").Id],
            new MaintenancePlanOptions { Target = "lab.json" }).Steps.ShouldHaveSingleItem();

        step.DestinationName.ShouldBeNull();
        step.Reason.ShouldContain(
            "no host of the cluster has devices for its request Enhanced (flex) of which all is known; of host 'esx2': It is "
            + "not known in which mode device 0000:05:00.0");
        Moving.Do(Move("vm1", "esx2", force: true)).OwnerAt("05:00.0").ShouldBe("vm1");
    }

    [Fact]
    public void AHostOfWhichNoDeviceIsRecordedMayHaveTheDevice()
    {
        var known = Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("vm1").Do(AttachFixed("vm1", "03:00.0"));
        var state = known.ChangeHost("esx1", static host => host with { Devices = [] });

        state.TestVM("vm1").Unmet().ShouldBe(["Unknown DeviceOnHost"]);
        VMPrerequisites.Unknowns(state, state.VMNamed("vm1")).ShouldHaveSingleItem()
            .ShouldContain("Import what 'esxcli hardware pci list' prints on host 'esx1'.");
        state.Do(PowerOn("vm1")).VMNamed("vm1").PowerState.ShouldBe(VMPowerState.PoweredOn);
        var placement = HostFinder.Find(state, state.VMNamed("vm1")).ShouldHaveSingleItem();
        (placement.Fits, placement.Devices.Single(), placement.NumaNodes).ShouldBe((true, PciAddress.Parse("03:00.0"), null));
        placement.Reason!.ShouldStartWith("It is not known whether host 'esx1' has device 0000:03:00.0");
        state.AddDevice("04:00.0").Refused(PowerOn("vm1"), ErrorId.DeviceNotFound);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheCardThatAMachineIsConfiguredWithCountsWhereTheHostsRecordDoesNotTellIt(bool isRecorded)
    {
        var state = Lab.AddHost("esx1").AddDevice("03:00.0", "10de:20b5").AddVM("vm1").Do(AttachFixed("vm1", "03:00.0"))
            .ChangeVM("vm1",
                static vm => vm with { AdvancedSettings = VMRecord.NoSettings,
                    Devices = [vm.Devices[0] with { VendorId = 0x10de, DeviceId = 0x20b5 }] });
        var known = MmioSizing.Of(state, state.VMNamed("vm1"));
        state = isRecorded ? state.ChangeDevice("03:00.0",
            static device => device with { VendorId = 0, DeviceId = 0, ClassId = 0 })
            : state.ChangeHost("esx1", static host => host with { Devices = [] });
        var sizing = MmioSizing.Of(state, state.VMNamed("vm1"));
        var view = new PassthroughDevice(state, state.VMNamed("vm1"), state.VMNamed("vm1").Devices[0]);

        known.RequiredGB.ShouldBeGreaterThan(32);
        (sizing.RequiredGB, sizing.IsSufficient).ShouldBe((known.RequiredGB, false));
        (view.VendorId, view.DeviceId, ((PciNumbers)view).VendorId).ShouldBe((new PciId(0x10de), new PciId(0x20b5), 0x10de));

        var untold = state.ChangeVM("vm1",
            static vm => vm with { Firmware = Firmware.Bios, Devices = [vm.Devices[0] with { VendorId = 0, DeviceId = 0 }] });
        sizing = MmioSizing.Of(untold, untold.VMNamed("vm1"));
        (sizing.RequiredGB, sizing.IsSufficient, sizing.Assumed).ShouldBe((0m, null, true));
        sizing.Devices.Single().Doubt!.ShouldStartWith("it is not known what device 0000:03:00.0");
        untold.TestVM("vm1").Named("MmioSize").Result.ShouldBe(Verdict.Warning);
    }

    [Fact]
    public void AnAllowedDeviceOfAGpuMakerThatIsNotListedIsNotKnownToMapNothing()
    {
        var state = Lab.AddHost("esx1").AddVM("vm1").Do(AttachDynamic("vm1", "10de:ffff"));

        MmioSizing.Of(state, state.VMNamed("vm1")).IsSufficient.ShouldBeNull();
    }

    [Fact]
    public void ARequestIsNotDeniedADeviceByAHostOfWhichItIsNotRecorded()
    {
        var state =
            Lab.AddHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "flex" }] })
                .AddEnhanced("04:00.0", "1234:0001", "flex").AddVM("vm1").AddVM("vm2")
                .Do(AttachDynamic("vm1", A2), AttachEnhanced("vm2", "flex"))
            .ChangeHost("esx1", static host => host with { Devices = [] });
        const string Unrecorded = "host 'esx1' has none that is known of: none of its devices is recorded";

        foreach (var vm in new[] { "vm1", "vm2" })
        {
            var refusal = state.Refused(PowerOn(vm), ErrorId.DeviceNotAvailable);
            refusal.Message.ShouldContain(Unrecorded);
            refusal.Message.ShouldEndWith("Import what 'esxcli hardware pci list' prints on host 'esx1'.");
            state.TestVM(vm).Named("DeviceAvailable").Found.ShouldEndWith(Unrecorded);
            HostFinder.Find(state, state.VMNamed(vm)).Single().Reason.ShouldBe(refusal.Message);
        }

        state.AddDevice("03:00.0", A2, static device => device with { VendorId = 0, DeviceId = 0 })
            .Refused(PowerOn("vm1"), ErrorId.DeviceNotAvailable)
            .Message.ShouldContain("the vendor and model of some of its devices are not known");
    }

    [Fact]
    public void AHostThatMayBeOffIsWarnedOf()
    {
        MayBeOff.TestVM("vm1").Unmet().ShouldBe(["Unknown HostInService"]);
        VMPrerequisites.Unknowns(MayBeOff, MayBeOff.VMNamed("vm2")).ShouldHaveSingleItem()
            .ShouldEndWith("\"powerState\": \"poweredOn\" } ] }");
        HostFinder.Find(MayBeOff, MayBeOff.VMNamed("vm1")).ShouldHaveSingleItem().Reason.ShouldBe(
            "It is not known whether host 'esx1' is powered on");
        MayBeOff.Do(PowerOn("vm1")).OwnerAt("03:00.0").ShouldBe("vm1");
        MayBeOff.Do(SetState("esx1", VMHostState.Maintenance)).HostNamed("esx1").ConnectionState.ShouldBe(
            VMHostState.Maintenance);
        MayBeOff.Do(Restart("esx1", force: true)).HostNamed("esx1").PowerState.ShouldBe(VMHostPowerState.Unknown);
        MayBeOff.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.NotResponding }).TestVM("vm1")
            .Named("HostInService")
            .Found.ShouldBe("Host 'esx1' is in state NotResponding");
    }

    [Fact]
    public void AnUnknownClassIsNotUnclassified()
    {
        var state = Lab.AddHost("esx1").AddDevice("03:00.0")
            .AddDevice("04:00.0", A2, static device => device with { ClassId = 0x0302 });
        var devices = state.AllHosts().Single().PciDevices.ToList();

        devices.Select(static device => (device.DeviceClass, device.ClassId))
            .ShouldBe([(PciDeviceClass.Unknown, null), (PciDeviceClass.DisplayController, 0x0302)]);
        state.AllHosts().Single().PassthroughDevices().First().ClassId.ShouldBeNull();
    }

    [Fact]
    public void AnUnlistedDeviceOfAGpuMakerAndNoKnownClassIsNoReasonToRefuseAndIsWarnedOf()
    {
        var state = Lab.AddHost("esx1").AddDevice("03:00.0", "10de:ffff")
            .AddVM("vm1", static vm => vm with { Firmware = Firmware.Bios, AdvancedSettings = VMRecord.NoSettings })
            .Do(AttachFixed("vm1", "03:00.0"), PowerOn("vm1"));
        var demand = MmioDemand.Of(state.Catalog, state.DeviceAt("03:00.0"));

        (demand.SizeGB, demand.Assumed).ShouldBe((0m, true));
        demand.Source.ShouldEndWith("whose class is not known");
        state.TestVM("vm1").Named("MmioSize").Result.ShouldBe(Verdict.Warning);
        MmioDemand.Of(state.Catalog, state.DeviceAt("03:00.0") with { VendorId = 0x15b3 }).Assumed.ShouldBeFalse();
    }

    private static bool? IsOwnerUnknown(InventoryState state) =>
        state.View(new DeviceRef(state.HostNamed("esx1").Id, PciAddress.Parse("03:00.0")))!.OwnerUnknown;
}
