using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Capabilities.CapabilitySupport;
using static PassthroughTools.Capabilities.PassthroughFeature;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Capabilities;

/// <summary>What works with a device: by its catalog entry, else by its host's DVX class, else not known.</summary>
public sealed class DeviceCapabilityTests
{
    private const string Unlisted = "1234:5678";

    /// <summary>
    /// HostDvxClass of vim9.1: checkpoints carry suspend, resume and memory snapshots; with software DMA tracing vMotion too.
    /// </summary>
    [Theory]
    [InlineData(true, true, Supported, Supported)]
    [InlineData(true, false, Supported, NotSupported)]
    [InlineData(false, true, NotSupported, NotSupported)]
    [InlineData(false, false, NotSupported, NotSupported)]
    public void ADvxClassDecidesForAModelThatNobodyLists(bool checkpoint, bool tracing, CapabilitySupport suspendResume,
        CapabilitySupport vMotion)
    {
        var capabilities = Of(Dvx(Unlisted, checkpoint, tracing));

        (capabilities[SuspendResume].Support, capabilities[MemorySnapshots].Support, capabilities[VMotion].Support).ShouldBe(
            (suspendResume, suspendResume, vMotion));
        capabilities[VMotion].Reason.ShouldBe(
            $"DVX class gpu: checkpointSupported {(checkpoint ? "true" : "false")}, swDMATracingSupported "
            + $"{(tracing ? "true" : "false")}");
        capabilities[VMotion].Source.ShouldBe("DVX class gpu of host esx1 (vSphere Web Services API, HostDvxClass)");
        capabilities[VMotion].LimitedBy.ShouldBe("0000:05:00.0");
        capabilities[DrsMigration].Support.ShouldBe(vMotion == NotSupported ? NotSupported : Unknown,
            "DRS needs vMotion; that it moves such a VM no source says");
        capabilities.Where(static capability =>
            capability.Feature is not (SuspendResume or MemorySnapshots or VMotion or DrsMigration or DrsPlacement))
            .ShouldAllBe(static capability => capability.Support == Unknown);
    }

    [Fact]
    public void TheCatalogBeatsTheDvxClass()
    {
        var gaudi = Of(Dvx("1da3:1060", checkpoint: true, tracing: true));
        var qat = Of(Dvx(Qat, checkpoint: false, tracing: false));

        (gaudi[VMotion].Support, gaudi[SuspendResume].Support).ShouldBe((NotSupported, NotSupported));
        (qat[VMotion].Support, qat[SuspendResume].Support).ShouldBe((Supported, Supported));
        gaudi[VMotion].Source.ShouldStartWith("catalog entry IntelGaudi3");
    }

    [Fact]
    public void AModelThatNobodyListsIsUnknownNeverSupported()
    {
        var capabilities = Of(Lab.AddHost("esx1").AddEnhanced("05:00.0", Unlisted, dvxClass: null));

        capabilities.Where(static capability => capability.Feature != DrsPlacement)
            .ShouldAllBe(static capability => capability.Support == Unknown);
        capabilities[DrsPlacement].Support.ShouldBe(Supported,
            "a property of the technology, whatever the device (vsphere8-docs)");
        capabilities[VMotion].Reason.ShouldBe("Enhanced DirectPath: VMotion conditional (depends on the device model)");
        capabilities[FastSuspendResumeOperations].Reason.ShouldStartWith(
            "as strong as the weakest of these operations; Enhanced DirectPath: ");
    }

    [Fact]
    public void AClassThatTheHostDoesNotOfferSaysNothing() =>
        Of(Lab.AddHost("esx1").AddEnhanced("05:00.0", Unlisted, "gone"))[VMotion].Support.ShouldBe(Unknown);

    /// <summary>
    /// Who relies on fast suspend and resume relies on all of it; Gaudi 3 denies all of it, DLB the part that needs the device's
    /// state.
    /// </summary>
    [Theory]
    [InlineData("8086:56c0", Supported, "LivePatch yes")]
    [InlineData("1da3:1060", NotSupported, "StorageVMotion no")]
    [InlineData("1002:740f", Supported, "yes")]
    [InlineData(Qat, Supported, "yes")]
    [InlineData("8086:2710", NotSupported, "StorageVMotion no")]
    public void FastSuspendResumeIsItsWeakestOperation(string ids, CapabilitySupport support, string reason)
    {
        var capability = Of(Lab.AddHost("esx1").AddEnhanced("05:00.0", ids, dvxClass: null))[FastSuspendResumeOperations];

        capability.Support.ShouldBe(support);
        if (support == NotSupported) capability.Reason.ShouldEndWith(reason);
    }

    [Theory]
    [InlineData("8086:56c0", Unknown)]
    [InlineData(Qat, Unknown)]
    [InlineData("1da3:1060", NotSupported)]
    [InlineData("1002:740f", NotSupported)]
    [InlineData("8086:2710", NotSupported)]
    public void DrsMovesNothingWithoutVMotion(string ids, CapabilitySupport support)
    {
        var capability = Of(Lab.AddHost("esx1").AddEnhanced("05:00.0", ids, dvxClass: null))[DrsMigration];

        capability.Support.ShouldBe(support);
        if (support == NotSupported) capability.Reason.ShouldStartWith("DRS moves a running VM with vMotion; ");
    }

    [Theory]
    [InlineData(T4, DeviceMode.DirectPath, "Fixed")]
    [InlineData(T4, DeviceMode.Host, "Fixed")]
    [InlineData(T4, DeviceMode.None, "Fixed")]
    [InlineData(T4, DeviceMode.SystemSelect, "Fixed")]
    [InlineData(T4, DeviceMode.VGpuSameSize, "Vgpu")]
    [InlineData(T4, DeviceMode.VGpuMixedSize, "Vgpu")]
    [InlineData(T4, DeviceMode.EnhancedDirectPath, "Enhanced")]
    [InlineData(Qat, DeviceMode.DirectPath, "Fixed")]
    [InlineData(Qat, DeviceMode.Host, "IntelQat")]
    [InlineData(Qat, DeviceMode.SystemSelect, "IntelQat")]
    [InlineData(Qat, DeviceMode.EnhancedDirectPath, "IntelQat")]
    public void ADeviceThatNoMachineHasGoesByItsModeElseByItsBest(string ids, DeviceMode mode, string entry) =>
        Of(Lab.AddHost("esx1").AddDevice("05:00.0", ids, device => device with { Mode = mode }))[VMotion].Source.ShouldStartWith(
            $"catalog entry {entry} (");

    [Fact]
    public void AVirtualFunctionHasItsOwnRow() => Of(Lab.AddHost("esx1").AddFunction("05:02.0", "05:00.0"))[HighAvailability]
        .Source.ShouldStartWith("catalog entry SriovVirtualFunction (");

    [Fact]
    public void ADeviceThatAMachineHasGoesByHowItIsAttached()
    {
        var state = Lab.AddHost("esx1").AddDevice("05:00.0", T4).AddVM("vm1");

        Of(state)[DrsPlacement].Support.ShouldBe(NotSupported);
        Of(state.Do(AttachFixed("vm1", "05:00.0")))[DrsPlacement].Support.ShouldBe(NotSupported);
        Of(state.Do(AttachDynamic("vm1", T4), PowerOn("vm1")))[DrsPlacement].Support.ShouldBe(Supported);
        Of(state.Do(AttachDynamic("vm1", T4)))[DrsPlacement].Support.ShouldBe(NotSupported, "the request holds no device yet");
    }

    private static InventoryState Dvx(string ids, bool checkpoint, bool tracing) => Lab
        .AddHost("esx1",
            host =>
                host with { DvxClasses =
                    [new DvxClassRecord { Name = "gpu", CheckpointSupported = checkpoint, SwDmaTracingSupported = tracing }] })
        .AddEnhanced("05:00.0", ids, "GPU");

    private static CapabilityMatrix Of(InventoryState state) =>
        state.AllHosts().Single().PassthroughDevices().First().Capabilities;
}
