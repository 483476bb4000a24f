using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

public sealed class HardwareVersionsTests
{
    /// <summary>Broadcom KB 315655, virtual hardware versions.</summary>
    [Theory]
    [InlineData("9.0.0", 22)]
    [InlineData("8.0.3", 21)]
    [InlineData("8.0.2", 21)]
    [InlineData("8.0.1", 20)]
    [InlineData("8.0.0", 20)]
    [InlineData("7.0.3", 19)]
    [InlineData("7.0.2", 19)]
    [InlineData("7.0.1", 18)]
    [InlineData("7.0.0", 17)]
    [InlineData("6.7.2", 15)]
    [InlineData("6.7.0", 14)]
    [InlineData("6.5.0", 13)]
    [InlineData("6.0.0", 11)]
    [InlineData("5.5.0", 10)]
    [InlineData("5.1.0", 9)]
    [InlineData("5.0.0", 8)]
    [InlineData("4.1.0", 7)]
    [InlineData(null, 21)]
    [InlineData("unheard of", 21)]
    public void NewestOnAHost(string? hostVersion, int newest) => HardwareVersions.NewestOn(hostVersion).ShouldBe(newest);

    [Theory]
    [InlineData("vmx-21", 21)]
    [InlineData("VMX-07", 7)]
    [InlineData("v20", 20)]
    [InlineData("V8", 8)]
    [InlineData("21", 21)]
    [InlineData("3", 3)]
    [InlineData("99", 99)]
    public void Reads(string text, int version)
    {
        HardwareVersions.Parse(text).ShouldBe(version);
        HardwareVersions.Parse(HardwareVersions.Format(version)).ShouldBe(version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("vmx-")]
    [InlineData("vmx-2")]
    [InlineData("100")]
    [InlineData("-7")]
    [InlineData(" 21")]
    [InlineData("vmx-21.1")]
    [InlineData("٢١")]
    [InlineData("ESXi 8.0")]
    public void RefusesOtherText(string text)
    {
        var refusal = Should.Throw<PassthroughException>(() => HardwareVersions.Parse(text));

        (refusal.Id, refusal.Target).ShouldBe((ErrorId.ValueInvalid, text));
        refusal.Message.ShouldBe($"'{text}' is no hardware version. Write it as vmx-21.");
    }

    /// <summary>requirements.vm of capability-facts.json: 7 for Fixed, 17 for Dynamic, 20 for Enhanced.</summary>
    [Theory]
    [InlineData(DirectPathTechnology.Fixed, 7)]
    [InlineData(DirectPathTechnology.Dynamic, 17)]
    [InlineData(DirectPathTechnology.Enhanced, 20)]
    public void EachTechnologyNeedsOne(DirectPathTechnology technology, int least)
    {
        var ask = technology switch
        {
            DirectPathTechnology.Fixed => AttachFixed("vm1", "03:00.0"),
            DirectPathTechnology.Dynamic => AttachDynamic("vm1", Nic),
            _ => AttachEnhanced("vm1", "nic"),
        };

        At(least).Outcome(ask).ShouldBeNull();
        new Refusal(
            At(least - 1), ask, ErrorId.HardwareVersionTooLow, "VirtualMachine vm1",
            $"VM 'vm1' has hardware version {HardwareVersions.Format(least - 1)}",
            $"{technology} DirectPath needs {HardwareVersions.Format(least)} or later",
            $"Run: Set-VM -VM 'vm1' -HardwareVersion {HardwareVersions.Format(least)}").Check();

        static InventoryState At(int version) => Lab
            .AddHost("esx1", static host => host with { DvxClasses = [new DvxClassRecord { Name = "nic" }] })
            .AddDevice("03:00.0", Nic)
            .AddVM("vm1", vm => vm with { HardwareVersion = version });
    }

    [Fact]
    public void AHostThatOffersTooLittleIsSaid() => new Refusal(
        Lab.AddHost("old", static host => host with { Version = "6.7.0" }).AddDevice("03:00.0", Nic)
            .AddVM("vm1", static vm => vm with { HardwareVersion = 14 }),
        AttachDynamic("vm1", Nic), ErrorId.HardwareVersionTooLow, "VirtualMachine vm1",
        "needs vmx-17 or later", "Use a VM on a host with a newer ESXi: host 'old' offers up to vmx-14").Check();
}
