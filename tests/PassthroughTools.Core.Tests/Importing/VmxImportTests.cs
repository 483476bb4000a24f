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

public sealed class VmxImportTests
{
    private static readonly ImportFile List = Imports.File(
        EsxcliSample.Text(EsxcliSample.Gpu(), EsxcliSample.Gpu("0000:42:00.0"), EsxcliSample.Nic()));
    private static readonly ImportFile Gpu01 = Imports.Vmx("gpu-01", Imports.FixedDevice(0, "00000:065:00.0"));
    private static readonly ImportFile Gpu02 = Imports.Vmx("gpu-02", Imports.FixedDevice(0, "00000:066:00.0"));
    private static readonly ImportFile Dynamic = Imports.Vmx("dyn-01", "pciPassthru0.present = \"TRUE\"",
        "pciPassthru0.allowedDevices = \"0x10de:0x1eb8\"");

    [Fact]
    public void AMachineIsAddedWithItsDevice()
    {
        var decision = Imports.Empty.Decide(List, Gpu01);
        var state = Imports.Empty.Apply(1, decision.Changes);

        var vm = state.TheVM("gpu-01");
        vm.HostId.ShouldBe(state.TheHost().Id);
        vm.PowerState.ShouldBe(VMPowerState.PoweredOff);
        state.OwnerOf(new DeviceRef(vm.HostId, PciAddress.Parse("0000:41:00.0"))).ShouldBe(vm);
        var item = decision.Items.Single(static item => item.Kind == ImportedKind.VirtualMachine);
        (item.Name, item.VMHost, item.Action, item.Detail).ShouldBe(("gpu-01", Imports.Host, ImportAction.Added, null));
    }

    [Fact]
    public void ATemplateIsAddedAsOne()
    {
        var template = new ImportFile("gold.vmtx", Imports.Vmx("gold").Text);

        var decision = Imports.Empty.Decide(template);

        decision.Items.ShouldContain(
            static item => item.Kind == ImportedKind.Template && item.Name == "gold" && item.Action == ImportAction.Added);
        Imports.Empty.Apply(1, decision.Changes).TheVM("gold").IsTemplate.ShouldBeTrue();
    }

    [Fact]
    public void TheSameAgainChangesNothing()
    {
        var state = Imports.Empty.Import(List, Gpu01, Gpu02, Dynamic);

        state.Decide(List, Gpu01, Gpu02, Dynamic).Changes.ShouldBeEmpty();
        state.Decide(new ImportFile("other-name.vmx",
            Gpu01.Text.Replace("gpu-01", "GPU-01", StringComparison.Ordinal))).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void WhatDiffersIsChangedAndNamed()
    {
        var state = Imports.Empty.Import(List, Gpu01);
        state = state.With(new VMPut(state.TheVM("gpu-01") with
        {
            AdvancedSettings = VMRecord.NoSettings.Set("guestinfo.role", "inference").Set("pciPassthru.use64bitMMIO", "TRUE"),
            Snapshots = [new SnapshotRecord { Id = "s-1", Name = "before",
                Created = new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc) }],
        }));
        var changed = Imports.File(
            Gpu01.Text.Replace("\"4096\"", "\"8192\"", StringComparison.Ordinal)
                .Replace("00000:065:00.0", "00000:066:00.0", StringComparison.Ordinal)
                + "pciPassthru.64bitMMIOSizeGB = \"64\"\nannotation = \"new\"\n",
            "gpu-01.vmx");

        var decision = state.Decide(changed);
        var vm = state.Apply(9, decision.Changes).TheVM("gpu-01");

        vm.AdvancedSettings.Select(static pair => $"{pair.Key}={pair.Value}")
            .ShouldBe(["guestinfo.role=inference", "pciPassthru.64bitMMIOSizeGB=64"], "keys that the file is not asked for stay");
        vm.Snapshots.Count.ShouldBe(1);
        decision.Items.Single(static item => item.Kind == ImportedKind.VirtualMachine).Detail.ShouldBe(
            "MemoryMB 4096 -> 8192; Notes (none) -> 'new'; AdvancedSettings pciPassthru.use64bitMMIO, "
            + "pciPassthru.64bitMMIOSizeGB; Devices 0000:41:00.0 -> 0000:42:00.0");
    }

    [Fact]
    public void ADeviceOfAnotherMachineIsTakenAndSaid()
    {
        var clone = Imports.Vmx("clone", Imports.FixedDevice(0, "0000:41:00.0"));

        var decision = Imports.Empty.Import(List, Gpu01).Decide(clone);

        decision.Items.Single(static item => item.Name == "clone").Detail.ShouldBe(
            $"Device 0000:41:00.0 (TU104GL [Tesla T4]) of host "
            + $"'{Imports.Host}' also belongs to VM 'gpu-01', which is powered off; "
            + "of several VMs that are configured with one device, one can run");
        var both = Imports.Empty.Import(List, Gpu01, clone);
        both.VMs.Values.ShouldAllBe(static vm => vm.Devices.Single().Request == "0000:41:00.0");
        var running = both.With(new VMPut(both.TheVM("gpu-01") with { PowerState = VMPowerState.PoweredOn }));
        running.Decide(clone).Changes.ShouldBeEmpty("one that runs is no hindrance");
    }

    [Fact]
    public void MachinesMayExchangeTheirDevicesInOneImport()
    {
        var state = Imports.Empty.Import(List, Gpu01, Gpu02);
        var swapped = new[] { Imports.Vmx("gpu-01", Imports.FixedDevice(0, "0000:42:00.0")),
            Imports.Vmx("gpu-02", Imports.FixedDevice(0, "0000:41:00.0")) };

        var after = state.Import(swapped);

        after.TheVM("gpu-01").Devices.Single().Request.ShouldBe("0000:42:00.0");
        after.TheVM("gpu-02").Devices.Single().Request.ShouldBe("0000:41:00.0");
    }

    [Fact]
    public void AMachineIsTakenWithADeviceThatTheHostLacks()
    {
        var list = Imports.File(EsxcliSample.Text(EsxcliSample.Nic()));

        var decision = Imports.Empty.Decide(list, Gpu01);
        var state = Imports.Empty.Apply(1, decision.Changes);

        decision.Items.Single(static item => item.Name == "gpu-01").Detail.ShouldBe(
            "configured with a card of vendor 0x10de at 0000:41:00.0, where host 'esxi01.domain.com' has no device: the VM will "
            + "not power on like this");
        state.Decide(list, Gpu01).Changes.ShouldBeEmpty();
        Imports.Refused(ErrorId.DeviceNotFound, () => new PowerOnVM { VMId = state.TheVM("gpu-01").Id }.Decide(state)).Message
            .ShouldContain("Host 'esxi01.domain.com' has no device 0000:41:00.0");
        VMPrerequisites.Of(state, state.TheVM("gpu-01"))
            .ShouldContain(static check => check.Requirement == "DeviceOnHost" && check.Result == Verdict.Fail);
        state.Import(List).TheVM("gpu-01").Devices.Single().Request.ShouldBe("0000:41:00.0", "the device may come later");
        Imports.Empty.Decide(Gpu01).Items.Single(static item => item.Name == "gpu-01").Detail.ShouldBe(
            "configured with a card of vendor 0x10de at 0000:41:00.0, and no device of host 'esxi01.domain.com' is recorded: "
            + "import what 'esxcli hardware pci list' prints there");
    }

    [Fact]
    public void AMachineThatRunsWithADeviceThatTheHostLacksIsRefused() => Imports.Empty.Import(List).Refused(
        ErrorId.DeviceNotFound,
        Imports.File($$"""
            { "schemaVersion": 1, "vms": [ { "name": "a", "host": "{{Imports.Host}}", "memoryMB": 4, "hardwareVersion": 20, "powerState": "poweredOn",
              "devices": [ { "key": 13000, "technology": "fixed", "address": "0000:51:00.0" } ] } ] }
            """)).Message.ShouldStartWith("VM 'a' is powered on with device 0000:51:00.0, which host 'esxi01.domain.com' lacks.");

    [Fact]
    public void AnAdapterWhoseFunctionTheHostLacksIsSaid()
    {
        string[] adapters =
        [
            "ethernet0.present = \"TRUE\"", "ethernet0.pfId = \"0000:5e:00.0\"",
            "pciPassthru0.present = \"TRUE\"", "pciPassthru0.pfId = \"0000:02:00.1\"",
        ];

        var detail =
            Imports.Empty.Decide(List, Imports.Vmx("web", adapters)).Items.Single(static item => item.Name == "web").Detail!;

        detail.ShouldEndWith(
            "; ethernet0.pfId names physical function 0000:5e:00.0, where host 'esxi01.domain.com' has no device");
        detail.ShouldNotContain("pciPassthru0.pfId");
        Imports.Empty.Decide(Imports.Vmx("web", adapters)).Items.Single(
            static item => item.Name == "web").Detail!.ShouldNotContain("has no device", Case.Sensitive, "none is known");
    }

    [Fact]
    public void AllThatAreConfiguredWithADeviceAreNamed()
    {
        var clones = Enumerable.Range(1, 6).Select(static i => Imports.Vmx($"c{i}", Imports.FixedDevice(0, "0000:41:00.0")))
            .ToArray();
        var together =
            Imports.Empty.Decide([List, .. clones]).Items.Where(static item => item.Kind == ImportedKind.VirtualMachine)
                .Select(static item => item.Detail).ToList();
        var apart = Imports.Empty.Import([List, .. clones[..2]]).Decide(clones[2]).Items.Single(
            static item => item.Name == "c3").Detail;

        const string Device = "Device 0000:41:00.0 (TU104GL [Tesla T4]) of host 'esxi01.domain.com' also belongs to";
        together[5].ShouldBe(
            $"{Device} VMs 'c1', 'c2', 'c3' and 2 more, which are powered off; of several VMs that are configured with one "
            + "device, one can run");
        apart.ShouldBe(
            $"{Device} VMs 'c1' and 'c2', which are powered off; of several VMs that are configured with one device, one can "
            + "run");
    }

    [Fact]
    public void ARunningMachineIsNotOverwritten()
    {
        var state = Imports.Empty.Import(List, Gpu01);
        var running = state.With(new VMPut(state.TheVM("gpu-01") with { PowerState = VMPowerState.Suspended }));

        running.Decide(List, Gpu01).Changes.ShouldBeEmpty();
        var refusal = running.Refused(ErrorId.VMNotPoweredOff, Imports.Vmx("gpu-01"));

        refusal.Message.ShouldContain("Suspended");
        refusal.Message.ShouldContain("Devices 0000:41:00.0 removed");
        refusal.Target.ShouldBeOfType<VirtualMachine>().Name.ShouldBe("gpu-01");
    }

    [Fact]
    public void WhatNoVmxSaysStays()
    {
        var state = Imports.Empty.ImportOn("esxi01", null, Imports.Vmx("gpu-01"));
        var before = state.TheVM("gpu-01") with { Datastore = "ssd", Details = new VMDetailsRecord { Folder = "GPU" },
            Guest = new GuestRecord { HostName = "gpu-01.lab" } };
        var after = state.With(new VMPut(before)).ImportOn("esxi01", null, Imports.Vmx("gpu-01")).TheVM("gpu-01");

        (after.Datastore, after.Details, after.Guest).ShouldBe((before.Datastore, before.Details, before.Guest));
    }

    [Fact]
    public void ARunningMachineKeepsTheDeviceThatItsDynamicRequestHolds()
    {
        var state = Imports.Empty.Import(List, Dynamic);
        var vm = state.TheVM("dyn-01");
        var held = new DeviceRef(vm.HostId, PciAddress.Parse("0000:42:00.0"));
        var running = state.With(
            new VMPut(vm with { PowerState = VMPowerState.PoweredOn, Devices = [vm.Devices[0] with { Device = held }] }));

        running.Decide(List, Dynamic).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void AMachineOfThatNameOnAnotherHostIsAnotherMachine()
    {
        var state = Imports.Empty.ImportOn("esxi02", null, Imports.Vmx("web")).ImportOn("esxi03", null, Imports.Vmx("web"));

        state.VMsNamed("web").Select(vm => state.Hosts.Find(vm.HostId)!.Name).ShouldBe(["esxi02", "esxi03"]);
    }

    [Fact]
    public void TwoFilesOfOneMachineAreRefused() =>
    Imports.Empty.Refused(ErrorId.NameInUse, Imports.Vmx("web"), Imports.Vmx("WEB"));

    [Fact]
    public void AMachineWithoutAHostIsRefused() =>
        Imports.Refused(ErrorId.ValueInvalid, () => Imports.Empty.DecideOn(null, null, Imports.Vmx("web"))).Message.ShouldContain(
            "-VMHost");

    [Fact]
    public void AnImportIsAnOperationLikeAnyOther()
    {
        Operation operation = new ImportOperation { Files = [List], VMHost = Imports.Host };

        operation.Name.ShouldBe("ImportOperation");
        operation.Decide(Imports.Empty).Summary.ShouldBe("Imported: 4 added, 0 changed, 0 removed, 0 left as they were");
    }

    [Fact]
    public void WhatDiffersBetweenDevicesIsNamed()
    {
        string[] two = [.. Imports.FixedDevice(0, "0000:41:00.0"), .. Imports.FixedDevice(1, "0000:42:00.0")];
        var state = Imports.Empty.Import(List, Imports.Vmx("v", two));

        Detail(["pciPassthru0.present = \"TRUE\"", "pciPassthru0.id = \"0000:41:00.0\"", "pciPassthru0.vendorId = \"0x1002\"",
            .. two[3..]])
            .ShouldStartWith("Devices 0000:41:00.0 (VendorId 0x10de -> 0x1002)");
        Detail(two[3..]).ShouldBe("Devices 0000:41:00.0 removed");
        Detail([.. two, .. Imports.FixedDevice(5, "0000:02:00.1")]).ShouldStartWith("Devices 0000:02:00.1 added");
        Detail([.. Imports.FixedDevice(0, "0000:42:00.0"), .. Imports.FixedDevice(1, "0000:02:00.1")])
            .ShouldStartWith("Devices 0000:42:00.0 (Key 13001 -> 13000), 0000:02:00.1 added, 0000:41:00.0 removed");
        Detail([.. two[..3], "pciPassthru1.present = \"TRUE\"", "pciPassthru1.allowedDevices = \"10de:1eb8\""])
            .ShouldBe("Devices 0000:42:00.0 -> 10de:1eb8");

        string Detail(params string[] lines) =>
            state.Decide(Imports.Vmx("v", lines)).Items.Single(static item => item.Kind == ImportedKind.VirtualMachine).Detail!;
    }

    [Fact]
    public void AMachineThatMovedHasItsDevicesThereWithoutAWord()
    {
        string[] uuid = ["uuid.bios = \"56 4d 3f 2a 0b 1c 4d 5e-8f 90 a1 b2 c3 d4 e5 f6\"",
            .. Imports.FixedDevice(0, "0000:41:00.0")];
        var state = Imports.Empty.ImportOn("a", null, List, Imports.Vmx("v", uuid)).ImportOn("b", null, List);

        state.DecideOn("b", null, Imports.Vmx("v", uuid)).Items.Single(
            static item => item.Kind == ImportedKind.VirtualMachine).Detail.ShouldBe("VMHost a -> b");
    }
}
