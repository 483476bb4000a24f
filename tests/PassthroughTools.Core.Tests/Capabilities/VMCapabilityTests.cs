using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Capabilities.CapabilitySupport;
using static PassthroughTools.Capabilities.PassthroughFeature;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Capabilities;

/// <summary>What works for a machine is the weakest over its devices.</summary>
public sealed class VMCapabilityTests
{
    private static readonly InventoryState State = Lab
        .AddHost("esx1",
            static host => host with { DvxClasses = [new DvxClassRecord { Name = "qat" }, new DvxClassRecord { Name = "mixed" },
            new DvxClassRecord { Name = "none" }] })
        .AddDevice("03:00.0", T4).AddEnhanced("05:00.0", Qat, "qat").AddEnhanced("06:00.0", Qat, "mixed")
        .AddEnhanced("07:00.0", "1002:740f", "mixed")
        .AddVM("vm1");

    [Fact]
    public void WithoutDevicesItHasTheParavirtualRow()
    {
        var capabilities = Of(State);

        capabilities.ShouldAllBe(static capability => capability.Support == Supported && capability.LimitedBy == null);
        capabilities[VMotion].Source.ShouldStartWith("catalog entry Paravirtual (");
        capabilities[VMotion].Reason.ShouldBe("Paravirtual devices only: VMotion yes");
    }

    [Fact]
    public void AFixedDeviceTakesWhatItTakes()
    {
        var capabilities = Of(State.Do(AttachFixed("vm1", "03:00.0")));

        (capabilities[VMotion].Support, capabilities[DrsPlacement].Support, capabilities[StatisticsCollection].Support).ShouldBe(
            (NotSupported, NotSupported, Unknown));
        (capabilities[VMotion].LimitedBy, capabilities[VMotion].Reason).ShouldBe(
            ("0000:03:00.0", "Fixed DirectPath: VMotion no"));
    }

    [Fact]
    public void ADynamicRequestIsPlacedAndRestartedButNotMoved()
    {
        var capabilities = Of(State.Do(AttachLabelled("vm1", "ai", T4)));

        (capabilities[VMotion].Support, capabilities[DrsMigration].Support, capabilities[DrsPlacement].Support,
            capabilities[HighAvailability].Support)
            .ShouldBe((NotSupported, NotSupported, Supported, Supported));
        capabilities[VMotion].LimitedBy.ShouldBe("10de:1eb8 labelled 'ai'");
        Of(State.Do(AttachDynamic("vm1", T4), PowerOn("vm1")))[VMotion].LimitedBy.ShouldBe("0000:03:00.0");
    }

    [Fact]
    public void TheWeakestDeviceDecidesAndIsNamed()
    {
        var capabilities = Of(State.Do(AttachEnhanced("vm1", "qat"), AttachFixed("vm1", "03:00.0")));

        (capabilities[VMotion].Support, capabilities[VMotion].LimitedBy).ShouldBe((NotSupported, "0000:03:00.0"));
        Of(State.Do(AttachEnhanced("vm1", "qat")))[VMotion].Support.ShouldBe(Supported);
    }

    [Fact]
    public void UnknownIsWeakerThanYesAndStrongerThanNo()
    {
        var known = State.Do(AttachEnhanced("vm1", "qat"));

        (Of(known)[VMotion].Support, Of(known)[FaultTolerance].Support).ShouldBe((Supported, Unknown));
        Of(known.Do(AttachEnhanced("vm1", "none")))[VMotion].Support.ShouldBe(Unknown);
        Of(known.Do(AttachEnhanced("vm1", "none"), AttachFixed("vm1", "03:00.0")))[VMotion].Support.ShouldBe(NotSupported);
    }

    [Fact]
    public void AnEnhancedRequestIsAsWeakAsTheWeakestDeviceItMayGet()
    {
        var off = State.Do(AttachEnhanced("vm1", "mixed"));
        var on = off.Do(PowerOn("vm1"));

        (Of(off)[VMotion].Support, Of(off)[VMotion].LimitedBy).ShouldBe((NotSupported, "0000:07:00.0"));
        on.OwnerAt("06:00.0").ShouldBe("vm1");
        (Of(on)[VMotion].Support, Of(on)[VMotion].LimitedBy).ShouldBe((Supported, "0000:06:00.0"));
    }

    [Fact]
    public void AClassWithoutDevicesIsUnknown()
    {
        var capability = Of(State.Do(AttachEnhanced("vm1", "none")))[VMotion];

        (capability.Support, capability.Reason, capability.LimitedBy, capability.Source).ShouldBe(
            (Unknown, "host 'esx1' has no device of class none", "none", "host inventory"));
    }

    [Fact]
    public void AnAttachmentHasItsOwn()
    {
        var vm = State.Do(AttachEnhanced("vm1", "qat"), AttachFixed("vm1", "03:00.0")).AllVMs().Single();

        vm.PassthroughDevices.Select(static device => device.Capabilities[VMotion].Support).ShouldBe([Supported, NotSupported]);
    }

    [Fact]
    public void ATemplateHasThemToo() =>
    Lab.AddHost("esx1").AddTemplate("gold").AllTemplates().Single().Capabilities[VMotion].Support.ShouldBe(Supported);

    private static CapabilityMatrix Of(InventoryState state) => state.AllVMs().Single().Capabilities;
}
