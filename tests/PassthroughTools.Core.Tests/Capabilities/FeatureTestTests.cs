using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Capabilities;

/// <summary>Capabilities as flat objects: the results of Test-EnhancedDirectPathFeature and Get-PassthroughCapability.</summary>
public sealed class FeatureTestTests
{
    private static readonly InventoryState State = Lab.AddHost("esx1").AddEnhanced("05:00.0", Qat, dvxClass: null)
        .AddDevice("03:00.0", T4, static device => device with { Name = "Tesla T4" }).AddVM("vm1");

    [Theory]
    [InlineData("0000:05:00.0", PassthroughFeature.VMotion, true, "0000:05:00.0 0x8086:0x4940")]
    [InlineData("0000:05:00.0", PassthroughFeature.FaultTolerance, null, "0000:05:00.0 0x8086:0x4940")]
    [InlineData("0000:03:00.0", PassthroughFeature.VMotion, false, "0000:03:00.0 Tesla T4")]
    public void OfADevice(string id, PassthroughFeature feature, bool? supported, string name)
    {
        var device = State.AllHosts().Single().PassthroughDevices().Single(device => device.Id == id);
        var capability = device.Capabilities[feature];
        var test = new FeatureTest(device, capability);

        (test.Target, test.TargetName, test.Feature, test.Supported, test.Support).ShouldBe(
            (device, name, feature, supported, capability.Support));
        (test.Reason, test.LimitedBy, test.Source).ShouldBe((capability.Reason, capability.LimitedBy, capability.Source));
    }

    [Fact]
    public void OfAMachine()
    {
        var vm = State.AllVMs().Single();
        var test = new FeatureTest(vm, vm.Capabilities[PassthroughFeature.VMotion]);

        (test.TargetName, test.Supported, test.LimitedBy).ShouldBe(("vm1", true, null));
    }

    [Fact]
    public void WhatNobodySaysIsUnknown()
    {
        var model = Catalog.BuiltIn.FindModel(0x10de, 0x1eb8)!;
        var technology = Catalog.BuiltIn.FindTechnology("Fixed")!;
        var nothing = new CatalogStatement(model, PassthroughFeature.VMotion, model.Fact(PassthroughFeature.VMotion));
        var denied = new CatalogStatement(technology, PassthroughFeature.VMotion, technology.Fact(PassthroughFeature.VMotion));

        (nothing.Key, nothing.Value, nothing.Source, nothing.Note, nothing.DefinedIn).ShouldBe(
            ("NvidiaTeslaT4", "unknown", null, null, "built-in"));
        (denied.Key, denied.Feature, denied.Value).ShouldBe(("Fixed", PassthroughFeature.VMotion, "no"));
        denied.Source.ShouldNotBeNull();
    }
}
