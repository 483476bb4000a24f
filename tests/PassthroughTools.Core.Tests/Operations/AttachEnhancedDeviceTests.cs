using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Capabilities.PassthroughFeature;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class AttachEnhancedDeviceTests
{
    private static readonly InventoryState Qats = Lab
        .AddHost("esx1",
            static host => host with { DvxClasses = [new DvxClassRecord { Name = "com.intel.qat", CheckpointSupported = true },
            new DvxClassRecord { Name = "com.intel.dlb" }] })
        .AddEnhanced("05:00.0", Qat, "com.intel.qat").AddEnhanced("05:00.1", Qat, "com.intel.qat")
        .AddVM("vm1").AddVM("vm2").AddVM("vm3");

    private static readonly RefusalTable Refusals = new()
    {
        ["a class that the host does not offer"] = new(
            Qats, AttachEnhanced("vm1", "com.nvidia.gpu"), ErrorId.DeviceNotFound, "VirtualMachine vm1",
            "Host 'esx1' of VM 'vm1' offers no DVX device class 'com.nvidia.gpu'", "(Get-VMHost 'esx1').DvxClasses"),
        ["a powered-on VM"] = new(
            Qats.Do(PowerOn("vm1")), AttachEnhanced("vm1", "com.intel.qat"), ErrorId.VMNotPoweredOff, "VirtualMachine vm1",
            "VM 'vm1' is powered on", "Stop-VM -VM 'vm1'"),
        ["no device of the class"] = new(
            Qats.Do(AttachEnhanced("vm1", "com.intel.dlb")), PowerOn("vm1"), ErrorId.DeviceNotAvailable, "VirtualMachine vm1",
            "VM 'vm1' asks for an Enhanced device (com.intel.dlb)", "the host has no such device"),
        ["all devices of the class in use"] = new(
            Qats.Do(AttachEnhanced("vm1", "com.intel.qat"), AttachEnhanced("vm2", "com.intel.qat"),
                AttachEnhanced("vm3", "com.intel.qat"), PowerOn("vm1"), PowerOn("vm2")),
            PowerOn("vm3"), ErrorId.DeviceNotAvailable, "VirtualMachine vm3",
            "0000:05:00.0 of host 'esx1' belongs to VM 'vm1'", "0000:05:00.1 of host 'esx1' belongs to VM 'vm2'"),
        ["devices in mode DirectPath"] = new(
            Qats.Do(SetMode("05:00.0", DeviceMode.DirectPath), SetMode("05:00.1", DeviceMode.DirectPath),
                Restart("esx1", force: true), AttachEnhanced("vm1", "com.intel.qat")),
            PowerOn("vm1"), ErrorId.DeviceNotAvailable, "VirtualMachine vm1",
            "Device 0000:05:00.0 of host 'esx1' is in mode DirectPath"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void AttachesTheRequest()
    {
        var parameters = VMRecord.NoSettings.Set("profile", "asym;dc");
        static AttachEnhancedDevice Ask(InventoryState state, SortedMap<string, string> parameters) =>
            new() { VMId = state.VMNamed("vm1").Id, DeviceClass = "COM.Intel.QAT", ConfigParameters = parameters };

        var decision = Ask(Qats, parameters).Decide(Qats);
        var attachment = Qats.Do(state => Ask(state, parameters)).VMNamed("vm1").Devices.Single();

        (decision.Target, decision.DeviceKey, decision.Summary).ShouldBe(
            ("vm1", 13000, "Enhanced device of class com.intel.qat attached to VM 'vm1'"));
        (attachment.Technology, attachment.DeviceClass, attachment.Device).ShouldBe(
            (DirectPathTechnology.Enhanced, "com.intel.qat", null));
        attachment.ConfigParameters.Find("PROFILE").ShouldBe("asym;dc");
    }

    [Fact]
    public void EachMachineHoldsADeviceOfItsOwnWhileItRuns()
    {
        var state = Qats.Do(AttachEnhanced("vm1", "com.intel.qat"), AttachEnhanced("vm2", "com.intel.qat"), PowerOn("vm1"),
            PowerOn("vm2"));

        (state.OwnerAt("05:00.0"), state.OwnerAt("05:00.1")).ShouldBe(("vm1", "vm2"));
        state.Do(PowerOff("vm1")).OwnerAt("05:00.0").ShouldBeNull();
    }

    /// <summary>As a vCenter or esxcli tells hosts: which classes there are, and not which devices are of them.</summary>
    [Fact]
    public void WhatOnlyTheHostKnowsItMayChoose()
    {
        var there =
            Lab.AddHost("esx1", static host =>
                host with { DvxClasses = [new DvxClassRecord { Name = "com.intel.qat", CheckpointSupported = true }] })
            .AddEnhanced("05:00.0", Qat, null).AddVM("vm1").Do(AttachEnhanced("vm1", "com.intel.qat"));
        var vm = there.VMNamed("vm1");

        var on = there.Do(PowerOn("vm1"));

        (on.VMNamed("vm1").PowerState, on.VMNamed("vm1").Devices.Single().Device).ShouldBe((VMPowerState.PoweredOn, null));
        var doubt = VMPrerequisites.Of(there, vm).Single(static test => test.Requirement == "DeviceAvailable");
        (doubt.Result, doubt.Found, doubt.Needed).ShouldBe((
            Verdict.Unknown,
            "VM 'vm1' asks for an Enhanced device (com.intel.qat) and host 'esx1' offers that class: which of its devices are "
            + "of it, and free, is not known",
            "it is given a free one when it is powered on. Whether it has one free is for the host to say"));
        MmioSizing.Of(there, vm).Devices.Single().Source.ShouldBe(
            "not known: which of the host's devices are of the class is not told");
        foreach (var state in new[] { there, on })
        {
            var matrix = state.AllVMs().Single().Capabilities;
            (matrix[SuspendResume].Support, matrix[VMotion].Support).ShouldBe(
                (CapabilitySupport.Supported, CapabilitySupport.NotSupported));
        }

        there.Do(AttachEnhanced("vm1", "com.intel.qat")).Do(PowerOn("vm1")).Do(PowerOff("vm1"));
        there.ChangeDevice("05:00.0", static device => device with { DeviceClass = "com.intel.dlb" }).Outcome(PowerOn("vm1"))
            .ShouldBe(ErrorId.DeviceNotAvailable);
    }

    [Fact]
    public void EnhancedDevicesAreNotForDynamicRequests() =>
    Qats.Do(AttachDynamic("vm1", Qat)).Outcome(PowerOn("vm1")).ShouldBe(ErrorId.DeviceNotAvailable);
}
