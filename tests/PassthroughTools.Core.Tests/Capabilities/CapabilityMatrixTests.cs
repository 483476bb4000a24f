using System.Collections;
using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Capabilities;

public sealed class CapabilityMatrixTests
{
    private static readonly CapabilityMatrix Fixed =
        Lab.AddHost("esx1").AddDevice("03:00.0").AllHosts().Single().PassthroughDevices().Single().Capabilities;

    [Fact]
    public void HasEveryFeatureInTheGridsOrder()
    {
        Fixed.Select(static capability => capability.Feature).ShouldBe(CapabilityMatrix.AllFeatures);
        (Fixed.Count, Fixed[0].Feature, Fixed[18].Feature).ShouldBe(
            (19, PassthroughFeature.VMotion, PassthroughFeature.RecordReplay));
        CapabilityMatrix.AllFeatures.Take(13).ShouldBe(EnhancedTable.Features, ignoreOrder: true);
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
    public void PrintsFeatureAndSupport()
    {
        var paravirtual = Lab.AddHost("esx1").AddVM("vm1").AllVMs().Single().Capabilities;

        Fixed.ToString().ShouldStartWith("VMotion=NotSupported; SuspendResume=NotSupported; ");
        paravirtual.ToString().ShouldStartWith("VMotion=Supported; SuspendResume=Supported; ");
        (Fixed[0].Symbol, paravirtual[0].Symbol, Fixed[PassthroughFeature.DiskReconfigure].Symbol).ShouldBe(("no", "yes", "?"));
        Fixed[0].ToString().ShouldBe("VMotion: no");
    }

    [Fact]
    public void IsADictionaryToPowerShell()
    {
        var map = (IDictionary)Fixed;

        map["vmotion"].ShouldBeSameAs(Fixed[0]);
        map[PassthroughFeature.VMotion].ShouldBeSameAs(Fixed[0]);
        map[0].ShouldBeSameAs(Fixed[0]);
        map.Contains("Teleport").ShouldBeFalse();
        map.Values.ShouldBe(Fixed);
        var entries = map.GetEnumerator();
        entries.MoveNext().ShouldBeTrue();
        entries.Entry.ShouldBe(new DictionaryEntry("VMotion", CapabilitySupport.NotSupported));
        Should.Throw<NotSupportedException>(() => map["VMotion"] = null).Message.ShouldBe("A CapabilityMatrix is read-only.");
    }

    [Fact]
    public void OfATechnologySaysWhatDependsOnTheDevice()
    {
        var enhanced = Catalog.BuiltIn.FindTechnology("Enhanced")!.Capabilities;

        enhanced["VMotion"]!.Support.ShouldBe(CapabilitySupport.Conditional);
        enhanced["StatisticsCollection"]!.Source.Length.ShouldBeGreaterThan(10);
        Catalog.BuiltIn.Alternatives[0].Capabilities.ShouldAllBe(
            static capability => capability.Support == CapabilitySupport.Unknown);
    }
}
