using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class SetMmioSizingTests
{
    private static readonly InventoryState Two =
        Lab.AddHost("esx1").AddDevice("03:00.0").AddDevice("04:00.0").AddDevice("05:00.0", Nic)
        .AddVM("vm1", static vm => vm with { AdvancedSettings = VMRecord.NoSettings })
        .AddVM("vm2", static vm => vm with { AdvancedSettings = VMRecord.NoSettings })
        .Do(AttachFixed("vm1", "03:00.0"), AttachFixed("vm1", "04:00.0"));

    private static readonly RefusalTable Refusals = new()
    {
        ["no power of two"] = Invalid(48, "48 GB is not a valid MMIO size for VM 'vm1'"),
        ["nothing"] = Invalid(0, "0 GB is not a valid MMIO size for VM 'vm1'"),
        ["less than nothing"] = Invalid(-64, "-64 GB is not a valid MMIO size for VM 'vm1'"),
        ["the lowest number"] = Invalid(int.MinValue, "-2147483648 GB is not a valid MMIO size for VM 'vm1'"),
        ["more than there is"] = Invalid(131072, "131072 GB is not a valid MMIO size for VM 'vm1'"),
        ["nothing to size"] = new(
            Two, SizeMmio("vm2"), ErrorId.MmioSizeInvalid, "VirtualMachine vm2", "VM 'vm2' has no passthrough device",
            "Attach its devices first, or pass -SizeGB"),
        ["exactly the sum"] = new(
            Two, SizeMmio("vm1", 32), ErrorId.MmioSizeTooSmall, "VirtualMachine vm1",
            "32 GB is too small for VM 'vm1': its devices map 32 GB",
            "Use 64 GB or more, or leave out -SizeGB"),
        ["less than the sum"] = new(Two, SizeMmio("vm1", 1), ErrorId.MmioSizeTooSmall, "VirtualMachine vm1",
            "1 GB is too small for VM 'vm1'", "Use 64 GB or more"),
        ["a powered-on VM"] = new(
            Two.Do(SizeMmio("vm1"), PowerOn("vm1")), SizeMmio("vm1", 128), ErrorId.VMNotPoweredOff, "VirtualMachine vm1",
            "VM 'vm1' is powered on", "changing the MMIO size needs it powered off", "Run: Stop-VM -VM 'vm1'"),
        ["more than can be set"] = new(
            Lab.AddHost("esx1").AddDevice("03:00.0", A2, static device => device with { MmioSizeGB = 65536 }).AddVM("vm1")
                .Do(AttachFixed("vm1", "03:00.0")), SizeMmio("vm1"),
            ErrorId.MmioSizeInvalid, "VirtualMachine vm1",
            "VM 'vm1' would need 131072 GB for its devices, more than the 65536 GB that can be set",
            "Get-PassthroughDevice -VM 'vm1'"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    [Theory]
    [InlineData(null, "64")]
    [InlineData(64, "64")]
    [InlineData(1024, "1024")]
    [InlineData(65536, "65536")]
    public void SetsBothKeys(int? asked, string size)
    {
        var decision = Two.Decide(SizeMmio("vm1", asked));
        var vm = Two.Do(SizeMmio("vm1", asked)).VMNamed("vm1");

        (decision.Target, decision.TargetId, decision.Summary).ShouldBe(("vm1", vm.Id, $"VM 'vm1': 64-bit MMIO of {size} GB"));
        (vm.AdvancedSettings.Find("pciPassthru.use64bitMMIO"), vm.AdvancedSettings.Find("pciPassthru.64bitMMIOSizeGB")).ShouldBe(
            ("TRUE", size));
    }

    [Fact]
    public void AnySizeDoesWhereNoDeviceIsLarge() => Two.Outcome(SizeMmio("vm2", 1)).ShouldBeNull();

    [Fact]
    public void TheSameSizeChangesNothingEvenWhileItRuns()
    {
        var state = Two.Do(SizeMmio("vm1"));

        state.Decide(SizeMmio("vm1")).Changes.ShouldBeEmpty();
        state.Do(PowerOn("vm1")).Decide(SizeMmio("vm1")).Changes.ShouldBeEmpty();
        state.Do(Setting("vm1", MmioSizing.EnableKey, "true")).Decide(SizeMmio("vm1", 64)).Changes.ShouldBeEmpty();
        state.Do(Setting("vm1", MmioSizing.EnableKey, "FALSE")).Decide(SizeMmio("vm1", 64)).Changes.ShouldNotBeEmpty();
        state.Do(Setting("vm1", MmioSizing.SizeKey, null)).Decide(SizeMmio("vm1", 64)).Changes.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("48", "64")]
    [InlineData("sixty-four", "64")]
    public void MendsASizeThatIsNoPowerOfTwo(string size, string mended)
    {
        var state = Two.Do(Setting("vm1", MmioSizing.EnableKey, "TRUE"), Setting("vm1", MmioSizing.SizeKey, size));

        state.Outcome(PowerOn("vm1")).ShouldBe(ErrorId.MmioSizeInvalid);
        var set = state.Do(SizeMmio("vm1"));
        set.VMNamed("vm1").AdvancedSettings.Find(MmioSizing.SizeKey).ShouldBe(mended);
        set.Outcome(PowerOn("vm1")).ShouldBeNull();
    }

    /// <summary>A card with a small BAR needs none, so nothing is set; a size that is wrong is mended all the same.</summary>
    [Theory]
    [InlineData(null, null)]
    [InlineData("256", "256")]
    [InlineData("48", "64")]
    [InlineData("none", "32")]
    public void LeavesDevicesThatNeedNoneAsTheyAre(string? size, string? set)
    {
        var state = Two.Do(AttachFixed("vm2", "05:00.0"), Setting("vm2", MmioSizing.EnableKey, "TRUE"));
        if (size is not null) state = state.Do(Setting("vm2", MmioSizing.SizeKey, size));

        state.Decide(SizeMmio("vm2")).Changes.Count.ShouldBe(size == set ? 0 : 1);
        state.Do(SizeMmio("vm2")).VMNamed("vm2").AdvancedSettings.Find(MmioSizing.SizeKey).ShouldBe(set);
        state.Do(SizeMmio("vm2")).Outcome(PowerOn("vm2")).ShouldBeNull();
    }

    [Fact]
    public void WhatItSetsIsEnoughToPowerOn() =>
    Two.Do(SizeMmio("vm1"), PowerOn("vm1")).VMNamed("vm1").PowerState.ShouldBe(VMPowerState.PoweredOn);

    private static Refusal Invalid(int sizeGB, string says) => new(
        Two, SizeMmio("vm1", sizeGB), ErrorId.MmioSizeInvalid, "VirtualMachine vm1", says,
        "A size is a power of two from 1 to 65536, such as 64 or 128");
}
