using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>What people have in the field, imported and started: the rules hold of a rack that only files describe.</summary>
public sealed class ImportedRackTests
{
    private static readonly string[] Reserved = ["sched.mem.pin = \"TRUE\"", "pciPassthru.use64bitMMIO = \"TRUE\"",
        "pciPassthru.64bitMMIOSizeGB = \"128\""];

    [Fact]
    public void TwoFunctionsBehindOneBridgeAreNotRunByTwoMachines()
    {
        var list = Imports.File(EsxcliSample.Text(OnBridge("0000:0b:00.0"), OnBridge("0000:0b:00.1")));
        var state = Imports.Empty.Import(
            list, Imports.Vmx("b", [.. Imports.FixedDevice(0, "00000:011:00.0"), .. Reserved]),
            Imports.Vmx("c", [.. Imports.FixedDevice(0, "00000:011:00.1"), .. Reserved]));
        Of(state, "b", "DeviceFree").Result.ShouldBe(Verdict.Warning);
        Said(state, "c").ShouldNotBeNull()
            .ShouldContain(
                $"of host '{Imports.Host}' and 0000:0b:00.0, which VM 'b' (powered off) is configured with, both depend on "
                + "0000:00:01.0");

        state = Start(state, "b");

        Of(state, "c", "DeviceFree").Result.ShouldBe(Verdict.Fail);
        Imports.Refused(ErrorId.DeviceInUse, () => Start(state, "c")).Message.ShouldContain(
            "which VM 'b' holds, both depend on 0000:00:01.0");
    }

    [Fact]
    public void FunctionsThatAreResetAloneAreRunByTwoMachines()
    {
        var list = Imports.File(EsxcliSample.Text(
            OnBridge("0000:0b:00.0").Replace("Reset Method", "Function reset"),
            OnBridge("0000:0b:00.1").Replace("Reset Method", "Function reset")));
        var state = Imports.Empty.Import(
            list, Imports.Vmx("b", [.. Imports.FixedDevice(0, "00000:011:00.0"), .. Reserved]),
            Imports.Vmx("c", [.. Imports.FixedDevice(0, "00000:011:00.1"), .. Reserved]));

        Start(Start(state, "b"), "c").VMs.Values.ShouldAllBe(static vm => vm.PowerState == VMPowerState.PoweredOn);
    }

    [Theory]
    [InlineData("vhv.enable = \"TRUE\"", true)]
    [InlineData("VHV.Enable = \"true\"", true)]
    [InlineData("vhv.enable = \"FALSE\"", false)]
    public void AMachineThatRunsVirtualMachinesIsNotStartedWithADevice(string line, bool isRefused)
    {
        var state = Imports.Empty.Import(
            Imports.File(EsxcliSample.Text(EsxcliSample.Gpu())),
            Imports.Vmx("nested", [.. Imports.FixedDevice(0, "0000:41:00.0"), .. Reserved, line]));

        Of(state, "nested", "NoNestedVirtualization").Result.ShouldBe(isRefused ? Verdict.Fail : Verdict.Pass);
        if (isRefused) Imports.Refused(ErrorId.NestedVirtualizationEnabled, () => Start(state, "nested")).Message.ShouldContain(
            "Set-AdvancedSetting -Value FALSE");
        else Start(state, "nested").TheVM("nested").PowerState.ShouldBe(VMPowerState.PoweredOn);
    }

    [Fact]
    public void SettingItLaterIsRefusedAtTheStartToo()
    {
        var state = Imports.Empty.Import(
            Imports.File(EsxcliSample.Text(EsxcliSample.Gpu())),
            Imports.Vmx("later", [.. Imports.FixedDevice(0, "0000:41:00.0"), .. Reserved]));
        state = state.With(
            [.. new SetAdvancedSetting { VMId = state.TheVM("later").Id, Setting = "vhv.enable", Value = "TRUE" }.Decide(
                state).Changes]);

        Imports.Refused(ErrorId.NestedVirtualizationEnabled, () => Start(state, "later"));
    }

    [Theory]
    [InlineData("pciPassthru0", "0000:5e:00.0", "pciPassthru0.pfId", "pciPassthru0.*")]
    [InlineData("pciPassthru0", "0000:5f:02.0", "pciPassthru0.id", "pciPassthru0.*")]
    [InlineData("ethernet0", "0000:5e:00.0", "ethernet0.pfId", "ethernet0.pfId")]
    public void WhatAnSriovAdapterUsesIsNotGivenAway(string adapter, string address, string key, string settings)
    {
        var function = EsxcliSample.Nic("0000:5f:02.0").Replace("VMkernel Name", "PF_0.94.0_VF_3");
        var vmx = Imports.Vmx(
            "net-01",
            $"{adapter}.present = \"TRUE\"", $"{adapter}.id = \"00000:095:02.0\"", $"{adapter}.pfId = \"00000:094:00.0\"",
            $"{adapter}.systemId = \"BYPASS\"");
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Nic("0000:5e:00.0"), function)), vmx);
        var operation = new SetDeviceMode { VMHostId = state.TheHost().Id, Address = PciAddress.Parse(address),
            Mode = DeviceMode.DirectPath };
        var device = state.Device(address) with { ClassId = new PciId(0x0200) };
        state = state.With(new DevicePut(state.TheHost().Id, device));

        var refusal = Imports.Refused(ErrorId.DeviceInUse, () => operation.Decide(state));

        refusal.Message.ShouldContain(
            $"VM 'net-01' (powered off) has an SR-IOV network adapter ({key}) on device {address} (");
        refusal.Message.ShouldContain(
            "; a device cannot be passed through while a network adapter uses it or one of its functions. ");
        refusal.Message.ShouldEndWith($"Get-AdvancedSetting -Entity 'net-01' -Name {settings} | Remove-AdvancedSetting");
        var vm = state.TheVM("net-01");
        foreach (var setting in vm.AdvancedSettings.Where(pair => pair.Key.StartsWith(adapter, StringComparison.Ordinal)))
        {
            var removal = new SetAdvancedSetting { VMId = vm.Id, Setting = setting.Key, Value = null };
            state = state.With([.. removal.Decide(state).Changes]);
        }

        operation.Decide(state).Changes.ShouldNotBeEmpty();
    }

    [Fact]
    public void APhysicalFunctionIsNotGivenAwayWhileAMachineHasOneOfItsFunctions()
    {
        var nic = EsxcliSample.Nic("0000:5e:00.0");
        var function = EsxcliSample.Gpu("0000:5f:02.0").Replace("VMkernel Name", "PF_0.94.0_VF_3");
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(nic, function)),
            Imports.Vmx("vf-01", [.. Imports.FixedDevice(0, "00000:095:02.0"), .. Reserved]));
        state.Device("0000:5f:02.0").ParentAddress.ShouldBe(PciAddress.Parse("0000:5e:00.0"));

        var refusal = Imports.Refused(ErrorId.DeviceInUse, () => new SetDeviceMode
        {
            VMHostId = state.TheHost().Id, Address = PciAddress.Parse("0000:5e:00.0"), Mode = DeviceMode.DirectPath,
        }.Decide(state));

        refusal.Message.ShouldContain("has virtual function 0000:5f:02.0, which VM 'vf-01' (powered off) is configured with");
        Said(state, "vf-01").ShouldBeNull();
        Said(state.Import(Imports.Vmx("pf-01", Imports.FixedDevice(0, "00000:094:00.0"))), "vf-01")
            .ShouldNotBeNull()
            .ShouldContain(
                "belongs to physical function 0000:5e:00.0, which VM 'pf-01' (powered off) is configured with; a virtual "
                + "function can be used only while");
        Start(state, "vf-01").TheVM("vf-01").PowerState.ShouldBe(VMPowerState.PoweredOn);
    }

    /// <summary>What an import says of a machine beside its changes: of one with the devices that it has.</summary>
    private static string? Said(InventoryState state, string name)
    {
        var address = state.TheVM(name).Devices.Single().Device!.Value.Address;
        return state.Decide(Imports.Vmx(name, [.. Imports.FixedDevice(0, address.ToString()), .. Reserved])).Items
            .Single(item => item.Kind == ImportedKind.VirtualMachine).Detail;
    }

    private static EsxcliSample OnBridge(string address) =>
        EsxcliSample.Gpu(address).Replace("Parent Device", "PCI 0:0:1:0").Replace("Dependent Device", "PCI 0:0:1:0")
            .Replace("Reset Method", "Bridge reset");

    private static PrerequisiteTest Of(InventoryState state, string vm, string requirement) =>
        VMPrerequisites.Of(state, state.TheVM(vm)).First(test => test.Requirement == requirement);

    private static InventoryState Start(InventoryState state, string vm) =>
        state.With([.. new PowerOnVM { VMId = state.TheVM(vm).Id }.Decide(state).Changes]);
}
