using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Capabilities;

public sealed class CapabilitySetTests
{
    private static readonly CapabilitySet Fixed = Lab.AddHost("esx1").AddDevice("03:00.0").AllHosts().Single().PassthroughDevices().Single().Capabilities;

    [Fact]
    public void HasEveryFeatureInTheGridsOrder()
    {
        Fixed.Select(static capability => capability.Feature).ShouldBe(CapabilitySet.AllFeatures);
        (Fixed.Count, Fixed[0].Feature, Fixed[18].Feature).ShouldBe((19, PassthroughFeature.VMotion, PassthroughFeature.RecordReplay));
        CapabilitySet.AllFeatures.Take(13).ShouldBe(EnhancedTable.Features, ignoreOrder: true);
    }

    [Theory]
    [InlineData("VMotion")]
    [InlineData("vmotion")]
    [InlineData("VMOTION")]
    public void IsIndexedByNameWhateverItsCase(string name)
    {
        Fixed[name].ShouldBeSameAs(Fixed[PassthroughFeature.VMotion]);
        Cultures.In("tr-TR", () => Fixed[name]).ShouldBeSameAs(Fixed[PassthroughFeature.VMotion]);
    }

    [Theory]
    [InlineData("Teleport")]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("VMotion, SuspendResume")]
    [InlineData(" VMotion")]
    public void AnotherNameIsNoFeature(string name) => Fixed[name].ShouldBeNull();

    [Fact]
    public void PrintsWhatWorks()
    {
        var paravirtual = Lab.AddHost("esx1").AddVM("vm1").AllVMs().Single().Capabilities;

        Fixed.ToString().ShouldBe("");
        paravirtual.ToString().ShouldStartWith("VMotion, SuspendResume, MemorySnapshots");
        (Fixed[0].Symbol, paravirtual[0].Symbol, Fixed[PassthroughFeature.DiskReconfigure].Symbol).ShouldBe(("no", "yes", "?"));
        Fixed[0].ToString().ShouldBe("VMotion: no");
    }
}
