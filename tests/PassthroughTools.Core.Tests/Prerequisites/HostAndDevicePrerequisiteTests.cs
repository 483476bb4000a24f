using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;
using static PassthroughTools.Core.Tests.Build.PrerequisiteLab;

namespace PassthroughTools.Core.Tests.Prerequisites;

/// <summary>Each requirement of a host and of its devices, by themselves.</summary>
public sealed class HostAndDevicePrerequisiteTests
{
    private static readonly Func<PciDeviceRecord, PciDeviceRecord> OfHost = static device =>
        device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host };
    private static readonly Func<PciDeviceRecord, PciDeviceRecord> Pending = static device =>
        device with { ActiveMode = DeviceMode.Host };

    /// <summary>Host esx1 with a network device and its function, both for passthrough.</summary>
    private static readonly InventoryState Sriov = Lab.AddHost("esx1")
        .AddDevice("04:00.0", Nic, OfHost).AddFunction("04:02.0", "04:00.0").AddVM("vm1").AddVM("vm2");

    private static readonly Dictionary<string, (InventoryState State, string[] Unmet)> Devices = new(StringComparer.Ordinal)
    {
        ["05:00.0"] = (Fit, []),
        ["06:00.0"] = (Fit, []),
        ["05:00.0 in mode Host"] = (Fit.ChangeDevice("05:00.0", OfHost), ["Fail PassthroughEnabled"]),
        ["05:00.0 not capable"] = (Fit.ChangeDevice("05:00.0", static device => device with { PassthroughCapable = false }),
            ["Fail PassthroughCapable"]),
        ["05:00.0 waits"] = (Fit.ChangeDevice("05:00.0", Pending), ["Fail PassthroughActive"]),
        ["03:00.0 held"] = (Fit, ["Fail DeviceFree"]),
        ["04:02.0"] = (Sriov, []),
        ["04:02.0 while its parent is passed through"] = (
            Sriov.ChangeDevice("04:00.0",
                static device => device with { Mode = DeviceMode.DirectPath, ActiveMode = DeviceMode.DirectPath }),
                ["Fail DeviceFree"]),
        ["04:00.0 while its function is held"] = (
            Sriov.Do(AttachFixed("vm1", "04:02.0"))
                .ChangeDevice("04:00.0", static device =>
                    device with { Mode = DeviceMode.DirectPath, ActiveMode = DeviceMode.DirectPath }), ["Fail DeviceFree"]),
        ["05:00.0 while a VM has one that depends on it"] = (
            Fit.ChangeDevice("03:00.0", static device => device with { DependentAddress = PciAddress.Parse("05:00.0") }),
            ["Warning DeviceFree"]),
        ["04:00.0 while a network adapter uses it"] = (
            Sriov.ChangeSetting("vm2", "ethernet0.pfId", "00000:004:00.0").ChangeDevice(
                "04:00.0", static device => device with { Mode = DeviceMode.DirectPath, ActiveMode = DeviceMode.DirectPath }),
            ["Fail DeviceFree"]),
        ["05:00.0 reset with what the host uses"] = (
            Twin(static device => OfHost(device) with { ClassId = 0x0200, Name = "X710" }), ["Warning ResetApart"]),
        ["05:00.0 reset with what cannot be passed through"] = (
            Twin(static device => OfHost(device) with { ClassId = 0x0200, PassthroughCapable = false }), ["Warning ResetApart"]),
        ["05:00.0 reset with what is passed through too"] = (Twin(static device => device with { ClassId = 0x0200 }), []),
        ["05:00.0 reset with a bridge"] = (
            Twin(static device => OfHost(device) with { ClassId = 0x0604, PassthroughCapable = false }), []),
        ["05:00.0 reset with what may be a bridge"] = (Twin(OfHost), []),
        ["05:00.0 host in maintenance mode"] = (Fit.ChangeHost("esx1",
            static host => host with { ConnectionState = VMHostState.Maintenance }), ["Warning HostInService"]),
        ["05:00.0 IOMMU off"] = (Fit.ChangeHost("esx1", static host => host with { IommuEnabled = false }), ["Fail Iommu"]),
        ["05:00.0 decoding not known"] = (Fit.ChangeHost("esx1", static host => host with { Above4GDecoding = null }),
            ["Unknown Above4GDecoding"]),
    };

    private static readonly Dictionary<string, (InventoryState State, string[] Unmet)> Hosts = new(StringComparer.Ordinal)
    {
        ["fit, with devices that machines have"] = (Fit, ["Warning DeviceFree"]),
        ["a listed device that it keeps for itself"] = (Fit.ChangeDevice("05:00.0", OfHost),
            ["Warning PassthroughEnabled", "Warning DeviceFree"]),
        ["a device for vGPUs"] = (
            Fit.ChangeDevice("05:00.0",
                static device => device with { Mode = DeviceMode.VGpuSameSize, ActiveMode = DeviceMode.VGpuSameSize }),
                ["Warning PassthroughEnabled", "Warning DeviceFree"]),
        ["a device that waits for a restart"] = (Fit.ChangeDevice("05:00.0", Pending),
            ["Fail PassthroughActive", "Warning DeviceFree"]),
        ["IOMMU off"] = (Fit.ChangeHost("esx1", static host => host with { IommuEnabled = false }),
            ["Fail Iommu", "Warning DeviceFree"]),
        ["IOMMU not known"] = (Fit.ChangeHost("esx1", static host => host with { IommuEnabled = null }),
            ["Unknown Iommu", "Warning DeviceFree"]),
        ["decoding off"] = (Fit.ChangeHost("esx1", static host => host with { Above4GDecoding = false }),
            ["Fail Above4GDecoding", "Warning DeviceFree"]),
        ["disconnected"] = (Fit.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Disconnected }),
            ["Fail HostInService", "Warning DeviceFree"]),
        ["decoding off and no large device"] = (Sriov.ChangeHost("esx1", static host => host with { Above4GDecoding = false }),
            []),
        ["a function whose parent is passed through"] = (
            Sriov.ChangeDevice("04:00.0",
                static device => device with { Mode = DeviceMode.DirectPath, ActiveMode = DeviceMode.DirectPath }),
                ["Fail DeviceFree"]),
        ["no device at all"] = (Lab.AddHost("esx1"), []),
    };

    /// <summary>05:00.0 beside another device that depends on it.</summary>
    private static InventoryState Twin(Func<PciDeviceRecord, PciDeviceRecord> other) =>
        Fit.AddDevice("07:00.0", Nic, device => other(device) with { DependentAddress = PciAddress.Parse("05:00.0") });

    public static TheoryData<string> DeviceCases => [.. Devices.Keys];

    public static TheoryData<string> HostCases => [.. Hosts.Keys];

    [Theory]
    [MemberData(nameof(DeviceCases))]
    public void SaysWhatADeviceLacks(string name) =>
    Devices[name].State.TestDevice(name.Split(' ')[0]).Unmet().ShouldBe(Devices[name].Unmet);

    [Theory]
    [MemberData(nameof(HostCases))]
    public void SaysWhatAHostLacks(string name) =>
    Hosts[name].State.TestHost("esx1").Unmet().ShouldBe(Hosts[name].Unmet, ignoreOrder: true);

    [Fact]
    public void AHostIsTestedForUsbBootOnceAndLeavesOutWhatItKeepsForItself()
    {
        Fit.TestHost("esx1").Count(static test => test.Requirement == "NoUsbBoot").ShouldBe(1);
        Sriov.TestHost("esx1").Select(static test => test.TargetName).Distinct(StringComparer.Ordinal)
            .ShouldBe(["esx1", "0000:04:02.0 0x8086:0x1572"]);
    }

    [Fact]
    public void ADeviceOfAMachineIsTestedForItsPowerOn()
    {
        Fit.TestDeviceOf("fixed").Unmet().ShouldBeEmpty();
        Fit.TestDeviceOf("dynamic").Unmet().ShouldBeEmpty();
        Fit.ChangeDevice("03:00.0", Pending).TestDeviceOf("fixed").Unmet().ShouldBe(["Fail PassthroughActive"]);
        Fit.ChangeDevice("03:00.0", Pending).ChangeVM("fixed", static vm => vm with { PowerState = VMPowerState.PoweredOn })
            .TestDeviceOf("fixed").Unmet().ShouldBe(["Warning PassthroughActive"]);
        Fit.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance })
            .ChangeVM("fixed", static vm => vm with { PowerState = VMPowerState.Suspended })
            .TestDeviceOf("fixed").Unmet().ShouldBe(["Fail HostInService"]);
        Fit.Do(AttachFixed("bare", "04:00.0")).TestDeviceOf("dynamic").Unmet().ShouldBe(["Fail DeviceAvailable"]);
        Fit.ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance }).TestDeviceOf("fixed")
            .Unmet().ShouldBe(["Fail HostInService"]);
    }

    [Theory]
    [InlineData("05:00.0 in mode Host", "PassthroughEnabled",
        "Get-PassthroughDevice -VMHost 'esx1' -Id 0000:05:00.0 | Set-PassthroughDevice -Mode DirectPath")]
    [InlineData("03:00.0 held", "DeviceFree", "Get-PassthroughDevice -VM 'fixed' -Id 0000:03:00.0 | Remove-PassthroughDevice")]
    [InlineData("04:02.0 while its parent is passed through", "DeviceFree",
        "Get-PassthroughDevice -VMHost 'esx1' -Id 0000:04:00.0 | Set-PassthroughDevice -Mode Host")]
    [InlineData("05:00.0 waits", "PassthroughActive", "Restart-VMHost -VMHost 'esx1' -Force")]
    [InlineData("05:00.0 not capable", "PassthroughCapable", "Choose another device: Get-PassthroughDevice -VMHost 'esx1'")]
    public void TheRemedyIsTheCommandWhereOneMendsIt(string name, string requirement, string remedy) =>
        Devices[name].State.TestDevice(name.Split(' ')[0]).Named(requirement).ShouldBeMendedBy(remedy);

    [Theory]
    [InlineData(
        "05:00.0 reset with what the host uses",
        "and 0000:07:00.0 (X710) depend on each other, and 0000:07:00.0 is in mode Host",
        "Pass it through too, or choose another device: Get-PassthroughDevice -VMHost 'esx1'. "
        + "To pass it through: Get-PassthroughDevice -VMHost 'esx1' -Id 0000:07:00.0 | Set-PassthroughDevice -Mode DirectPath")]
    [InlineData(
        "05:00.0 reset with what cannot be passed through",
        "depend on each other, and 0000:07:00.0 is not passthrough capable",
        "See that the host does not use 0000:07:00.0, or choose another device: Get-PassthroughDevice -VMHost 'esx1'")]
    public void WhatIsResetWithADeviceIsNamed(string name, string found, string remedy)
    {
        var test = Devices[name].State.TestDevice("05:00.0").Named("ResetApart");

        test.Found.ShouldEndWith(found);
        test.ShouldBeMendedBy(remedy);
        Devices[name].State.Do(AttachFixed("bare", "05:00.0")).TestVM("bare").Named("ResetApart").Result
            .ShouldBe(Verdict.Warning);
    }

    [Fact]
    public void WhetherTheIommuIsOnMayBeUnknown()
    {
        var test = Fit.ChangeHost("esx1", static host => host with { IommuEnabled = null }).TestHost("esx1")
            .First(static test => test.Requirement == "Iommu");

        (test.Result, test.Found).ShouldBe((Verdict.Unknown, "It is not recorded whether host 'esx1' has its IOMMU on"));
    }

    [Fact]
    public void DecodingThatIsNotKnownIsNotNeededForSmallDevices()
    {
        var test = Sriov.ChangeHost("esx1", static host => host with { Above4GDecoding = null }).TestHost("esx1")
            .First(static test => test.Requirement == "Above4GDecoding");

        (test.Result, test.Found).ShouldBe((Verdict.Pass, "Host 'esx1' needs no 'Above 4G decoding' for these devices"));
    }

    [Fact]
    public void AnEnhancedDeviceIsOfferedItsOwnMode() =>
    Fit.ChangeDevice("06:00.0", OfHost).TestDevice("06:00.0").Named("PassthroughEnabled").Remedy
        .ShouldBe("Get-PassthroughDevice -VMHost 'esx1' -Id 0000:06:00.0 | Set-PassthroughDevice -Mode EnhancedDirectPath");

    [Fact]
    public void WhereTheHostRebindsNoRestartIsAskedFor()
    {
        var state = Fit.ChangeDevice("05:00.0", Pending)
            .ChangeHost("esx1", static host => host with { RebindWithoutReboot = true });

        state.TestDevice("05:00.0").Named("PassthroughActive").Remedy
            .ShouldBe("Get-PassthroughDevice -VMHost 'esx1' -Id 0000:05:00.0 | Set-PassthroughDevice -Mode DirectPath -ApplyNow");
        state.Do(SetMode("05:00.0", DeviceMode.DirectPath, applyNow: true)).TestDevice("05:00.0").Unmet().ShouldBeEmpty();
    }

    [Fact]
    public void AHostInMaintenanceModeIsRestartedWithoutForce() => Fit.ChangeDevice("05:00.0", Pending)
        .ChangeHost("esx1", static host => host with { ConnectionState = VMHostState.Maintenance }).TestDevice("05:00.0")
        .Named("PassthroughActive").Remedy
        .ShouldBe("Restart-VMHost -VMHost 'esx1'");

    [Fact]
    public void TheIdIsTheOneThatOperationsRefuseWith() =>
    Fit.TestDevice("03:00.0").Named("DeviceFree").ErrorId.ShouldBe(ErrorId.DeviceInUse);
}
