using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.Reporting;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;
using static PassthroughTools.Core.Tests.Build.PrerequisiteLab;

namespace PassthroughTools.Core.Tests.Reporting;

/// <summary>What the rows of a report say, and that they never say no where it is not known.</summary>
public sealed class ReportRowTests
{
    [Fact]
    public void ARowOfAMachineTellsWhereItIsWhatItHasAndWhatItCan()
    {
        var row = Machine(Fit.AddVM("plain"), "fixed");
        row.ShouldBe(new MachineReportRow
        {
            Name = "fixed",
            VMHost = "esx1",
            Cluster = "cl1",
            PowerState = "PoweredOff",
            DeviceCount = 1,
            Devices = "0000:03:00.0 0x10de:0x25b6 (Fixed)",
            VMotion = "NotSupported",
            VMotionReason = "Fixed DirectPath: VMotion no",
            SuspendResume = "NotSupported",
            SuspendResumeReason = "Fixed DirectPath: SuspendResume no",
            Prerequisites = "Pass",
            Id = row.Id,
            Server = "lab",
        });
        Machine(Fit, "enhanced").VMotion.ShouldBe("Supported");
        (Machine(Fit, "bare") is { DeviceCount: 0, Devices: "", VMotion: "Supported", Prerequisites: null }).ShouldBeTrue();
    }

    [Fact]
    public void WhatNoSourceSaysIsUnknown()
    {
        var asking = new AttachmentRecord { Key = AttachmentRecord.FirstKey, Technology = DirectPathTechnology.Enhanced,
            DeviceClass = "own" };
        var state = Lab.AddHost("esx1").AddEnhanced("06:00.0", "10de:ffff", null)
            .AddVM("a", vm => vm with { Devices = [asking] });
        var row = Machine(state, "a");
        row.VMotion.ShouldBe("Unknown");
        row.Cluster.ShouldBeNull();
        Device(state, "06:00.0").VMotion.ShouldBe("Unknown");
    }

    [Fact]
    public void PrerequisitesAreTheWorstOfThem()
    {
        Machine(
            VM("fixed",
                static vm => vm with { MemoryReservationLockedToMax = false, MemoryReservationMB = 0, Firmware = Firmware.Bios })(
                    Fit), "fixed")
            .Prerequisites.ShouldBe("Fail: MemoryReserved, EfiFirmware, MmioSize");
        Machine(Host(static host => host with { IommuEnabled = null })(Fit), "fixed").Prerequisites.ShouldBe("Unknown: Iommu");
        Machine(VM("fixed", static vm => vm with { PowerState = VMPowerState.PoweredOn })(Fit), "fixed").Prerequisites.ShouldBe(
            "Pass");
        var lacks = VM("fixed", static vm => vm with { PowerState = VMPowerState.PoweredOn, Firmware = Firmware.Bios })(Fit);
        Machine(lacks, "fixed").Prerequisites.ShouldBe("Warning: EfiFirmware, MmioSize");
    }

    [Theory]
    [InlineData("03:00.0", "No", "No", "fixed", "Device 0000:03:00.0 of host 'esx1' belongs to VM 'fixed', which is powered off")]
    [InlineData("05:00.0", "Yes", "Yes", null, null)]
    [InlineData("06:00.0", "Yes", "Yes", null, null)]
    [InlineData("07:00.0", "Yes", "No", null, "Device 0000:07:00.0 of host 'esx1' is in mode Host")]
    [InlineData("08:00.0", "Yes", "Unknown", null, "It is not known in which mode device 0000:08:00.0 of host 'esx1' is")]
    [InlineData("09:00.0", "No", "No", "Unknown",
        "Device 0000:09:00.0 of host 'esx1' is in use by something that is not in the inventory")]
    [InlineData("0a:00.0", "No", "No", null,
        "Device 0000:0a:00.0 of host 'esx1' and 0000:0b:00.0, which VM 'fixed' (powered off) is configured with, both depend on "
        + "0000:00:01.0")]
    public void ARowOfADeviceTellsWhoHasItAndWhyItCannotBeGiven(string address, string free, string available, string? owner,
        string? reason)
    {
        var bridge = PciAddress.Parse("00:01.0");
        var state =
            Fit.AddDevice("07:00.0", T4, static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host })
            .AddDevice("08:00.0", T4, static device => device with { Mode = DeviceMode.Unknown, ActiveMode = DeviceMode.Unknown })
            .AddDevice("09:00.0", T4, static device => device with { OwnerUnknown = true })
            .AddDevice("0a:00.0", T4, device => device with { DependentAddress = bridge })
            .AddDevice("0b:00.0", T4).Do(AttachFixed("fixed", "0b:00.0"))
            .ChangeDevice("0b:00.0", device => device with { DependentAddress = bridge });
        var row = Device(state, address);
        (row.Free, row.Available, row.Owner, row.Reason).ShouldBe((free, available, owner, reason));
    }

    [Fact]
    public void ADeviceOfSeveralMachinesHasAllOfThemForOwners()
    {
        var state = Fit.AddVM("clone", vm => vm with { Devices = Fit.VMNamed("fixed").Devices });
        Device(state, "03:00.0").Owner.ShouldBe("fixed; clone");
    }

    private static MachineReportRow Machine(InventoryState state, string name) =>
        MachineReportRow.Of((VirtualMachine)state.View(state.VMNamed(name)), "lab");

    private static DeviceReportRow Device(InventoryState state, string address) =>
        DeviceReportRow.Of(state.View(new DeviceRef(state.HostOf(address).Id, PciAddress.Parse(address)))!, "lab");
}
