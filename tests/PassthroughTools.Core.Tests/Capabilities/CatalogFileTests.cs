using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Capabilities;

/// <summary>An administrator's own entries, since compatibility guides change.</summary>
public sealed class CatalogFileTests
{
    private const string Dlb = """
        {
          "key": "inteldlb", "name": "Intel DLB 2.5", "kind": "accelerator", "pciIds": ["8086:2714"],
          "enhanced": { "source": "bcg", "features": { "VMotion": "yes" } }
        }
        """;

    private const string New = """
        {
          "key": "AcmeNpu", "name": "Acme NPU", "kind": "accelerator", "pciIds": ["1234:0001", "0x1234:0x0002"], "memoryGB": 96,
          "enhanced": { "features": { "VMotion": "yes", "SuspendResume": "conditional", "DrsMigration": "yes" } }
        }
        """;

    private const string Fixed = """
        {
          "key": "Fixed", "name": "Fixed", "kind": "passthrough", "source": "bcg", "aliases": ["FPT"],
          "features": { "VMotion": { "value": "limited", "source": "bcg", "note": "in the lab" } }
        }
        """;

    [Fact]
    public void AnEntryIsAdded()
    {
        using var file = CatalogFile.Of(New);
        var catalog = file.Load();

        catalog.Models.Count.ShouldBe(Catalog.BuiltIn.Models.Count + 1);
        catalog.Technologies.ShouldBe(Catalog.BuiltIn.Technologies);
        var model = catalog.FindModel(0x1234, 2)!;
        (model.Key, model.DefinedIn, model.MemoryGB, model.MemorySource).ShouldBe(("AcmeNpu", file.Path, 96, null));

        var capabilities = Of(catalog, "1234:0001");
        (capabilities["VMotion"]!.Support, capabilities["SuspendResume"]!.Support, capabilities["LivePatch"]!.Support)
            .ShouldBe((CapabilitySupport.Supported, CapabilitySupport.Unknown, CapabilitySupport.Unknown));
        capabilities["VMotion"]!.Source.ShouldBe($"catalog entry AcmeNpu ({file.Path})");
        capabilities["DrsMigration"]!.Support.ShouldBe(CapabilitySupport.Supported, "what is stated needs no derivation");
    }

    [Fact]
    public void AnEntryTakesAnothersPlace()
    {
        using var file = CatalogFile.Of(Dlb);
        var catalog = file.Load();

        catalog.Models.Count.ShouldBe(Catalog.BuiltIn.Models.Count);
        catalog.FindModel(0x8086, 0x2710).ShouldBeNull("the entry's place is taken as a whole");
        var capabilities = Of(catalog, "8086:2714");
        capabilities["VMotion"]!.Support.ShouldBe(CapabilitySupport.Supported);
        capabilities["VMotion"]!.Source.ShouldBe($"catalog entry inteldlb (Broadcom Compatibility Guide, 2026-10; {file.Path})");
        Catalog.BuiltIn.FindModel(0x8086, 0x2714)!.Fact(PassthroughFeature.VMotion)!.Value.ShouldBe("no",
            "the built-in catalog stays as it is");
    }

    [Fact]
    public void APciIdBelongsToTheLastThatNamesIt()
    {
        using var file = CatalogFile.Of(New.Replace("1234:0001", "10de:1eb8", System.StringComparison.Ordinal));

        file.Load().FindModel(0x10de, 0x1eb8)!.Key.ShouldBe("AcmeNpu");
    }

    /// <summary>
    /// An entry that was written for its capabilities leaves the BAR as it is known; one that gives it is taken at its word.
    /// </summary>
    [Theory]
    [InlineData("OwnT4", "", 0.25, BarBasis.Published)]
    [InlineData("OwnT4", ", \"memoryGB\": 16", 0.25, BarBasis.Published)]
    [InlineData("NvidiaTeslaT4", "", 0.25, BarBasis.Published)]
    [InlineData("NvidiaTeslaT4", ", \"bar\": { \"sizeGB\": 16 }", 16, BarBasis.Stated)]
    [InlineData("OwnT4", ", \"bar\": { \"sizeGB\": 0.5, \"basis\": \"observed\" }", 0.5, BarBasis.Observed)]
    public void TheBarIsOverriddenByOneThatIsGiven(string key, string given, double size, BarBasis basis)
    {
        using var file = CatalogFile.Of(
            $$"""{ "key": "{{key}}", "name": "T4", "kind": "gpu", "pciIds": ["10de:1eb8"]{{given}} }""");
        var state = InventoryState.Empty(file.Load(), "/VIServer=lab/").AddHost("esx1").AddDevice("03:00.0", T4).AddVM("vm1");

        var demand = MmioLab.Of(state.Do(Asks.AttachFixed("vm1", "03:00.0"))).Devices.Single();
        (demand.SizeGB, demand.Basis).ShouldBe(((decimal)size, basis));
        demand.Source.ShouldBe(
            basis == BarBasis.Published ? $"catalog entry NvidiaTeslaT4 "
                + $"({Catalog.BuiltIn.FindModel(0x10de, 0x1eb8)!.Bar!.Source})"
            : $"catalog entry {key} ({file.Path})");
    }

    [Theory]
    [InlineData("Fixed")]
    [InlineData("FixedDirectPath")]
    public void ATechnologyIsOverriddenToo(string key)
    {
        using var file = CatalogFile.Of(
            technologies: Fixed.Replace("\"key\": \"Fixed\"", $"\"key\": \"{key}\"", StringComparison.Ordinal));
        var catalog = file.Load();
        var capabilities = Of(catalog, T4, DeviceMode.DirectPath);

        (capabilities["VMotion"]!.Support, capabilities["VMotion"]!.Reason).ShouldBe(
            (CapabilitySupport.Supported, "Fixed: VMotion limited (in the lab)"));
        capabilities["VMotion"]!.Source.ShouldBe($"catalog entry Fixed (Broadcom Compatibility Guide, 2026-10; {file.Path})");
        (capabilities["SuspendResume"]!.Support, capabilities["SuspendResume"]!.Reason).ShouldBe(
            (CapabilitySupport.Unknown, "no source says"));
        catalog.FindTechnology("fixed")!.Aliases.ShouldBe(["FPT"]);
    }

    [Fact]
    public void FilesAddUp()
    {
        using var first = CatalogFile.Of(New);
        using var second = CatalogFile.Of(Dlb);
        var catalog = first.Load().WithFile(second.Path);

        (catalog.FindModel(0x1234, 1)?.Key, catalog.FindModel(0x8086, 0x2714)?.Key).ShouldBe(("AcmeNpu", "inteldlb"));
    }

    [Fact]
    public void CommentsAndAByteOrderMarkAreNoFault()
    {
        using var file = new CatalogFile(
            "\ufeff// from the compatibility guide\n{ \"schemaVersion\": 1, /* none yet */ \"models\": [] }\n// end\n");

        file.Load().Models.ShouldBe(Catalog.BuiltIn.Models);
    }

    [Fact]
    public void AFileThatIsNotThereIsNotFound()
    {
        var path = Path.Combine(Path.GetTempPath(), "no-such-catalog.json");
        var refusal = Should.Throw<PassthroughException>(() => Catalog.BuiltIn.WithFile(path));

        (refusal.Id, refusal.Target).ShouldBe((ErrorId.FileNotFound, path));
        refusal.Message.ShouldContain(path);
    }

    private static CapabilityMatrix Of(Catalog catalog, string ids, DeviceMode mode = DeviceMode.EnhancedDirectPath) =>
        Lab.AddHost("esx1").AddDevice("05:00.0", ids, device => device with { Mode = mode, ActiveMode = mode })
            .WithCatalog(catalog)
            .AllHosts().Single().PassthroughDevices().Single().Capabilities;
}
