using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Planning;
using PassthroughTools.Prerequisites;
using PassthroughTools.Projection;
using PassthroughTools.Reporting;
using PassthroughTools.State;
using Shouldly;
using VMware.Vim;
using Xunit;
using static PassthroughTools.Capabilities.PassthroughFeature;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>Machines with vGPUs and SR-IOV network adapters, which are settings, do not pass as ordinary ones.</summary>
public sealed class VGpuTests
{
    private static readonly InventoryState Shared = Lab.AddCluster("c").AddHost("esx1")
        .AddDevice("03:00.0", A2,
            static device => device with { Mode = DeviceMode.VGpuSameSize, ActiveMode = DeviceMode.VGpuSameSize })
        .AddVM("vm1", static vm => vm with { AdvancedSettings = vm.AdvancedSettings.Set("pciPassthru1.vgpu", "grid_a2-4q") })
        .AddHost("esx2").Do(PowerOn("vm1"));

    [Fact]
    public void WhatWorksIsWhatWorksWithAVGpu()
    {
        var vm = Shared.AllVMs().Single();

        ((VirtualMachineBase)vm).VGpuProfiles.ShouldBe(["grid_a2-4q"]);
        var vMotion = vm.Capabilities[VMotion];
        (vMotion.Support, vMotion.LimitedBy).ShouldBe((CapabilitySupport.Unknown, "pciPassthru1 (vGPU grid_a2-4q)"));
        vMotion.Reason.ShouldContain("HostSharedGpuCapabilities.migrateSupported");
        Shared.Refused(Move("vm1", "esx2"), ErrorId.FeatureNotSupported).Message.ShouldContain(
            "with device pciPassthru1 (vGPU grid_a2-4q)");
    }

    [Fact]
    public void WhatWorksIsWhatWorksWithAnSriovAdapter()
    {
        var vm = Lab.AddHost("esx1").AddVM("vm1", static vm => vm with
        {
            AdvancedSettings = vm.AdvancedSettings.Set("ethernet1.pfId", "0000:1a:00.1"),
        }).AllVMs().Single();

        (vm.Capabilities[VMotion].Support, vm.Capabilities[VMotion].LimitedBy)
            .ShouldBe((CapabilitySupport.NotSupported, "ethernet1 (SR-IOV network adapter)"));
    }

    /// <summary>VIM: diskSnapshotSupported is asked of a machine that runs.</summary>
    [Fact]
    public void AMachineThatIsOffCanAlwaysBeSnapshotted()
    {
        Shared.Refused(Snap("vm1", "one"), ErrorId.FeatureNotSupported).Message.ShouldContain("vGPU grid_a2-4q");
        Shared.Do(PowerOff("vm1")).Do(Snap("vm1", "one")).VMNamed("vm1").Snapshots.ShouldHaveSingleItem();
    }

    [Fact]
    public void AReportHasItsPrerequisites() =>
        MachineReportRow.Of((VirtualMachine)Shared.AllVMs().Single(), "lab").Prerequisites.ShouldNotBeNull();

    [Fact]
    public void OnlyItsOwnHostIsKnownToHaveRoomForIt()
    {
        var vm = Shared.VMNamed("vm1");

        Result(Shared).ShouldBe(Verdict.Pass);
        Result(Shared.ChangeDevice("03:00.0", static device => device with { Mode = DeviceMode.Host })).ShouldBe(Verdict.Unknown);
        Result(Lab.AddHost("esx1").AddVM("vm1")).ShouldBeNull();
        var found = HostFinder.Find(Shared, vm).ToList();
        found.Select(static placement => (placement.VMHost.Name, placement.Reason)).ShouldBe(
        [
            ("esx1", null),
            ("esx2", "Host 'esx2' has no device that is known to be shared by vGPUs, and what is free of them is not known"),
        ]);
        Shared.Do(PowerOff("vm1"), Move("vm1", "esx2"), PowerOn("vm1")).VMNamed("vm1").PowerState.ShouldBe(
            VMPowerState.PoweredOn);

        static Verdict? Result(InventoryState state) => VMPrerequisites.Of(state, state.VMNamed("vm1"))
            .SingleOrDefault(static test => test.Requirement == "VGpuAvailable")?.Result;
    }

    [Fact]
    public void APlanDoesNotSendItAwayWithoutKnowing()
    {
        var options = new MaintenancePlanOptions { Target = "lab.json", MayPowerOff = [Shared.VMNamed("vm1").Id] };
        foreach (var state in new[] { Shared, Shared.Do(PowerOff("vm1")) })
        {
            var step = MaintenancePlanner.Plan(state, [state.HostNamed("esx1").Id], options).Steps.Single(
                static step => step.VMName == "vm1");

            step.DestinationId.ShouldBeNull();
            step.Reason.ShouldContain("not known");
        }
    }

    [Fact]
    public void VimShowsItAsADeviceAndTheNextOneHasAnotherKey()
    {
        var vm = Shared.VMNamed("vm1");
        var shown = VirtualDevices.Of(Shared, vm).OfType<VirtualPCIPassthrough>().Single();

        (shown.Key, ((VirtualPCIPassthroughVmiopBackingInfo)shown.Backing!).Vgpu).ShouldBe((13001, "grid_a2-4q"));
        var two = Shared.AddDevice("04:00.0", A2).AddDevice("05:00.0", A2)
            .Do(PowerOff("vm1"), AttachDynamic("vm1", A2), AttachDynamic("vm1", A2));
        two.VMNamed("vm1").Devices.Select(static device => device.Key).ShouldBe([13000, 13002]);
    }

    [Fact]
    public void ACopyOfAVSphereHasIt() => VGpu.Of(InventoryCopy.Of(Shared).VMNamed("vm1")).ShouldBe([new VGpu(1, "grid_a2-4q")]);
}
