using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Capabilities;

public sealed class CatalogTests
{
    private static readonly Catalog Catalog = Catalog.BuiltIn;

    public static TheoryData<string> TechnologyKeys => [.. Catalog.Technologies.Select(static entry => entry.Key)];

    [Fact]
    public void HasTheTechnologiesOfTheFacts() => Catalog.Technologies.Select(static entry => entry.Key).ShouldBe(
        ["Paravirtual", "Vmxnet3", "Pvrdma", "Pvscsi", "Fixed", "Dynamic", "Enhanced", "SriovVirtualFunction", "Vgpu"],
        ignoreOrder: true);

    [Fact]
    public void LoadsOnce() => Catalog.BuiltIn.ShouldBeSameAs(Catalog);

    [Theory]
    [MemberData(nameof(TechnologyKeys))]
    public void ATechnologySaysSomethingOfEveryFeature(string key) =>
        Catalog.FindTechnology(key)!.Facts.Keys.ShouldBe(CapabilityMatrix.AllFeatures, ignoreOrder: true);

    [Fact]
    public void EveryFactHasASource()
    {
        foreach (var entry in Catalog.Technologies.Cast<CatalogEntry>().Concat(Catalog.Models))
        {
            foreach (var pair in entry.Facts) pair.Value.Source.Length.ShouldBeGreaterThan(10, $"{entry.Key} {pair.Key}");
        }

        foreach (var technology in Catalog.Technologies) technology.Source.ShouldNotBeNullOrEmpty(technology.Key);
    }

    [Fact]
    public void EveryModelHasItsIdsAndItsMemoryFromASource()
    {
        foreach (var model in Catalog.Models)
        {
            model.PciIds.ShouldNotBeEmpty(model.Key);
            model.IdSource.ShouldNotBeNullOrEmpty(model.Key);
            (model.MemoryGB is null).ShouldBe(model.MemorySource is null, model.Key);
            (model.Name.Length, model.Kind.Length).ShouldSatisfyAllConditions(
                static sizes => sizes.Item1.ShouldBePositive(), static sizes => sizes.Item2.ShouldBePositive());
        }
    }

    [Fact]
    public void AKeyAndAPciIdBelongToOneEntry()
    {
        Catalog.Technologies.Select(static entry => entry.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count()
            .ShouldBe(Catalog.Technologies.Count);
        Catalog.Models.Select(static entry => entry.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count()
            .ShouldBe(Catalog.Models.Count);
        var ids = Catalog.Models.SelectMany(static model => model.PciIds).ToList();
        ids.Distinct().Count().ShouldBe(ids.Count);
    }

    [Fact]
    public void FindsByIdAndByKeyWhateverItsCase()
    {
        Catalog.FindModel(0x1da3, 0x1060)!.Key.ShouldBe("IntelGaudi3");
        Catalog.FindModel(0x1da3, 0x1061).ShouldBeNull();
        Catalog.FindTechnology("fixed")!.Name.ShouldBe("Fixed DirectPath");
        Catalog.FindTechnology("Magic").ShouldBeNull();
    }

    [Fact]
    public void WhatStandsInItSaysSo() =>
    Catalog.Technologies.Cast<CatalogEntry>().Concat(Catalog.Models).ShouldAllBe(static entry => entry.DefinedIn == "built-in");

    [Theory]
    [InlineData("yes", "yes", CapabilitySupport.Supported)]
    [InlineData("limited", "lim", CapabilitySupport.Supported)]
    [InlineData("no", "no", CapabilitySupport.NotSupported)]
    [InlineData("conditional", "cond", CapabilitySupport.Unknown)]
    [InlineData("unknown", "?", CapabilitySupport.Unknown)]
    public void AValueIsACellAndAnAnswer(string value, string symbol, CapabilitySupport support)
    {
        var fact = new CatalogFact(value, "source", null);

        (fact.Symbol, fact.Support, fact.ToString()).ShouldBe((symbol, support, value));
    }

    [Fact]
    public void AllowedDevicesOfQatAreTheElevenOfTheFacts() =>
    Catalog.Models.Single(static model => model.Key == "IntelQat").PciIds
        .ShouldBe(((IEnumerable<string>)["0435", "37c8", "37c9", "19e2", "6f54", "4940", "4941", "4942", "4943", "4944", "4945"])
        .Select(static id => AllowedDevice.Parse("8086:" + id)));
}
