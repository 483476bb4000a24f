using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Mmio;

/// <summary>What one device needs, and how that is known.</summary>
public sealed class MmioDemandTests
{
    private const string Unlisted = "10de:ffff";

    [Theory]
    [InlineData(Unlisted, 0x0302, 16)] // 3D controller
    [InlineData("1234:5678", 0x0302, 16)]
    [InlineData("1234:5678", 0x1200, 16)] // processing accelerator
    [InlineData(Unlisted, 0x0300, 16)] // display controller of NVIDIA
    [InlineData("1002:ffff", 0x0300, 16)] // or AMD
    [InlineData("1002:66a0", 0x0380, 16)] // lspci's "Display controller": Instinct boards
    [InlineData("102b:0536", 0x0380, 0)]
    [InlineData("102b:0536", 0x0300, 0)] // on-board graphics of servers: Matrox
    [InlineData("1a03:2000", 0x0300, 0)] // and ASPEED
    [InlineData("14e4:16d7", 0x0200, 0)]
    [InlineData("144d:a808", 0x0108, 0)] // NVMe
    [InlineData("10de:10f8", 0x0403, 0)] // a GPU's audio function
    [InlineData("10de:1ad8", 0x0c03, 0)] // and its USB controller
    [InlineData("1234:5678", 0x0000, 0)]
    public void AHighEndGpuThatNobodyListsCountsSixteen(string ids, int classId, int size)
    {
        var demand = MmioLab.Demand(ids, (ushort)classId);

        (demand.SizeGB, demand.Assumed, demand.IsLarge).ShouldBe((size, size > 0, size > 0));
        demand.Source.ShouldBe(size > 0 ? "assumed: a high-end GPU that the catalog does not list" : "no GPU or accelerator");
        demand.Device.ShouldBe("0000:01:00.0 Card");
    }

    [Fact]
    public void TheCatalogSaysWhere()
    {
        var demand = MmioLab.Demand("10de:2235", 0x0302);

        (demand.SizeGB, demand.Basis, demand.Assumed, demand.DependsOnMode, demand.PublishedRegionGB).ShouldBe(
            (64, BarBasis.Published, false, false, 128));
        demand.Source.ShouldStartWith("catalog entry NvidiaA40 (NVIDIA AI Enterprise 6.2 documentation");
        MmioLab.Demand(Qat, 0x0b40).ShouldSatisfyAllConditions(
            static qat => qat.Basis.ShouldBe(BarBasis.Derived), static qat => qat.Doubt.ShouldBeNull("registers alone"));
    }

    /// <summary>What is not certain of a size is said, with the device: M60 by its mode, P4 since nobody saw it.</summary>
    [Fact]
    public void WhatIsUncertainIsSaid()
    {
        var mode = MmioLab.Demand("10de:13f2", 0x0300);
        (mode.SizeGB, mode.OtherGB, mode.DependsOnMode).ShouldBe((8, 0.25m, true));
        mode.Note.ShouldStartWith("8 GB in compute mode (");
        mode.Doubt.ShouldBe("8 GB is counted for device 0000:01:00.0 Card, which maps 0.25 GB in its other mode");

        MmioLab.Demand("10de:1bb3", 0x0300).Doubt.ShouldBe("8 GB is derived for device 0000:01:00.0 Card, not seen on one");
        MmioLab.Demand(Unlisted, 0x0302).Doubt.ShouldBe(
            "16 GB was assumed for device 0000:01:00.0 Card, which the catalog does not list");
        MmioLab.Demand("10de:20f1", 0x0302).Doubt.ShouldBeNull();
        MmioLab.Demand("10de:13f2", 0x0300, 1).Doubt.ShouldBeNull("who gives the size knows the mode");
    }

    [Fact]
    public void OfTheGH200ItIsSaidWhyNoEsxiHasIt()
    {
        var demand = MmioLab.Demand("10de:2342", 0x0302);

        (demand.SizeGB, demand.Basis).ShouldBe((128, BarBasis.Derived));
        demand.Note.ShouldBe(
            "Arm, so no ESXi on x86; its BAR1 is there but the memory is reached through the chip-to-chip link. "
            + "2348 has 144 GB (rule: 256).");
    }

    /// <summary>A note that says first in which mode the size holds does not say it again.</summary>
    [Theory]
    [InlineData("Resizable BAR on")]
    [InlineData("displays off")]
    [InlineData("passive board")]
    [InlineData("256 MB by default")]
    public void NoNoteSaysAModeTwice(string mode) =>
    Catalog.BuiltIn.Models.Select(static model => model.Bar?.Note?.ToLowerInvariant() ?? "")
        .Where(note => note.Split(mode.ToLowerInvariant()).Length > 2)
        .ShouldBeEmpty();

    [Theory]
    [InlineData(24, 32)]
    [InlineData(96, 128)]
    [InlineData(64, 64)]
    public void AnOlderCatalogOfMemoryAloneCountsItRoundedUp(int memory, int size)
    {
        using var file = CatalogFile.Of(
            $$"""{ "key": "Own", "name": "Own", "kind": "gpu", "pciIds": ["1234:0001"], "memoryGB": {{memory}} }""");
        var state = InventoryState.Empty(file.Load(), "/VIServer=lab/").AddHost("esx1").AddDevice("01:00.0", "1234:0001")
            .AddVM("vm1").Do(AttachFixed("vm1", "01:00.0"));

        var demand = MmioLab.Of(state).Devices.Single();
        (demand.SizeGB, demand.Basis, demand.Source).ShouldBe((size, BarBasis.Derived, $"catalog entry Own ({file.Path})"));
        demand.Note.ShouldBe($"its memory of {memory} GB, rounded up to a power of two");
    }

    [Theory]
    [InlineData("10de:2235", 64)]
    [InlineData("10de:2235", 0)]
    [InlineData(Unlisted, 96)]
    [InlineData(Nic, 32)]
    public void TheHostBeatsTheCatalogAndTheAssumption(string ids, int fromHost)
    {
        var demand = MmioLab.Demand(ids, 0x0302, fromHost);

        (demand.SizeGB, demand.Source, demand.Basis, demand.DependsOnMode).ShouldBe(
            (fromHost, "host inventory", BarBasis.Stated, false));
    }

    [Fact]
    public void ARequestCountsTheLargestDeviceItAccepts()
    {
        var state = Lab.AddHost("esx1").AddDevice("01:00.0").AddVM("vm1");

        Of(state, A2).ShouldBe(("10de:25b6", 16, false));
        Of(state, Nic, A2, "10de:20b5")
            .ShouldBe(("8086:1572, 10de:25b6, 10de:20b5", 128, false), "though the host has none of them yet");
        Of(state, Nic).ShouldBe(("8086:1572", 0.03125m, false));
        Of(state, "144d:a808").ShouldBe(("144d:a808", 0, false));
        Of(state.ChangeDevice("01:00.0", static device => device with { MmioSizeGB = 128 }), A2).SizeGB.ShouldBe(128);
        Of(state.AddDevice("02:00.0", Unlisted, static device => device with { ClassId = 0x0302 }), Unlisted)
            .ShouldBe((Unlisted, 16, true), "its class is known from the host");
    }

    [Fact]
    public void ARequestThatHoldsADeviceCountsThatOne()
    {
        var state = Lab.AddHost("esx1").AddDevice("01:00.0").AddVM("vm1").Do(AttachDynamic("vm1", A2, "10de:20b5"));

        MmioLab.Of(state).RequiredGB.ShouldBe(128);
        MmioLab.Of(state.Do(PowerOn("vm1"))).Devices.Single().ShouldSatisfyAllConditions(
            static demand => demand.SizeGB.ShouldBe(16), static demand => demand.Device.ShouldBe("0000:01:00.0"));
    }

    [Fact]
    public void AnEnhancedRequestCountsTheLargestOfItsClass()
    {
        var state =
            Lab.AddHost("esx1", static host =>
                host with { DvxClasses = [new DvxClassRecord { Name = "gpu" }, new DvxClassRecord { Name = "none" }] })
            .AddEnhanced("01:00.0", "8086:56c0", "gpu").AddEnhanced("02:00.0", "1da3:1060", "gpu").AddVM("vm1");

        MmioLab.Of(state.Do(AttachEnhanced("vm1", "gpu"))).RequiredGB.ShouldBe(128);
        MmioLab.Of(state.Do(AttachEnhanced("vm1", "none"))).Devices.Single().Source.ShouldBe("the host has no such device");
    }

    [Fact]
    public void ALabelNarrowsWhatTheHostHas()
    {
        var state = Lab.AddHost("esx1").AddDevice("01:00.0", A2, static device => device with { MmioSizeGB = 64 })
            .AddDevice("02:00.0", A2, static device => device with { HardwareLabel = "ai" }).AddVM("vm1");

        MmioLab.Of(state.Do(AttachLabelled("vm1", "ai", A2))).RequiredGB.ShouldBe(16);
        MmioLab.Of(state.Do(AttachDynamic("vm1", A2))).RequiredGB.ShouldBe(64);
    }

    private static (string Device, decimal SizeGB, bool Assumed) Of(InventoryState state, params string[] allowed)
    {
        var demand = MmioLab.Of(state.Do(AttachDynamic("vm1", allowed))).Devices.Single();
        return (demand.Device, demand.SizeGB, demand.Assumed);
    }
}
