using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
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
    [InlineData(null, null, null, 0, false)]
    [InlineData("TRUE", "64", 64, 64, true)]
    [InlineData("true", "32", 32, 32, true)]
    [InlineData("TRUE", "16", 16, 16, false)]
    [InlineData("TRUE", "17", 17, 17, true)]
    [InlineData("TRUE", null, null, 32, true)]
    [InlineData("FALSE", "64", 64, 0, false)]
    [InlineData(null, "64", 64, 0, false)]
    [InlineData("1", "64", 64, 0, false)]
    [InlineData("TRUE", "sixty-four", null, 32, true)]
    [InlineData("TRUE", "0", null, 32, true)]
    [InlineData("TRUE", "-64", null, 32, true)]
    [InlineData("TRUE", " 64", null, 32, true)]
    [InlineData("TRUE", "64.0", null, 32, true)]
    [InlineData("TRUE", "65536", 65536, 65536, true)]
    [InlineData("TRUE", "65537", null, 32, true)]
    [InlineData("TRUE", "99999999999999999999", null, 32, true)]
    public void ReadsTheSettings(string? enabled, string? size, int? configured, int effective, bool sufficient)
    {
        var state = MmioLab.With(T4).ChangeVM("vm1", vm => vm with { AdvancedSettings = Settings(enabled, size) });

        foreach (var culture in Cultures.Names)
        {
            var sizing = Cultures.In(culture, () => MmioLab.Of(state));
            (sizing.ConfiguredGB, sizing.EffectiveGB, sizing.IsSufficient).ShouldBe((configured, effective, sufficient), culture);
        }
    }

    [Fact]
    public void TheKeysAreThoseOfTheFactsWhateverTheirCase()
    {
        (MmioSizing.EnableKey, MmioSizing.SizeKey, MmioSizing.DefaultGB).ShouldBe(("pciPassthru.use64bitMMIO", "pciPassthru.64bitMMIOSizeGB", 32));
        MmioLab.Of(MmioLab.With(T4).Do(Setting("vm1", "PCIPASSTHRU.USE64BITMMIO", "TRUE"), Setting("vm1", "pcipassthru.64bitmmiosizegb", "128"))).EffectiveGB.ShouldBe(128);
    }

    [Fact]
    public void WithoutALargeDeviceAnythingIsEnough()
    {
        var sizing = MmioLab.Of(Nic, "10de:1bb3", "10de:1bb3", "10de:1bb3");

        (sizing.RequiredGB, sizing.RecommendedGB, sizing.EffectiveGB, sizing.IsSufficient).ShouldBe((24, 0, 0, true));
    }

    [Fact]
    public void OneAssumptionMarksTheWhole()
    {
        var state = MmioLab.With(T4).AddDevice("09:00.0", "10de:ffff", static device => device with { ClassId = 0x0302 });

        MmioLab.Of(state).Assumed.ShouldBeFalse();
        MmioLab.Of(state.Do(AttachFixed("vm1", "09:00.0"))).Assumed.ShouldBeTrue();
    }

    [Fact]
    public void BelongsToItsMachineOrTemplate()
    {
        MmioLab.Of(T4).VM.ShouldBeOfType<VirtualMachine>().Name.ShouldBe("vm1");
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
