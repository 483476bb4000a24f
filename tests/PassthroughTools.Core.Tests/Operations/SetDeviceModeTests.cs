using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class SetDeviceModeTests
{
    private static readonly InventoryState Own = Lab.AddHost("esx1").AddDevice("03:00.0", A2,
        static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host });
    private static readonly InventoryState Rebinding = Own.ChangeHost("esx1",
        static host => host with { RebindWithoutReboot = true });
    private static readonly InventoryState Held = Lab.AddHost("esx1").AddDevice("03:00.0").AddVM("vm1")
        .Do(AttachFixed("vm1", "03:00.0"));

    private static readonly RefusalTable Refusals = new()
    {
        ["a device that cannot be passed through"] = new(
            Own.ChangeDevice("03:00.0", static device => device with { PassthroughCapable = false }),
            SetMode("03:00.0", DeviceMode.DirectPath),
            ErrorId.DeviceNotPassthroughCapable, "Device 0000:03:00.0 of esx1",
            "Device 0000:03:00.0 of host 'esx1' is not passthrough capable",
            "Get-PassthroughDevice -VMHost 'esx1'"),
        ["a mode that nothing lists the model for"] = new(
            Own, SetMode("03:00.0", DeviceMode.EnhancedDirectPath), ErrorId.ModeNotConfigurable, "Device 0000:03:00.0 of esx1",
            "Device 0000:03:00.0 of host 'esx1' does not offer mode EnhancedDirectPath", "Choose one of: Host, DirectPath."),
        ["a mode that the host does not offer"] = new(
            Own.ChangeDevice("03:00.0",
                static device => device with { ConfigurableModes = [DeviceMode.VGpuSameSize, DeviceMode.VGpuMixedSize] }),
            SetMode("03:00.0", DeviceMode.DirectPath),
            ErrorId.ModeNotConfigurable, "Device 0000:03:00.0 of esx1", "does not offer mode DirectPath",
            "Choose one of: VGpuSameSize, VGpuMixedSize."),
        ["a device that a VM has"] = new(
            Held, SetMode("03:00.0", DeviceMode.Host), ErrorId.DeviceInUse, "Device 0000:03:00.0 of esx1",
            "Device 0000:03:00.0 of host 'esx1' belongs to VM 'vm1'", "its mode changes only while no VM has it",
            "Get-PassthroughDevice -VM 'vm1' -Id 0000:03:00.0 | Remove-PassthroughDevice"),
        ["a device that a running request holds"] = new(
            Held.Do(Detach("vm1"), AttachDynamic("vm1", A2), PowerOn("vm1")), SetMode("03:00.0", DeviceMode.Host),
            ErrorId.DeviceInUse,
            "Device 0000:03:00.0 of esx1", "belongs to VM 'vm1'"),
        ["at once on a host that must restart"] = new(
            Own, SetMode("03:00.0", DeviceMode.DirectPath, applyNow: true), ErrorId.NotSupportedByBackend,
            "Device 0000:03:00.0 of esx1",
            "Host 'esx1' cannot change the mode of device 0000:03:00.0 without a restart", "Leave out -ApplyNow",
            "Restart the host: Restart-VMHost -VMHost 'esx1' -Force"),
        ["a device that is not there"] = new(
            Own,
            static state => new SetDeviceMode { VMHostId = state.HostNamed("esx1").Id, Address = PciAddress.Parse("09:00.0"),
                Mode = DeviceMode.Host },
            ErrorId.DeviceNotFound, "Text 0000:09:00.0", "Host 'esx1' has no device 0000:09:00.0",
            "Get-VMHostPciDevice -VMHost 'esx1'"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Fact]
    public void ANewModeWaitsForTheRestart()
    {
        var decision = Own.Decide(SetMode("03:00.0", DeviceMode.DirectPath));
        var state = Own.Do(SetMode("03:00.0", DeviceMode.DirectPath));

        (decision.Target, decision.TargetId).ShouldBe(("esx1 0000:03:00.0", Own.HostNamed("esx1").Id));
        decision.Summary.ShouldBe(
            "Device 0000:03:00.0 of host 'esx1' is set to mode DirectPath, active when the host has restarted");
        decision.Changes.Single().ShouldBeOfType<DevicePut>();
        View(state).ShouldBe((DeviceMode.DirectPath, true, false, true, ConfigureImpact.HostRebootRequired));
        View(state.Do(Restart("esx1", force: true))).ShouldBe((DeviceMode.DirectPath, true, true, false, ConfigureImpact.None));
    }

    [Fact]
    public void AnotherModeBeforeTheRestartIsTheOneThatCounts()
    {
        var pending = Own.Do(SetMode("03:00.0", DeviceMode.DirectPath));

        View(pending.Do(SetMode("03:00.0", DeviceMode.Host)))
            .ShouldBe((DeviceMode.Host, false, false, false, ConfigureImpact.None));
        pending.Decide(SetMode("03:00.0", DeviceMode.Host)).Summary.ShouldBe(
            "Device 0000:03:00.0 of host 'esx1' is set to mode Host");
    }

    [Fact]
    public void AHostThatRebindsAppliesItNow()
    {
        var state = Rebinding.Do(SetMode("03:00.0", DeviceMode.DirectPath, applyNow: true));

        View(state).ShouldBe((DeviceMode.DirectPath, true, true, false, ConfigureImpact.None));
        Rebinding.Decide(SetMode("03:00.0", DeviceMode.DirectPath, applyNow: true)).Summary.ShouldBe(
            "Device 0000:03:00.0 of host 'esx1' is set to mode DirectPath");
        View(Rebinding.Do(SetMode("03:00.0", DeviceMode.DirectPath))).RebootPending.ShouldBe(true, "not unless asked");
    }

    [Fact]
    public void AModeThatWaitsIsAppliedNow() =>
        View(Rebinding.Do(SetMode("03:00.0", DeviceMode.DirectPath),
            SetMode("03:00.0", DeviceMode.DirectPath, applyNow: true))).RebootPending.ShouldBe(false);

    [Fact]
    public void ApplyNowIsNoFaultWhereNothingHasToBeApplied()
    {
        Own.Decide(SetMode("03:00.0", DeviceMode.Host, applyNow: true)).Changes.ShouldBeEmpty();
        View(Own.Do(SetMode("03:00.0", DeviceMode.DirectPath),
            SetMode("03:00.0", DeviceMode.Host, applyNow: true))).RebootPending.ShouldBe(false);
    }

    [Fact]
    public void AModeThatIsSetAlreadyChangesNothing()
    {
        var pending = Own.Do(SetMode("03:00.0", DeviceMode.DirectPath));

        Own.Decide(SetMode("03:00.0", DeviceMode.Host)).Changes.ShouldBeEmpty();
        pending.Decide(SetMode("03:00.0", DeviceMode.DirectPath)).Changes.ShouldBeEmpty();
        Held.Decide(SetMode("03:00.0", DeviceMode.DirectPath)).Changes.ShouldBeEmpty("in use, yet nothing changes");
        Own.Decide(SetMode("03:00.0", DeviceMode.Host)).Summary.ShouldBe("Device 0000:03:00.0 of host 'esx1' is as asked");
    }

    [Theory]
    [InlineData(DeviceMode.Host)]
    [InlineData(DeviceMode.DirectPath)]
    [InlineData(DeviceMode.EnhancedDirectPath)]
    public void AListedModelOffersEnhanced(DeviceMode mode) => Lab.AddHost("esx1")
        .AddDevice("05:00.0", Qat, static device => device with { Mode = DeviceMode.None, ActiveMode = DeviceMode.None })
        .Outcome(SetMode("05:00.0", mode)).ShouldBeNull();

    [Fact]
    public void ADvxClassOffersEnhancedForItsDevices()
    {
        var classed = Own.ChangeDevice("03:00.0", static device => device with { DeviceClass = "gpu" });

        classed.Outcome(SetMode("03:00.0", DeviceMode.EnhancedDirectPath)).ShouldBe(ErrorId.ModeNotConfigurable);
        classed.ChangeHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "GPU" }] })
            .Outcome(SetMode("03:00.0", DeviceMode.EnhancedDirectPath)).ShouldBeNull();
    }

    [Fact]
    public void WhatTheHostReportsIsOffered() =>
    Own.ChangeDevice("03:00.0", static device => device with { ConfigurableModes = [DeviceMode.VGpuSameSize] })
        .Do(SetMode("03:00.0", DeviceMode.VGpuSameSize)).DeviceAt("03:00.0").Mode.ShouldBe(DeviceMode.VGpuSameSize);

    [Fact]
    public void AnyDeviceGoesBackToTheHost() => Own
        .ChangeDevice("03:00.0", static device => device with { PassthroughCapable = false, Mode = DeviceMode.DirectPath })
        .Outcome(SetMode("03:00.0", DeviceMode.Host)).ShouldBeNull();

    [Fact]
    public void TheLabelIsSetAndRemoved()
    {
        var labelled = Own.Do(SetLabel("03:00.0", "inference"));

        labelled.DeviceAt("03:00.0").HardwareLabel.ShouldBe("inference");
        Own.Decide(SetLabel("03:00.0", "inference")).Summary.ShouldBe(
            "Device 0000:03:00.0 of host 'esx1' is labelled 'inference'");
        labelled.Decide(SetLabel("03:00.0", "inference")).Changes.ShouldBeEmpty();
        labelled.Do(SetLabel("03:00.0", "Inference")).DeviceAt("03:00.0").HardwareLabel.ShouldBe("Inference");
        labelled.Do(SetLabel("03:00.0", "")).DeviceAt("03:00.0").HardwareLabel.ShouldBeNull();
        labelled.Decide(SetLabel("03:00.0", "")).Summary.ShouldBe("Device 0000:03:00.0 of host 'esx1' has no label any more");
        Own.Decide(SetLabel("03:00.0", "")).Changes.ShouldBeEmpty();
        labelled.Do(SetMode("03:00.0", DeviceMode.DirectPath)).DeviceAt("03:00.0").HardwareLabel.ShouldBe("inference",
            "null leaves it");
    }

    [Fact]
    public void TheLabelChangesWhoeverHasTheDevice() => Held.Outcome(SetLabel("03:00.0", "inference")).ShouldBeNull();

    [Fact]
    public void ModeAndLabelGoTogether()
    {
        Func<InventoryState, Operation> both = static state => new SetDeviceMode
        {
            VMHostId = state.HostNamed("esx1").Id, Address = PciAddress.Parse("03:00.0"), Mode = DeviceMode.DirectPath,
            HardwareLabel = "ai",
        };

        Own.Decide(both).Summary.ShouldBe(
            "Device 0000:03:00.0 of host 'esx1' is labelled 'ai' and is set to mode DirectPath, active when the host has "
            + "restarted");
        var device = Own.Do(both).DeviceAt("03:00.0");
        (device.Mode, device.HardwareLabel).ShouldBe((DeviceMode.DirectPath, "ai"));
    }

    [Fact]
    public void ARefusedModeLeavesTheLabelToo() => Own.Outcome(static state => new SetDeviceMode
    {
        VMHostId = state.HostNamed("esx1").Id, Address = PciAddress.Parse("03:00.0"), Mode = DeviceMode.VGpuSameSize,
        HardwareLabel = "ai",
    }).ShouldBe(ErrorId.ModeNotConfigurable);

    private static (DeviceMode? Mode, bool? Enabled, bool? Active, bool? RebootPending, ConfigureImpact? Impact) View(
        InventoryState state)
    {
        var device = state.View(new DeviceRef(state.HostNamed("esx1").Id, PciAddress.Parse("03:00.0")))!;
        return (device.Mode, device.PassthroughEnabled, device.PassthroughActive, device.RebootPending, device.ConfigureImpact);
    }
}
