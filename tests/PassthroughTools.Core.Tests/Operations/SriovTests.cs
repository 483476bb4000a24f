using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Planning;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>
/// Virtual functions go to a machine each while their physical function is the host's; the physical function goes as a whole or
/// not at all.
/// </summary>
public sealed class SriovTests
{
    private static readonly InventoryState Nics = Lab.AddHost("esx1")
        .AddDevice("05:00.0", Nic,
            static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host, Name = "X710" })
        .AddFunction("05:02.0", "05:00.0").AddFunction("05:02.1", "05:00.0").AddFunction("06:02.0", "06:00.0")
        .AddVM("vm1").AddVM("vm2");

    private static readonly RefusalTable Refusals = new()
    {
        ["a function that is taken"] = new(
            Nics.Do(AttachFixed("vm2", "05:02.0")), AttachFixed("vm1", "05:02.0"), ErrorId.DeviceInUse,
            "Device 0000:05:02.0 of esx1",
            "Device 0000:05:02.0 of host 'esx1' belongs to VM 'vm2'", "-Id 0000:05:02.0 | Remove-PassthroughDevice"),
        ["a function of a physical function that a VM holds"] = new(
            Passed.Do(AttachFixed("vm2", "05:00.0")), AttachFixed("vm1", "05:02.0"), ErrorId.DeviceInUse,
            "Device 0000:05:02.0 of esx1",
            "Virtual function 0000:05:02.0 of host 'esx1' belongs to physical function 0000:05:00.0, which VM 'vm2' (powered "
            + "off) is configured with",
            "Free the physical function first: Get-PassthroughDevice -VM 'vm2' -Id 0000:05:00.0 | Remove-PassthroughDevice"),
        ["a function of a physical function that is passed through"] = new(
            Passed, AttachFixed("vm1", "05:02.0"), ErrorId.DeviceInUse, "Device 0000:05:02.0 of esx1",
            "which is in mode DirectPath", "only while its physical function is the host's",
            "Get-PassthroughDevice -VMHost 'esx1' -Id 0000:05:00.0 | Set-PassthroughDevice -Mode Host"),
        ["a function of a physical function that will be passed through"] = new(
            Nics.Do(SetMode("05:00.0", DeviceMode.DirectPath)), AttachFixed("vm1", "05:02.0"), ErrorId.DeviceInUse,
            "Device 0000:05:02.0 of esx1",
            "which is configured for mode DirectPath", "-Id 0000:05:00.0 | Set-PassthroughDevice -Mode Host"),
        ["a function of a physical function that comes back with a restart"] = new(
            Passed.Do(SetMode("05:00.0", DeviceMode.Host)), AttachFixed("vm1", "05:02.0"), ErrorId.DeviceInUse,
            "Device 0000:05:02.0 of esx1",
            "which is in mode DirectPath", "Restart-VMHost -VMHost 'esx1'"),
        ["a physical function whose function is in use"] = new(
            Nics.Do(AttachFixed("vm2", "05:02.1")).ChangeDevice("05:00.0",
                static device => device with { Mode = DeviceMode.DirectPath, ActiveMode = DeviceMode.DirectPath }),
            AttachFixed("vm1", "05:00.0"), ErrorId.DeviceInUse, "Device 0000:05:00.0 of esx1",
            "Physical function 0000:05:00.0 (X710) of host 'esx1' has virtual function 0000:05:02.1, which VM 'vm2' (powered "
            + "off) is configured with",
            "Free the function first: Get-PassthroughDevice -VM 'vm2' -Id 0000:05:02.1 | Remove-PassthroughDevice"),
        ["passing a physical function through whose function is in use"] = new(
            Nics.Do(AttachFixed("vm2", "05:02.1")), SetMode("05:00.0", DeviceMode.DirectPath), ErrorId.DeviceInUse,
            "Device 0000:05:00.0 of esx1",
            "has virtual function 0000:05:02.1, which VM 'vm2' (powered off) is configured with",
            "-Id 0000:05:02.1 | Remove-PassthroughDevice"),
        ["powering on with a function whose physical function was passed through by hand"] = new(
            Nics.Do(AttachFixed("vm1", "05:02.0")).ChangeDevice("05:00.0",
                static device => device with { Mode = DeviceMode.DirectPath, ActiveMode = DeviceMode.DirectPath }),
            PowerOn("vm1"), ErrorId.DeviceInUse, "Device 0000:05:02.0 of esx1", "which is in mode DirectPath",
            "Set-PassthroughDevice -Mode Host"),
        ["powering on with an SR-IOV adapter whose physical function is passed through"] = new(
            WithAdapter("vm1", Passed), PowerOn("vm1"), ErrorId.DeviceInUse, "Device 0000:05:00.0 of esx1",
            "VM 'vm1' has an SR-IOV network adapter (pciPassthru0.pfId) on device 0000:05:00.0 (X710) of host 'esx1', which is "
            + "passed through",
            "Get-PassthroughDevice -VMHost 'esx1' -Id 0000:05:00.0 | Set-PassthroughDevice -Mode Host"),
        ["powering on with an SR-IOV adapter whose physical function another VM holds"] = new(
            WithAdapter("vm1", Passed.Do(AttachFixed("vm2", "05:00.0"))), PowerOn("vm1"), ErrorId.DeviceInUse,
            "Device 0000:05:00.0 of esx1",
            "which VM 'vm2' (powered off) is configured with",
            "Free it first: Get-PassthroughDevice -VM 'vm2' -Id 0000:05:00.0 | Remove-PassthroughDevice"),
        ["attaching a physical function that an SR-IOV adapter uses"] = new(
            WithAdapter("vm1", Passed), AttachFixed("vm2", "05:00.0"), ErrorId.DeviceInUse, "Device 0000:05:00.0 of esx1",
            "VM 'vm1' (powered off) has an SR-IOV network adapter (pciPassthru0.pfId) on device 0000:05:00.0"),
        ["powering on with a physical function whose function another VM has"] = new(
            Both("vm1", "vm2").ChangeVM("vm2", Running),
            PowerOn("vm1"), ErrorId.DeviceInUse, "Device 0000:05:00.0 of esx1",
            "has virtual function 0000:05:02.1, which VM 'vm2' holds",
            "Free the function first: Stop-VM -VM 'vm2'"),
        ["powering on with a physical function and one of its own functions"] = new(
            Both("vm1", "vm1"), PowerOn("vm1"), ErrorId.DeviceInUse, "Device 0000:05:00.0 of esx1",
            "Physical function 0000:05:00.0 (X710) of host 'esx1' has virtual function 0000:05:02.1, which VM 'vm1' itself is "
            + "configured with"),
        ["powering on with a function whose physical function a VM that is off has too, and is passed through"] = new(
            Both("vm1", "vm2"), PowerOn("vm2"), ErrorId.DeviceInUse, "Device 0000:05:02.1 of esx1",
            "belongs to physical function 0000:05:00.0, which is in mode DirectPath",
            "Free the physical function first: Get-PassthroughDevice -VM 'vm1' -Id 0000:05:00.0 | Remove-PassthroughDevice. "
            + "Run: Get-PassthroughDevice -VMHost 'esx1' -Id 0000:05:00.0 | Set-PassthroughDevice -Mode Host"),
        ["powering on with a physical function that an adapter of a running VM uses, and one of a VM that is off"] = new(
            Passed.Do(AttachFixed("vm1", "05:00.0")).ChangeVM("vm2", UsesFunction).AddVM("vm3").ChangeVM("vm3", UsesFunction)
                .ChangeVM("vm3", Running),
            PowerOn("vm1"), ErrorId.DeviceInUse, "Device 0000:05:00.0 of esx1",
            "VM 'vm3' has an SR-IOV network adapter (ethernet0.pfId) on device 0000:05:00.0 (X710) of host 'esx1'"),
        ["powering on with a physical function that its own adapter uses"] = new(
            Passed.Do(AttachFixed("vm1", "05:00.0")).ChangeVM("vm1", UsesFunction), PowerOn("vm1"), ErrorId.DeviceInUse,
            "Device 0000:05:00.0 of esx1", "VM 'vm1' has an SR-IOV network adapter (ethernet0.pfId) on device 0000:05:00.0"),
        ["passing through what a network adapter uses"] = new(
            Passed.ChangeVM("vm2", UsesFunction), AttachFixed("vm1", "05:00.0"), ErrorId.DeviceInUse,
            "Device 0000:05:00.0 of esx1",
            "VM 'vm2' (powered off) has an SR-IOV network adapter (ethernet0.pfId) on device 0000:05:00.0 (X710) of host 'esx1'",
            "Get-AdvancedSetting -Entity 'vm2' -Name ethernet0.pfId | Remove-AdvancedSetting"),
        ["the physical function of a virtual one that a network adapter had last"] = new(
            Nics.ChangeVM("vm2", UsesVirtualFunction), SetMode("05:00.0", DeviceMode.DirectPath), ErrorId.DeviceInUse,
            "Device 0000:05:00.0 of esx1",
            "VM 'vm2' (powered off) has an SR-IOV network adapter (pciPassthru0.id) on device 0000:05:00.0"),
        ["starting with a network adapter of a physical function that another VM holds"] = new(
            Passed.Do(AttachFixed("vm2", "05:00.0")).ChangeVM("vm1", UsesFunction), PowerOn("vm1"), ErrorId.DeviceInUse,
            "Device 0000:05:00.0 of esx1",
            "VM 'vm1' has an SR-IOV network adapter (ethernet0.pfId) on device 0000:05:00.0 (X710) of host 'esx1', "
            + "which VM 'vm2' (powered off) is configured with; an SR-IOV network adapter works only while its physical "
            + "function is the host's. "
            + "Free it first: Get-PassthroughDevice -VM 'vm2' -Id 0000:05:00.0 | Remove-PassthroughDevice"),
        ["starting with a network adapter that had a virtual function of it last"] = new(
            Passed.Do(AttachFixed("vm2", "05:00.0")).ChangeVM("vm1", UsesVirtualFunction), PowerOn("vm1"), ErrorId.DeviceInUse,
            "Device 0000:05:00.0 of esx1",
            "VM 'vm1' has an SR-IOV network adapter (pciPassthru0.id) on device 0000:05:00.0 (X710)"),
        ["resuming with it"] = new(
            Passed.Do(AttachFixed("vm2", "05:00.0")).ChangeVM("vm1", UsesFunction).ChangeVM("vm1", Suspended), PowerOn("vm1"),
            ErrorId.DeviceInUse, "Device 0000:05:00.0 of esx1", "which VM 'vm2' (powered off) is configured with"),
        ["starting with a network adapter of a physical function that comes back with a restart"] = new(
            Passed.Do(SetMode("05:00.0", DeviceMode.Host)).ChangeVM("vm1", UsesFunction), PowerOn("vm1"), ErrorId.DeviceInUse,
            "Device 0000:05:00.0 of esx1", "which is passed through", "Restart-VMHost -VMHost 'esx1'"),
    };

    public static TheoryData<string> RefusalNames => Refusals.Names;

    private static InventoryState WithAdapter(string vm, InventoryState state) =>
        state.ChangeVM(vm, static record =>
            record with { AdvancedSettings = record.AdvancedSettings.Set("pciPassthru0.pfId", "0000:05:00.0") });

    /// <summary>One machine with the physical function, and one with a function of it, as only an import leaves them.</summary>
    private static InventoryState Both(string ofPhysical, string ofVirtual) =>
        Passed.Do(AttachFixed(ofPhysical, "05:00.0"))
            .ChangeDevice("05:02.1", static device => device with { ParentAddress = null })
            .Do(AttachFixed(ofVirtual, "05:02.1"))
            .ChangeDevice("05:02.1", static device => device with { ParentAddress = PciAddress.Parse("05:00.0") });

    private static VMRecord Running(VMRecord vm) => vm with { PowerState = VMPowerState.PoweredOn };

    private static InventoryState Passed => Nics.Do(SetMode("05:00.0", DeviceMode.DirectPath), Restart("esx1", force: true));

    private static VMRecord UsesFunction(VMRecord vm) =>
        vm with { AdvancedSettings = vm.AdvancedSettings.Set("ethernet0.pfId", "00000:005:00.0") };

    private static VMRecord UsesVirtualFunction(VMRecord vm) => vm with
    {
        AdvancedSettings = vm.AdvancedSettings.Set("pciPassthru0.id", "00000:005:02.0").Set("pciPassthru0.systemId", "BYPASS"),
    };

    private static VMRecord Suspended(VMRecord vm) => vm with { PowerState = VMPowerState.Suspended };

    [Theory]
    [MemberData(nameof(RefusalNames))]
    public void Refuses(string what) => Refusals[what].Check();

    /// <summary>A machine that is powered off uses nothing: it is said, and keeps nobody from starting.</summary>
    [Fact]
    public void AMachineThatIsOffKeepsNobodyFromStarting()
    {
        var withAdapter = Passed.Do(AttachFixed("vm1", "05:00.0")).ChangeVM("vm2", UsesFunction);
        var withHostsOwn = Both("vm2", "vm1")
            .ChangeDevice("05:00.0", static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host });
        var adapterOfHostsOwn = withHostsOwn.ChangeVM("vm1", static vm => vm with { Devices = [] }).ChangeVM("vm1", UsesFunction);

        foreach (var (state, requirement) in new[]
        {
            (Both("vm1", "vm2"), "DeviceFree"), (withAdapter, "DeviceFree"), (withHostsOwn, "DeviceFree"),
            (adapterOfHostsOwn, "SriovAdapter"),
        })
        {
            state.Outcome(PowerOn("vm1")).ShouldBeNull();
            var test = state.TestVM("vm1").Named(requirement);
            test.Result.ShouldBe(Verdict.Warning);
            test.Found.ShouldContain("VM 'vm2' (powered off)");
        }
    }

    [Fact]
    public void EachFunctionGoesToAMachineOfItsOwn()
    {
        var state = Nics.Do(AttachFixed("vm1", "05:02.0"), AttachFixed("vm2", "05:02.1"), PowerOn("vm1"), PowerOn("vm2"));

        (state.OwnerAt("05:00.0"), state.OwnerAt("05:02.0"), state.OwnerAt("05:02.1")).ShouldBe((null, "vm1", "vm2"));
    }

    [Fact]
    public void AFunctionWhosePhysicalFunctionIsNotListedIsFree() => Nics.Outcome(AttachFixed("vm1", "06:02.0")).ShouldBeNull();

    [Fact]
    public void ThePhysicalFunctionGoesOnceItsFunctionsAreFree() => Nics
        .Do(AttachFixed("vm1", "05:02.0"), Detach("vm1"), SetMode("05:00.0", DeviceMode.DirectPath), Restart("esx1", force: true),
            AttachFixed("vm1", "05:00.0"))
        .OwnerAt("05:00.0").ShouldBe("vm1");

    [Fact]
    public void ThePhysicalFunctionIsTakenBackWhateverItsFunctionsDo() => Nics.Do(AttachFixed("vm2", "05:02.1"))
        .ChangeDevice("05:00.0", static device => device with { Mode = DeviceMode.DirectPath })
        .Outcome(SetMode("05:00.0", DeviceMode.Host)).ShouldBeNull();

    [Fact]
    public void AMachineStartsWithAnAdapterOfTheHostsOwnPhysicalFunction()
    {
        Nics.ChangeVM("vm1", UsesFunction).Outcome(PowerOn("vm1")).ShouldBeNull();
        Nics.ChangeVM("vm1", UsesFunction).ChangeVM("vm1", Suspended).Outcome(PowerOn("vm1")).ShouldBeNull();
    }

    [Fact]
    public void WhatIsKnownToBeNoNetworkDeviceIsNotUsedByAnAdapter()
    {
        var state = Passed.ChangeVM("vm1", UsesFunction);

        state.ChangeDevice("05:00.0", static device => device with { ClassId = 0x0302 })
            .Outcome(PowerOn("vm1")).ShouldBeNull();
        state.ChangeDevice("05:00.0", static device => device with { ClassId = 0x0200 })
            .Outcome(PowerOn("vm1")).ShouldBe(ErrorId.DeviceInUse);
    }

    [Fact]
    public void TheHostThatIsFoundForAMachineIsNotOneWhereItsAdapterFindsNothing() =>
        HostFinder.Find(Passed.ChangeVM("vm1", UsesFunction), Passed.ChangeVM("vm1", UsesFunction).VMNamed("vm1")).Single().Reason
            .ShouldNotBeNull().ShouldContain("which is passed through");

    [Fact]
    public void ARequestIsNotGivenWhatAnAdapterUses() => Passed.ChangeVM("vm2", UsesFunction).Do(AttachDynamic("vm1", Nic))
        .ChangeDevice("06:02.0", static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host })
        .Refused(PowerOn("vm1"), ErrorId.DeviceNotAvailable).Message
        .ShouldContain("VM 'vm2' (powered off) has an SR-IOV network adapter");

    [Fact]
    public void DynamicRequestsFollowTheSameRule()
    {
        Nics.Do(AttachDynamic("vm1", Nic), PowerOn("vm1")).OwnerAt("05:02.0").ShouldBe("vm1");

        var refusal = Passed.Do(AttachFixed("vm2", "05:00.0"), AttachFixed("vm2", "06:02.0"), AttachDynamic("vm1", Nic))
            .Refused(PowerOn("vm1"), ErrorId.DeviceNotAvailable);
        refusal.Message.ShouldContain(
            "Virtual function 0000:05:02.0 of host 'esx1' belongs to physical function 0000:05:00.0, which VM 'vm2' (powered "
            + "off) is configured with");
    }
}
