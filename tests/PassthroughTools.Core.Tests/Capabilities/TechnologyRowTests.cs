using PassthroughTools.Capabilities;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Capabilities;

/// <summary>The technologies' rows, by hand from capability-facts.json.</summary>
public sealed class TechnologyRowTests
{
    [Theory]
    [InlineData("Paravirtual", "yes", "yes", "yes", "yes")]
    [InlineData("Vmxnet3", "yes", "yes", "yes", "yes")]
    [InlineData("Pvrdma", "yes", "yes", "yes", "unknown")]
    [InlineData("Pvscsi", "yes", "yes", "yes", "yes")]
    [InlineData("Fixed", "no", "no", "no", "no")]
    [InlineData("Dynamic", "no", "no", "no", "yes")]
    [InlineData("Enhanced", "conditional", "conditional", "yes", "yes")]
    [InlineData("SriovVirtualFunction", "no", "no", "no", "no")]
    [InlineData("Vgpu", "conditional", "conditional", "limited", "yes")]
    public void Row(string key, string vMotion, string suspendResume, string fastSuspendResume, string drsPlacement)
    {
        var technology = Catalog.BuiltIn.FindTechnology(key)!;

        technology.Fact(PassthroughFeature.VMotion)!.Value.ShouldBe(vMotion);
        technology.Fact(PassthroughFeature.SuspendResume)!.Value.ShouldBe(suspendResume);
        technology.Fact(PassthroughFeature.FastSuspendResumeOperations)!.Value.ShouldBe(fastSuspendResume);
        technology.Fact(PassthroughFeature.DrsPlacement)!.Value.ShouldBe(drsPlacement);
    }

    /// <summary>
    /// lostWithFixedDirectPath: nine losses, of which snapshots are two features here, and hot add and remove two.
    /// </summary>
    [Theory]
    [InlineData(PassthroughFeature.VMotion)]
    [InlineData(PassthroughFeature.StorageVMotion)]
    [InlineData(PassthroughFeature.DiskOnlyStorageVMotion)]
    [InlineData(PassthroughFeature.FaultTolerance)]
    [InlineData(PassthroughFeature.HotAddVirtualDevices)]
    [InlineData(PassthroughFeature.HotRemoveVirtualDevices)]
    [InlineData(PassthroughFeature.SuspendResume)]
    [InlineData(PassthroughFeature.RecordReplay)]
    [InlineData(PassthroughFeature.MemorySnapshots)]
    [InlineData(PassthroughFeature.DiskOnlySnapshots)]
    [InlineData(PassthroughFeature.HighAvailability)]
    [InlineData(PassthroughFeature.DrsMigration)]
    public void LostWithFixed(PassthroughFeature feature) =>
    Catalog.BuiltIn.FindTechnology("Fixed")!.Fact(feature)!.Value.ShouldBe("no");

    [Fact]
    public void NothingWorksWithFixedThatNoSourceStates() => Catalog.BuiltIn.FindTechnology("Fixed")!.Facts.Values
        .Select(static fact => fact.Value).Distinct(System.StringComparer.Ordinal).ShouldBe(["no", "unknown"], ignoreOrder: true);

    [Fact]
    public void WhatTheFieldCallsThemIsKnown()
    {
        Catalog.BuiltIn.FindTechnology("Fixed")!.Aliases.ShouldBe(
            ["DirectPath I/O", "PCI passthrough", "VMDirectPath I/O", "vDGA", "FixedDirectPath"]);
        Catalog.BuiltIn.FindTechnology("Dynamic")!.Since.ShouldBe("vSphere 7");
        Catalog.BuiltIn.FindTechnology("Enhanced")!.Since.ShouldBe("vSphere 8");
        Catalog.BuiltIn.FindTechnology("Fixed")!.SelectedBy.ShouldBe("host and PCI address");
        Catalog.BuiltIn.FindTechnology("Vgpu")!.Sharing.ShouldBe("one GPU, several VMs, sliced");
        Catalog.BuiltIn.FindTechnology("Pvrdma")!.Rdma.ShouldBe("RoCE only");
    }
}
