using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Planning;
using Shouldly;
using Xunit;
using static PassthroughTools.Capabilities.PassthroughFeature;
using static PassthroughTools.Capabilities.TechnologyOffer;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Planning;

/// <summary>What Get-PassthroughRecommendation says of the catalog that ships with the module, and of another.</summary>
public sealed class RecommendationTests
{
    private static readonly Catalog Catalog = Catalog.BuiltIn;

    [Fact]
    public void EveryTechnologyToChooseTakesPartAndAnswersEveryOffer()
    {
        Of([], []).Select(static one => one.Technology.Key).ShouldBe(
            ["Vmxnet3", "Pvrdma", "Pvscsi", "Fixed", "Dynamic", "Enhanced", "SriovVirtualFunction", "Vgpu"], ignoreOrder: true);
        foreach (var technology in Catalog.Technologies.Where(static technology => technology.Offers.Count > 0))
        {
            technology.Offers.Select(static pair => pair.Key)
                .ShouldBe(Enum.GetValues<TechnologyOffer>(), ignoreOrder: true, technology.Key);
            technology.Offers.Values.ShouldAllBe(static fact => fact.Source.Length > 10);
        }
    }

    [Fact]
    public void WithoutANeedAParavirtualDeviceIsBest()
    {
        var all = Of([], []);

        all.Take(3).Select(static one => one.Technology.Key).ShouldBe(["Vmxnet3", "Pvscsi", "Pvrdma"]);
        all.Select(static one => one.Rank).ShouldBe(Enumerable.Range(1, 8));
        all.ShouldAllBe(static one => one.Fit == RecommendationFit.Full && one.Sources.Count == 1);
        all[0].Reason.ShouldBe("Keeps 18 and loses 0 of 19 vSphere features.");
    }

    /// <summary>The best for some needs, as the tables of the sources have it.</summary>
    public static TheoryData<TechnologyOffer[], PassthroughFeature[], string, RecommendationFit> Best => new()
    {
        { [Latency], [], "Enhanced", RecommendationFit.Full },
        { [Latency], [VMotion], "Enhanced", RecommendationFit.Conditional },
        { [Latency], [HighAvailability], "Dynamic", RecommendationFit.Conditional },
        { [], [VMotion, SuspendResume, MemorySnapshots, HighAvailability], "Vmxnet3", RecommendationFit.Full },
        { [RdmaRoce], [VMotion], "Pvrdma", RecommendationFit.Full },
        { [RdmaAll], [VMotion], "Enhanced", RecommendationFit.Conditional },
        { [RdmaAll], [], "Enhanced", RecommendationFit.Full },
        { [Gpu, Sharing], [], "Vgpu", RecommendationFit.Full },
        { [Latency, Sharing], [], "SriovVirtualFunction", RecommendationFit.Full },
        { [Gpu, Latency], [], "Dynamic", RecommendationFit.Full },
        { [Gpu, Latency], [VMotion], "Enhanced", RecommendationFit.Conditional },
        { [], [FaultTolerance], "Vmxnet3", RecommendationFit.Full },
    };

    [Theory]
    [MemberData(nameof(Best))]
    public void TheBestIs(TechnologyOffer[] offers, PassthroughFeature[] features, string key, RecommendationFit fit)
    {
        var first = Of(offers, features)[0];

        (first.Technology.Key, first.Fit).ShouldBe((key, fit));
    }

    [Theory]
    [InlineData("Fixed", RecommendationFit.None, new[] { "VMotion", "SuspendResume" }, new string[0])]
    [InlineData("Dynamic", RecommendationFit.None, new[] { "VMotion", "SuspendResume" }, new string[0])]
    [InlineData("Vmxnet3", RecommendationFit.Full, new string[0], new[] { "VMotion", "SuspendResume" })]
    [InlineData("Enhanced", RecommendationFit.Conditional, new string[0], new string[0])]
    public void MeetsAndFails(string key, RecommendationFit fit, string[] fails, string[] meets)
    {
        var one = Of([], [VMotion, SuspendResume]).Single(one => one.Technology.Key == key);

        (one.Fit, string.Join(' ', one.Fails), string.Join(' ', one.Meets)).ShouldBe(
            (fit, string.Join(' ', fails), string.Join(' ', meets)));
        one.ToString().ShouldBe($"{one.Technology.Name}: {fit}");
    }

    [Fact]
    public void GainsAndLossesAreWhatOthersDenyAndHave()
    {
        var vmxnet3 = Of([], []).Single(static one => one.Technology.Key == "Vmxnet3");
        var dynamic = Of([], []).Single(static one => one.Technology.Key == "Dynamic");

        vmxnet3.Losses.ShouldBe(["Latency", "RdmaRoce", "RdmaAll", "Gpu"], ignoreOrder: true);
        string.Join(' ', vmxnet3.Gains).ShouldContain("VMotion");
        dynamic.Gains.ShouldBe(["Latency", "RdmaRoce", "RdmaAll", "Gpu", "HighAvailability", "DrsPlacement"], ignoreOrder: true);
        string.Join(' ', dynamic.Losses).ShouldContain("SuspendResume");
        string.Join(' ', dynamic.Losses).ShouldNotContain("DiskReconfigure");
    }

    [Theory]
    [InlineData("IntelFlex170", "Enhanced", RecommendationFit.Full)]
    [InlineData("AmdInstinctMi210", "Enhanced", RecommendationFit.Partial)]
    [InlineData("IntelGaudi3", "Enhanced", RecommendationFit.Partial)]
    [InlineData("NvidiaTeslaT4", "Enhanced", RecommendationFit.Conditional)]
    [InlineData("AmdInstinctMi210", "Fixed", RecommendationFit.Partial)]
    public void AModelDecidesWhatEnhancedLeavesOpen(string model, string key, RecommendationFit fit)
    {
        var entry = Catalog.Models.Single(entry => entry.Key == model);

        var one = RecommendationRanking.Of(Catalog, [Latency, Gpu], [VMotion], RecommendationDevice.Of(Catalog, entry))
            .Single(one => one.Technology.Key == key);

        (one.Fit, one.Device).ShouldBe((fit, entry.Name));
    }

    [Theory]
    [InlineData("IntelFlex170", true)]
    [InlineData("IntelQat", false)]
    public void AGpuIsWhatTheCatalogHasAsOne(string model, bool isGpu)
    {
        var device = RecommendationDevice.Of(Catalog, Catalog.Models.Single(entry => entry.Key == model));

        var one = RecommendationRanking.Of(Catalog, [Gpu], [], device).Single(static one => one.Technology.Key == "Enhanced");

        one.Fit.ShouldBe(isGpu ? RecommendationFit.Full : RecommendationFit.None);
    }

    [Theory]
    [InlineData(true, RecommendationFit.Full)]
    [InlineData(false, RecommendationFit.None)]
    public void ADeviceWithoutAnEntryGoesByItsDvxClass(bool tracing, RecommendationFit fit)
    {
        var state = Lab.AddHost("esx1",
            host =>
                host with { DvxClasses =
                    [new State.DvxClassRecord { Name = "ours", CheckpointSupported = true, SwDmaTracingSupported = tracing }] })
            .AddEnhanced("07:00.0", "1234:5678", "ours");
        var device = DeviceRequirements.View(state, state.HostOf("07:00.0"), state.DeviceAt("07:00.0"));

        var one = RecommendationRanking.Of(state.Catalog, [], [VMotion], RecommendationDevice.Of(device))
            .Single(static one => one.Technology.Key == "Enhanced");

        one.Fit.ShouldBe(fit);
        one.Sources.Single().ShouldContain("DVX class ours of host esx1");
    }

    [Fact]
    public void AnUnlistedDeviceIsNotPromisedEnhanced()
    {
        var t4 = Catalog.Models.Single(static entry => entry.Key == "NvidiaTeslaT4");

        var all = RecommendationRanking.Of(Catalog, [Latency], [], RecommendationDevice.Of(Catalog, t4));

        all[0].Technology.Key.ShouldBe("Dynamic");
        all.Single(static one => one.Technology.Key == "Enhanced").Depends.Single()
            .ShouldContain("no source lists NVIDIA Tesla T4");
    }

    [Fact]
    public void TheCatalogDecidesAndNotTheCode()
    {
        using var text = new StringReader("""
            { "schemaVersion": 1, "sources": { "us": "our own measurements" }, "technologies": [ {
              "key": "Vmxnet3", "name": "VMXNET3", "kind": "paravirtual", "source": "us",
              "offers": { "Latency": { "value": "yes", "source": "us" } },
              "features": { "VMotion": { "value": "yes", "source": "us" } } } ] }
            """);
        var ours = Catalog.With(text, "ours.json");

        var first = RecommendationRanking.Of(ours, [Latency], [VMotion], null)[0];

        (first.Technology.Key, first.Fit).ShouldBe(("Vmxnet3", RecommendationFit.Full));
        first.Sources.ShouldBe(["our own measurements"]);
        RecommendationRanking.Of(ours, [Gpu], [], null).Single(static one => one.Technology.Key == "Vmxnet3").Depends.ShouldBe(
            ["Gpu: unknown (no source says)"]);
    }

    [Fact]
    public void WhatFollowsFromTheFactsHoldsForEverySetOfNeeds()
    {
        var offers = Enum.GetValues<TechnologyOffer>();
        foreach (var feature in CapabilityMatrix.AllFeatures)
        {
            for (int set = 0; set < 1 << offers.Length; set++)
            {
                var all = Of([.. offers.Where((_, index) => (set & (1 << index)) != 0)], [feature]);
                all.Select(static one => one.Fit).ShouldBe(all.Select(static one => one.Fit).Order(), "a better fit comes first");
                foreach (var one in all)
                {
                    (one.Meets.Count + one.Depends.Count + one.Fails.Count).ShouldBe(
                        System.Numerics.BitOperations.PopCount((uint)set) + 1);

                    // No technology to choose is said to have record and replay.
                    one.Fails.Where(static need => need != "RecordReplay").Except(one.Losses, StringComparer.Ordinal)
                        .ShouldBeEmpty();
                    (one.Fit == RecommendationFit.Full).ShouldBe(one.Depends.Count + one.Fails.Count == 0);
                    one.Reason.ShouldEndWith(" vSphere features.");
                }
            }
        }
    }

    private static IReadOnlyList<PassthroughRecommendation> Of(TechnologyOffer[] offers, PassthroughFeature[] features) =>
        RecommendationRanking.Of(Catalog, offers, features, null);
}
