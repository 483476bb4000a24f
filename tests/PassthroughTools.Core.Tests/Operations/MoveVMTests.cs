using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class MoveVMTests
{
    /// <summary>Two hosts with two QAT functions each; vm1 runs with one of the first, vm2 is off and has a request.</summary>
    private static readonly InventoryState Two =
        Lab.AddHost("esx1", WithClass).AddEnhanced("05:00.0", Qat, "qat").AddEnhanced("05:01.0", Qat, "qat").AddDevice("03:00.0")
        .AddVM("vm1").AddVM("vm2").AddVM("plain")
        .AddHost("esx2", WithClass).AddEnhanced("06:00.0", Qat, "qat").AddEnhanced("06:01.0", Qat, "qat").AddDevice("04:00.0")
        .Do(AttachEnhanced("vm1", "qat"), PowerOn("vm1"), AttachEnhanced("vm2", "qat"), PowerOn("plain"));

    private static readonly InventoryState Pinned = Two.AddVM("pinned")
        .ChangeVM("pinned", static vm => vm with { HostId = Two.HostNamed("esx1").Id }).Do(AttachFixed("pinned", "03:00.0"));

    private static readonly RefusalTable Refusals = new()
    {
        ["a running VM with a Fixed device"] = new(
            Pinned.Do(PowerOn("pinned")), Move("pinned", "esx2", force: true), ErrorId.FeatureNotSupported,
            "VirtualMachine pinned",
            "VM 'pinned' does not support VMotion with device 0000:03:00.0", "catalog entry Fixed (",
            "moving it to another host while it runs needs that", "Stop-VM -VM 'pinned'"),
        ["a stopped VM with a Fixed device"] = new(
            Pinned, Move("pinned", "esx2"), ErrorId.DeviceOnOtherHost, "VirtualMachine pinned",
            "VM 'pinned' has Fixed device 0000:03:00.0 of host 'esx1', which stays there",
            "Get-PassthroughDevice -VM 'pinned' -Id 0000:03:00.0 | Remove-PassthroughDevice"),
        ["a suspended VM with a device"] = new(
            Two.Do(Suspend("vm1")), Move("vm1", "esx2"), ErrorId.InvalidPowerState, "VirtualMachine vm1",
            "VM 'vm1' is suspended and holds devices of host 'esx1'", "Resume it first: Start-VM -VM 'vm1'"),
        ["a host in maintenance mode"] = new(
            Two.ChangeHost("esx2", static host => host with { ConnectionState = VMHostState.Maintenance }), Move("vm2", "esx2"),
            ErrorId.VMHostNotAvailable, "VMHost esx2",
            "Host 'esx2' is in state Maintenance", "moved to", "Use another host"),
        ["an older host"] = new(
            Two.ChangeHost("esx2", static host => host with { Version = "7.0.3" }), Move("vm2", "esx2"),
            ErrorId.HardwareVersionTooHigh, "VMHost esx2",
            "Host 'esx2' with ESXi 7.0.3 runs hardware versions up to vmx-19; VM 'vm2' has vmx-21",
            "Use a host with a newer ESXi: Get-VMHost"),
        ["a host without a free device"] = new(
            Two.AddVM("a").AddVM("b").Do(AttachEnhanced("a", "qat"), AttachEnhanced("b", "qat"), PowerOn("a"), PowerOn("b")),
            Move("vm1", "esx2"),
            ErrorId.DeviceNotAvailable, "VirtualMachine vm1",
            "VM 'vm1' asks for an Enhanced device (qat) and host 'esx2' has none free", "belongs to VM 'a'", "belongs to VM 'b'"),
        ["devices that are set aside and are none"] = new(
            Two, Move("vm1", "esx2", devices: ["04:00.0"]), ErrorId.DeviceNotAvailable, "VirtualMachine vm1",
            "none of 0000:04:00.0, set aside for it, is one"),
        ["a region that is too small"] = new(
            Two.ChangeVM("vm1",
                static vm => vm with { AdvancedSettings = VMRecord.NoSettings.Set("pciPassthru.use64bitMMIO", "FALSE") })
                .ChangeDevice("06:00.0", static device => device with { MmioSizeGB = 16 })
                .ChangeDevice("06:01.0", static device => device with { MmioSizeGB = 16 }),
            Move("vm1", "esx2"), ErrorId.MmioSizeTooSmall, "VirtualMachine vm1", "Set-MmioSizing -VM 'vm1'"),
        ["a datastore of no name"] = new(
            Two, Move("vm2", datastore: " "), ErrorId.ValueInvalid, "Text  ", "is no name of a datastore",
            "1 to 80 characters") { AllowsBlanks = true },
        ["the files of a running VM with a Fixed device"] = new(
            Pinned.Do(PowerOn("pinned")), Move("pinned", datastore: "ssd"), ErrorId.FeatureNotSupported, "VirtualMachine pinned",
            "does not support StorageVMotion with device 0000:03:00.0", "moving its files while it runs needs that"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void ARunningMachineTakesDevicesThereAndLeavesItsOwn()
    {
        var decision = Two.Decide(Move("vm1", "esx2"));
        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(
            ("vm1", Two.VMNamed("vm1").Id, "VM 'vm1' moved from host 'esx1' to 'esx2' while it runs"));

        var moved = Two.Do(Move("vm1", "esx2"));
        (moved.OwnerAt("05:00.0"), moved.OwnerAt("06:00.0")).ShouldBe((null, "vm1"));
        (moved.VMNamed("vm1").PowerState, moved.VMNamed("vm1").HostId).ShouldBe(
            (VMPowerState.PoweredOn, moved.HostNamed("esx2").Id));
        moved.VMNamed("vm1").Devices.Single().Key.ShouldBe(Two.VMNamed("vm1").Devices.Single().Key,
            "the guest sees the same device");
        moved.Do(Move("vm1", "esx1")).OwnerAt("05:00.0").ShouldBe("vm1");
    }

    [Fact]
    public void ItTakesTheDeviceThatIsSetAside() =>
    Two.Do(Move("vm1", "esx2", devices: ["06:01.0"])).OwnerAt("06:01.0").ShouldBe("vm1");

    [Fact]
    public void AStoppedMachineMovesWithItsRequests()
    {
        var moved = Two.Do(Move("vm2", "esx2"));

        Two.Decide(Move("vm2", "esx2")).Summary.ShouldBe("VM 'vm2' moved from host 'esx1' to 'esx2'");
        moved.VMNamed("vm2").Devices.ShouldBe(Two.VMNamed("vm2").Devices);
        moved.Do(PowerOn("vm2")).OwnerAt("06:00.0").ShouldBe("vm2");
    }

    [Fact]
    public void AMachineWithoutDevicesMovesInAnyState()
    {
        Two.Do(Move("plain", "esx2")).VMNamed("plain").PowerState.ShouldBe(VMPowerState.PoweredOn);
        var suspended = Two.Do(Suspend("plain"), Move("plain", "esx2")).VMNamed("plain");
        (suspended.PowerState, suspended.HostId).ShouldBe((VMPowerState.Suspended, Two.HostNamed("esx2").Id));
    }

    [Theory]
    [InlineData("vm1", "VM 'vm1' moved to datastore 'ssd' while it runs")]
    [InlineData("vm2", "VM 'vm2' moved to datastore 'ssd'")]
    public void FilesMoveAlone(string vm, string summary)
    {
        var moved = Two.Do(Move(vm, datastore: "ssd"));

        Two.Decide(Move(vm, datastore: "ssd")).Summary.ShouldBe(summary);
        moved.VMNamed(vm).ShouldBe(Two.VMNamed(vm) with { Datastore = "ssd", Devices = moved.VMNamed(vm).Devices });
        moved.OwnerAt("05:00.0").ShouldBe("vm1");
        moved.Decide(Move(vm, datastore: "nvme")).Summary.ShouldStartWith($"VM '{vm}' moved from datastore 'ssd' to 'nvme'");
    }

    [Fact]
    public void WhatIsKnownOfItsPlaceStaysAsFarAsItIsStillTrue()
    {
        var details = new VMDetailsRecord { Folder = "GPU", ResourcePool = "Gold", ResourcePoolId = "ResourcePool-resgroup-8",
            DatastoreIds = ["Datastore-datastore-1"] };
        var cluster = new ClusterRecord { Id = "ClusterComputeResource-domain-c90", Name = "cl90" };
        var filed = Two.Apply(1, [new ClusterPut(cluster)]).ChangeHost("esx1", host => host with { ClusterId = cluster.Id })
            .ChangeHost("esx2", host => host with { ClusterId = cluster.Id })
            .ChangeVM("plain", vm => vm with { Details = details });

        filed.Do(Move("plain", "esx2")).VMNamed("plain").Details.ShouldBe(details);
        filed.Do(Move("plain", datastore: "ssd")).VMNamed("plain").Details.ShouldBe(details with { DatastoreIds = [] });
        filed.AddHost("apart", static host => host with { ClusterId = null }).Do(Move("plain", "apart")).VMNamed("plain").Details
            .ShouldBe(details with { ResourcePool = null, ResourcePoolId = null }, "the pool belongs to the cluster");
    }

    [Fact]
    public void BothAtOnceNeedBothFeatures()
    {
        Two.Decide(Move("vm1", "esx2", "ssd")).Summary.ShouldBe(
            "VM 'vm1' moved from host 'esx1' to 'esx2', to datastore 'ssd' while it runs");
        Pinned.Outcome(Move("pinned", datastore: "ssd")).ShouldBeNull("a stopped machine's files move");
        Pinned.Outcome(Move("pinned", "esx2", "ssd")).ShouldBe(ErrorId.DeviceOnOtherHost);
    }

    [Fact]
    public void WhereItIsAlreadyChangesNothing()
    {
        var there = Two.Do(Move("vm2", datastore: "ssd"));

        there.Decide(Move("vm2", "esx1", "ssd")).Changes.ShouldBeEmpty();
        there.Decide(Move("vm2", "esx1", "ssd")).Summary.ShouldBe("VM 'vm2' is where it was asked to be");
        Pinned.Outcome(Move("pinned", "esx1")).ShouldBeNull("it does not leave its device");
    }

    /// <summary>
    /// The devices decide first, then what pins it, then the host: each is told only where the one before is mended.
    /// </summary>
    [Fact]
    public void TheOrderOfRefusals()
    {
        var old = Pinned.Do(PowerOn("pinned"))
            .ChangeHost("esx2", static host => host with { ConnectionState = VMHostState.Maintenance, Version = "7.0.3" });

        old.Outcome(Move("pinned", "esx2")).ShouldBe(ErrorId.FeatureNotSupported);
        var off = old.Do(PowerOff("pinned"));
        off.Outcome(Move("pinned", "esx2")).ShouldBe(ErrorId.DeviceOnOtherHost);
        var detached = off.Do(Detach("pinned"));
        detached.Outcome(Move("pinned", "esx2")).ShouldBe(ErrorId.VMHostNotAvailable);
        detached.Do(SetState("esx2", VMHostState.Connected)).Outcome(Move("pinned", "esx2"))
            .ShouldBe(ErrorId.HardwareVersionTooHigh);
    }

    private static HostRecord WithClass(HostRecord host) => host with { DvxClasses = [new DvxClassRecord { Name = "qat" }] };
}
