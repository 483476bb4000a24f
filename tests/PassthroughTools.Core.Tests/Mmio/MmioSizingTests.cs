using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Mmio;

/// <summary>What is set, and whether it is enough.</summary>
public sealed class MmioSizingTests
{
    [Theory]
    [InlineData(null, null, null, 3.5, false)]
    [InlineData("TRUE", "64", 64, 64, true)]
    [InlineData("true", "32", 32, 32, true)]
    [InlineData("TRUE", "16", 16, 16, false)]
    [InlineData("TRUE", "17", 17, 0, false)]
    [InlineData("TRUE", "48", 48, 0, false)]
    [InlineData("TRUE", "", null, 32, true)]
    [InlineData("TRUE", null, null, 32, true)]
    [InlineData("FALSE", "64", 64, 3.5, false)]
    [InlineData(null, "64", 64, 3.5, false)]
    [InlineData("1", "64", 64, 64, true)]
    [InlineData("maybe", "64", 64, 3.5, false)]
    [InlineData("TRUE", "sixty-four", null, 0, false)]
    [InlineData("TRUE", "0", null, 0, false)]
    [InlineData("TRUE", "-64", null, 0, false)]
    [InlineData("TRUE", " 64", null, 0, false)]
    [InlineData("TRUE", "64.0", null, 0, false)]
    [InlineData("TRUE", "65536", 65536, 65536, true)]
    [InlineData("TRUE", "65537", null, 0, false)]
    [InlineData("TRUE", "99999999999999999999", null, 0, false)]
    public void ReadsTheSettings(string? enabled, string? size, int? configured, decimal effective, bool sufficient)
    {
        var state = MmioLab.With(A2).ChangeVM("vm1", vm => vm with { AdvancedSettings = Settings(enabled, size) });

        foreach (var culture in Cultures.Names)
        {
            var sizing = Cultures.In(culture, () => MmioLab.Of(state));
            (sizing.ConfiguredGB, sizing.EffectiveGB, sizing.IsSufficient).ShouldBe((configured, effective, sufficient), culture);
        }
    }

    [Fact]
    public void TheKeysAreThoseOfTheFactsWhateverTheirCase()
    {
        (MmioSizing.EnableKey, MmioSizing.SizeKey, MmioSizing.DefaultGB).ShouldBe(
            ("pciPassthru.use64bitMMIO", "pciPassthru.64bitMMIOSizeGB", 32));
        MmioLab.Of(MmioLab.With(A2).Do(Setting("vm1", "PCIPASSTHRU.USE64BITMMIO", "TRUE"),
            Setting("vm1", "pcipassthru.64bitmmiosizegb", "128"))).EffectiveGB.ShouldBe(128);
    }

    [Fact]
    public void WithoutALargeDeviceAnythingIsEnough()
    {
        var sizing = MmioLab.Of(Nic, T4, T4, T4);

        (sizing.RequiredGB, sizing.RecommendedGB, sizing.EffectiveGB, sizing.IsSufficient).ShouldBe((0.78125m, 0, 3.5m, true));
    }

    /// <summary>Fourteen cards of 0.25 GB map 3.5 GB, beside which their small BARs do not fit.</summary>
    [Theory]
    [InlineData(13, true, 0)]
    [InlineData(14, false, 4)]
    public void WithoutARegionSmallBarsFillWhatThereIs(int cards, bool sufficient, int recommended)
    {
        var sizing = MmioLab.Of([.. System.Linq.Enumerable.Repeat(T4, cards)]);

        (sizing.IsSufficient, sizing.RecommendedGB).ShouldBe((sufficient, recommended));
        sizing.EffectiveSource.ShouldContain("917504 pages");
    }

    /// <summary>
    /// The size is wrong whatever is attached; only without a device is there nothing that it could be wrong for.
    /// </summary>
    [Theory]
    [InlineData(T4, false)]
    [InlineData(A2, false)]
    [InlineData(null, true)]
    public void ASizeThatIsNoPowerOfTwoIsNotSufficient(string? device, bool sufficient)
    {
        var state = MmioLab.With(device is null ? [] : [device])
            .ChangeVM("vm1", static vm => vm with { AdvancedSettings = Settings("TRUE", "48") });

        MmioLab.Of(state).IsSufficient.ShouldBe(sufficient);
        MmioLab.Of(state).EffectiveSource.ShouldBe(
            "pciPassthru.64bitMMIOSizeGB is '48', which is not a power of two (Broadcom KB 323402)");
    }

    [Theory]
    [InlineData("8.0.3",
        "no size is set: the default of vSphere 8 (frankdenneman.nl, 2023-05-30: one author, a VMware employee)")]
    [InlineData("7.0.3", "no size is set: the vSphere 8 default (frankdenneman.nl, 2023-05-30); none is known for ESXi 7.0.3")]
    [InlineData(null,
        "no size is set: the vSphere 8 default (frankdenneman.nl, 2023-05-30); this host's ESXi version is not recorded")]
    public void TheDefaultIsKnownForVSphereEight(string? version, string source)
    {
        var state = MmioLab.With(A2).ChangeHost("esx1", host => host with { Version = version })
            .ChangeVM("vm1", static vm => vm with { AdvancedSettings = Settings("TRUE", null) });

        (MmioLab.Of(state).EffectiveGB, MmioLab.Of(state).EffectiveSource).ShouldBe((32, source));
    }

    [Theory]
    [InlineData("131072", "is more than 65536, the largest size that is accepted here")]
    [InlineData("65537", "is more than 65536, the largest size that is accepted here")]
    [InlineData(" 64 ", "is not a positive whole number")]
    [InlineData("64.0", "is not a positive whole number")]
    [InlineData("64GB", "is not a positive whole number")]
    [InlineData("0", "is not a positive whole number")]
    [InlineData("96", "is not a power of two (Broadcom KB 323402)")]
    public void SaysWhatIsWrongWithASize(string size, string fault)
    {
        var state = MmioLab.With(A2).ChangeVM("vm1", vm => vm with { AdvancedSettings = Settings("TRUE", size) });

        MmioLab.Of(state).EffectiveSource.ShouldBe($"pciPassthru.64bitMMIOSizeGB is '{size}', which {fault}");
        state.TestVM("vm1").Named("MmioSize").Found.ShouldBe($"VM 'vm1' has pciPassthru.64bitMMIOSizeGB '{size}', which {fault}");
    }

    /// <summary>With BIOS the two settings have no effect (bar-facts.json, defaults).</summary>
    [Theory]
    [InlineData(A2, "64", false, "What mends EfiFirmware mends it too.")]
    [InlineData(A2, "16", false, "Set-MmioSizing -VM 'vm1'")]
    [InlineData(T4, "64", true, null)]
    public void WithBiosThereIsNoRegion(string device, string size, bool sufficient, string? remedy)
    {
        var state = MmioLab.With(device)
            .ChangeVM("vm1", vm => vm with { Firmware = Firmware.Bios, AdvancedSettings = Settings("TRUE", size) });

        (MmioLab.Of(state).EffectiveGB, MmioLab.Of(state).IsSufficient).ShouldBe((3.5m, sufficient));
        MmioLab.Of(state).EffectiveSource.ShouldStartWith("with BIOS firmware 64-bit MMIO has no effect");
        state.TestVM("vm1").Named("MmioSize").ShouldBeMendedBy(remedy);
    }

    /// <summary>
    /// A card that maps 256 MB in one mode and more than 3.5 GB in the other is not refused for the mode that nobody knows; once
    /// the host's device tells it, that counts.
    /// </summary>
    [Theory]
    [InlineData("10de:2204", null, Verdict.Warning, null)] // RTX 3090: 32, or 0.25 without Resizable BAR
    [InlineData("10de:2230", null, Verdict.Warning, null)] // RTX A6000: 64, or 0.25 with displays on
    [InlineData("10de:13f2", null, Verdict.Warning, null)] // Tesla M60: 8, or 0.25 in graphics mode
    [InlineData("10de:2204", 32, Verdict.Fail, ErrorId.FirmwareNotEfi)]
    [InlineData("10de:2204", 0, Verdict.Pass, null)]
    [InlineData("1002:66a1", null, Verdict.Fail, ErrorId.FirmwareNotEfi)] // MI60: 32, or 16
    public void WhereOnlyTheModeOfACardDecidesItIsAWarning(string device, int? stated, Verdict verdict, ErrorId? refusal)
    {
        var state = MmioLab.With(device)
            .ChangeVM("vm1", static vm => vm with { Firmware = Firmware.Bios, AdvancedSettings = VMRecord.NoSettings })
            .ChangeHost("esx1", static host => host with { Above4GDecoding = false })
            .ChangeDevice("0000:01:00.0", card => card with { MmioSizeGB = stated });

        foreach (var requirement in new[] { "EfiFirmware", "MmioSize", "Above4GDecoding" })
            state.TestVM("vm1").Named(requirement).Result.ShouldBe(verdict, requirement);
        state.Outcome(PowerOn("vm1")).ShouldBe(refusal);
        state.Do(Detach("vm1")).Outcome(AttachFixed("vm1", "0000:01:00.0")).ShouldBe(refusal);
        if (verdict != Verdict.Warning) return;
        foreach (var requirement in new[] { "EfiFirmware", "MmioSize" })
        {
            var remedy = state.TestVM("vm1").Named(requirement).Needed;
            remedy.ShouldContain("record that as mmioSizeGB of the host's device");
            remedy.ShouldContain(
                "{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"esx1\", \"devices\": [ { \"address\": \"<address>\", "
                + "\"mmioSizeGB\": <GB> } ] } ] }");
            remedy.ShouldContain("Where it is large: Set-VM -VM 'vm1' -Firmware Efi");
        }
    }

    [Fact]
    public void OfADeviceOfUnknownClassItIsNotSaidThatItMapsNothing()
    {
        var state = MmioLab.With("10de:ffff").ChangeDevice("0000:01:00.0", static card => card with { ClassId = default });

        state.TestVM("vm1").Named("MmioSize").Found.ShouldEndWith("for devices of which it is not known what they map");
    }

    /// <summary>NVIDIA publishes 64 GB for a V100 of 16 GB, for which the rule gives 32.</summary>
    [Theory]
    [InlineData("32", Verdict.Warning, "the rule needs more than 16 GB, and 64 GB is published for these devices")]
    [InlineData("64", Verdict.Pass, "the devices need a region of 64 GB or more, a power of two")]
    [InlineData("16", Verdict.Fail, "the devices need a region of 64 GB or more, a power of two")]
    public void ARegionBelowThePublishedOneIsAWarning(string size, Verdict verdict, string needed)
    {
        var state = MmioLab.With("10de:1db4").ChangeVM("vm1", vm => vm with { AdvancedSettings = Settings("TRUE", size) });
        var test = state.TestVM("vm1").Named("MmioSize");

        (test.Result, test.Needed).ShouldBe((verdict, needed));
        MmioLab.Of(state).IsSufficient.ShouldBe(verdict != Verdict.Fail);
        state.Outcome(PowerOn("vm1")).ShouldBe(verdict == Verdict.Fail ? ErrorId.MmioSizeTooSmall : (ErrorId?)null);
    }

    [Fact]
    public void TheLeastCertainSizeMarksTheWhole()
    {
        MmioLab.Of("10de:20f1", "10de:20b5").Basis.ShouldBe(BarBasis.Observed);
        MmioLab.Of("10de:20f1", "8086:56c0").Basis.ShouldBe(BarBasis.Derived);
        MmioLab.Of("144d:a808").Basis.ShouldBeNull();
        (MmioLab.Of("10de:20f1").DependsOnMode, MmioLab.Of("10de:20f1", "10de:2230").DependsOnMode).ShouldBe((false, true));
    }

    [Fact]
    public void OneAssumptionMarksTheWhole()
    {
        var state = MmioLab.With(A2).AddDevice("09:00.0", "10de:ffff", static device => device with { ClassId = 0x0302 });

        MmioLab.Of(state).Assumed.ShouldBeFalse();
        MmioLab.Of(state.Do(AttachFixed("vm1", "09:00.0"))).Assumed.ShouldBeTrue();
    }

    /// <summary>bar-facts.json, vgpu: a virtual function has its card's IDs, and a smaller BAR of its own.</summary>
    [Fact]
    public void AVirtualFunctionIsNotCountedAsItsCard()
    {
        var state =
            Lab.AddHost("esx1").AddDevice("0b:00.0", "10de:20f1",
                static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host })
            .AddDevice("0b:00.4", "10de:20f1", static device => device with { ParentAddress = PciAddress.Parse("0000:0b:00.0") })
            .AddVM("vm1").Do(AttachFixed("vm1", "0b:00.4"));
        var sizing = MmioLab.Of(state);

        (sizing.RequiredGB, sizing.RecommendedGB, sizing.IsSufficient, sizing.Assumed).ShouldBe((0m, 0, (bool?)null, true));
        sizing.Devices[0].Source.ShouldStartWith("not known: a virtual function maps a share");
    }

    [Fact]
    public void BelongsToItsMachineOrTemplate()
    {
        MmioLab.Of(A2).VM.ShouldBeOfType<VirtualMachine>().Name.ShouldBe("vm1");
        var state = Lab.AddHost("esx1").AddTemplate("gold");
        MmioSizing.Of(state, state.VMNamed("gold")).VM.ShouldBeOfType<Template>();
    }

    private static SortedMap<string, string> Settings(string? enabled, string? size)
    {
        var settings = VMRecord.NoSettings;
        if (enabled is not null) settings = settings.Set(MmioSizing.EnableKey, enabled);
        return size is null ? settings : settings.Set(MmioSizing.SizeKey, size);
    }
}
