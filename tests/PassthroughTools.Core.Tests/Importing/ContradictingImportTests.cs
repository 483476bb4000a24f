using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>
/// Inputs that contradict each other, or what runs: the import says so, and no state comes of it that cannot be.
/// </summary>
public sealed class ContradictingImportTests
{
    private const string Address = "0000:41:00.0";

    private static readonly ImportFile List = Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()));
    private static readonly ImportFile Fixed = Imports.Vmx("gpu-01",
        [.. Imports.FixedDevice(0, Address), "pciPassthru0.deviceId = \"0x1eb8\""]);

    /// <summary>gpu-01 runs with the T4 at 41:00.0.</summary>
    private static InventoryState Running
    {
        get
        {
            var state = Imports.Empty.Import(List, Fixed);
            return state.With(new VMPut(state.TheVM("gpu-01") with { PowerState = VMPowerState.PoweredOn }));
        }
    }

    [Fact]
    public void AMachineWhoseHostHasAnotherCardIsImportedSaysSoAndDoesNotStart()
    {
        var a100 = EsxcliSample.Device(Address, 0x10de, 0x20f1, "NVIDIA Corporation", "A100", "VM Passthru", "VM Passthru",
            passthruCapable: true);

        var decision = Imports.Empty.Decide(Imports.File(EsxcliSample.Text(a100)), Fixed);

        Item(decision, ImportedKind.VirtualMachine).Detail.ShouldBe(
            $"configured with 10de:1eb8 at {Address}, where host '{Imports.Host}' has 10de:20f1 (A100): the VM will not power on "
            + "like this");
        var state = Imports.Empty.Apply(1, decision.Changes);
        state = state.With(new VMPut(state.TheVM("gpu-01") with { MemoryReservationLockedToMax = true }));
        var refusal = Imports.Refused(ErrorId.DeviceMismatch,
            () => new PowerOnVM { VMId = state.TheVM("gpu-01").Id }.Decide(state));
        refusal.Message.ShouldBe(
            $"VM 'gpu-01' is configured with 10de:1eb8 at {Address}, and host '{Imports.Host}' has 10de:20f1 (A100) there; "
            + "a VM is powered on only with the card that it is configured with. Put the card back, or detach the device and "
            + "attach the card that is there now: "
            + $"Get-PassthroughDevice -VM 'gpu-01' -Id {Address} | Remove-PassthroughDevice");
    }

    [Fact]
    public void ACardThatIsExchangedLaterIsSaidOfTheDevice()
    {
        var state = Imports.Empty.Import(List, Fixed);
        var other = EsxcliSample.Gpu().Replace("Device ID", "0x1eb9");

        Item(state.Decide(Imports.File(EsxcliSample.Text(other))), ImportedKind.PciDevice).Detail.ShouldBe(
            "DeviceId 0x1eb8 -> 0x1eb9; VM 'gpu-01' is configured with 10de:1eb8 at this address: the VM will not power on like "
            + "this");
    }

    [Fact]
    public void ADeviceTakenBackWhileAMachineRunsWithItStaysAndIsSaidToContradict()
    {
        var taken = EsxcliSample.Gpu(owner: "VMkernel").Replace("Physical Slot", "7");

        var decision = Running.Decide(Imports.File(EsxcliSample.Text(taken, EsxcliSample.Nic())));
        var state = Running.Apply(9, decision.Changes);

        var device = state.Device(Address);
        (device.Mode, device.ActiveMode, device.PhysicalSlot).ShouldBe((DeviceMode.DirectPath, DeviceMode.DirectPath, "7"));
        state.FindDevice(new DeviceRef(state.TheHost().Id, PciAddress.Parse("0000:02:00.1")))
            .ShouldNotBeNull("the rest is taken over");
        var item = decision.Items.Single(static item => item.Name == Address);
        item.Action.ShouldBe(ImportAction.Changed);
        item.Detail.ShouldBe(
            $"PhysicalSlot '2' -> '7'; not taken over: Mode DirectPath -> Host, ActiveMode DirectPath -> Host, since VM 'gpu-01' "
            + $"is powered on and holds {Address}. "
            + "Where it is not, run Stop-VM -VM 'gpu-01' and import again");
        $"PhysicalSlot '2' -> '7'; {item.Contradiction}".ShouldBe(item.Detail);
        decision.Items.Count(static item => item.Contradiction is not null).ShouldBe(1);
    }

    [Fact]
    public void ADeviceThatARunningMachineHoldsStaysCapable()
    {
        var decision = Running.Decide(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu().Replace("Passthru Capable", "false"))));

        Running.Apply(9, decision.Changes).Device(Address).PassthroughCapable.ShouldBeTrue();
        Item(decision, ImportedKind.PciDevice).Detail.ShouldNotBeNull()
            .ShouldContain("not taken over: PassthroughCapable True -> False, since VM 'gpu-01' is powered on");
    }

    [Fact]
    public void ADeviceThatIsGoneWhileAMachineRunsWithItStaysAndIsSaidToContradict()
    {
        var list = Imports.File(EsxcliSample.Text(EsxcliSample.Nic()));

        var decision = Running.Decide(list);
        var state = Running.Apply(9, decision.Changes);

        state.Device(Address).ShouldBe(Running.Device(Address));
        state.TheHost().Devices.Count.ShouldBe(2, "the rest is taken over");
        var item = decision.Items.Single(static item => item.Name == Address);
        (item.Action, item.Detail).ShouldBe((ImportAction.Unchanged,
            "no longer in the host's list; it stays recorded, since VM 'gpu-01' is powered on and holds it. Where it is gone, "
            + "run Stop-VM -VM 'gpu-01'; "
            + $"Get-PassthroughDevice -VM 'gpu-01' -Id {Address} | Remove-PassthroughDevice and import again"));
        item.Contradiction.ShouldBe(item.Detail);
    }

    [Fact]
    public void AModeThatIsConfiguredAwayUnderARunningMachineIsTakenOverAndNamesTheMachine()
    {
        var toggled = EsxcliSample.Gpu().Replace("Configured Owner", "VMkernel");

        var decision = Running.Decide(Imports.File(EsxcliSample.Text(toggled)));

        var device = Running.Apply(9, decision.Changes).Device(Address);
        (device.Mode, device.ActiveMode).ShouldBe((DeviceMode.Host, DeviceMode.DirectPath));
        Item(decision, ImportedKind.PciDevice).Detail.ShouldNotBeNull()
            .ShouldContain("VM 'gpu-01' is powered on and holds it; after a restart of the host it can no longer start with it");
    }

    [Fact]
    public void AnotherCardInTheSlotOfARunningMachineIsNotTakenOver()
    {
        var decision = Running.Decide(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu().Replace("Device ID", "0x1eb9"))));

        Running.Apply(9, decision.Changes).Device(Address).ShouldBe(Running.Device(Address));
        var item = Item(decision, ImportedKind.PciDevice);
        (item.Action, item.Detail!.StartsWith("not taken over: 10de:1eb9 in its place, since VM 'gpu-01' is powered on",
            System.StringComparison.Ordinal))
            .ShouldBe((ImportAction.Unchanged, true), item.Detail);
    }

    [Fact]
    public void APhysicalFunctionIsNotPassedThroughWhileAMachineRunsWithOneOfItsFunctions()
    {
        var nic = EsxcliSample.Nic("0000:5e:00.0").Replace("Configured Owner", "VMkernel");
        var function = EsxcliSample.Gpu("0000:5e:02.0").Replace("Parent Device", "PCI 0:94:0:0");
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(nic, function)),
            Imports.Vmx("vf-01", Imports.FixedDevice(0, "0000:5e:02.0")));
        state = state.With(new VMPut(state.TheVM("vf-01") with { PowerState = VMPowerState.Suspended }));

        var decision = state.Decide(
            Imports.File(EsxcliSample.Text(nic.Replace("Configured Owner", "VM Passthru").Replace("Current Owner", "VM Passthru"),
                function)));

        state.Apply(9, decision.Changes).Device("0000:5e:00.0").PassthroughActive.ShouldBe(false);
        decision.Items.Single(static item => item.Name == "0000:5e:00.0").Detail.ShouldNotBeNull()
            .ShouldContain("since VM 'vf-01' is suspended and holds 0000:5e:02.0");
    }

    [Theory]
    [InlineData(false, "no longer in the host's list; it stays recorded, since VM 'vf-01' is powered on and holds 0000:5e:02.0. "
        + "Where it is gone, run Stop-VM -VM 'vf-01' and import again")]
    [InlineData(true, "not taken over: 8086:1572 in its place, since VM 'vf-01' is powered on and holds 0000:5e:02.0. "
        + "Where it is not, run Stop-VM -VM 'vf-01' and import again")]
    public void APhysicalFunctionStaysWhileAMachineRunsWithOneOfItsFunctions(bool isExchanged, string what)
    {
        var nic = EsxcliSample.Nic("0000:5e:00.0");
        var function = EsxcliSample.Gpu("0000:5e:02.0").Replace("Parent Device", "PCI 0:94:0:0");
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(nic, function)),
            Imports.Vmx("vf-01", Imports.FixedDevice(0, "0000:5e:02.0")));
        state = state.With(new VMPut(state.TheVM("vf-01") with { PowerState = VMPowerState.PoweredOn }));

        AssertStays(state, "0000:5e:00.0", what, isExchanged ? [nic.Replace("Device ID", "0x1572"), function] : [function]);
    }

    [Theory]
    [InlineData(false,
        "no longer in the host's list; it stays recorded, since VM 'net-01' is suspended and has an SR-IOV network adapter "
        + "(pciPassthru0.pfId) on 0000:5e:00.0. Where it is gone, run Stop-VM -VM 'net-01' and import again")]
    [InlineData(true, "not taken over: 8086:1572 in its place, since VM 'net-01' is suspended and has an SR-IOV network adapter "
        + "(pciPassthru0.pfId) on 0000:5e:00.0. Where it is not, run Stop-VM -VM 'net-01' and import again")]
    public void APhysicalFunctionStaysWhileAMachineRunsWithAnAdapterOfIt(bool isExchanged, string what)
    {
        var nic = EsxcliSample.Nic("0000:5e:00.0").Replace("Device Class", "0x0200");
        var vmx = Imports.Vmx(
            "net-01", "pciPassthru0.present = \"TRUE\"", "pciPassthru0.id = \"00000:094:02.0\"",
            "pciPassthru0.pfId = \"00000:094:00.0\"", "pciPassthru0.systemId = \"BYPASS\"");
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(nic)), vmx);
        state = state.With(new VMPut(state.TheVM("net-01") with { PowerState = VMPowerState.Suspended }));

        AssertStays(state, "0000:5e:00.0", what, isExchanged ? [nic.Replace("Device ID", "0x1572")] : [EsxcliSample.Gpu()]);
    }

    [Theory]
    [InlineData("\"powerState\": \"poweredOff\"", "PowerState PoweredOff")]
    [InlineData("\"powerState\": \"standBy\"", "PowerState StandBy")]
    [InlineData("\"connectionState\": \"maintenance\"", "ConnectionState Maintenance")]
    public void AHostOnWhichAMachineRunsIsOnAndInService(string said, string what)
    {
        var document = Imports.File(
            $$"""{ "schemaVersion": 1, "hosts": [ { "name": "{{Imports.Host}}", {{said}} } ] }""", "x.json");

        var decision = Running.DecideOn(null, null, document);

        decision.Changes.ShouldBeEmpty();
        Item(decision, ImportedKind.VMHost).Contradiction.ShouldBe(
            $"not taken over: {what}, since VM 'gpu-01' is powered on there. "
            + "Where that is past, power off what does not run (Stop-VM -VM 'gpu-01') and import again");
    }

    [Theory]
    [InlineData(VMPowerState.PoweredOff, VMHostState.Maintenance)]
    [InlineData(VMPowerState.Suspended, VMHostState.Maintenance)]
    [InlineData(VMPowerState.PoweredOn, VMHostState.Connected)]
    public void AMachineThatTheInputShowsRunningIsOnAHostInService(VMPowerState power, VMHostState expected)
    {
        var document = Imports.File(
            $$"""
            { "schemaVersion": 1, "hosts": [ { "name": "h", "connectionState": "maintenance" } ],
              "vms": [ { "name": "a", "host": "h", "powerState": "{{char.ToLowerInvariant($"{power}"[0])}}{{$"{power}"[1..]}}" } ] }
            """, "x.json");

        var decision = Imports.Empty.DecideOn(null, null, document);

        Imports.Empty.Apply(1, decision.Changes).TheHost("h").ConnectionState.ShouldBe(expected);
        Item(decision, ImportedKind.VMHost).Contradiction.ShouldBe(expected == VMHostState.Maintenance ? null
            : "not taken over: ConnectionState Maintenance, since VM 'a' is powered on there. Correct the host's state or the "
                + "VM's in the input");
    }

    /// <summary>A physical function and a virtual one of it, or two functions that are reset together.</summary>
    [Theory]
    [InlineData("Parent Device", "PCI 0:94:0:0", "Function reset")]
    [InlineData("Dependent Device", "PCI 0:0:1:0", "Bridge reset")]
    public void TwoMachinesThatTheInputShowsRunningWithDevicesOfOneAreWarnedOf(string field, string value, string reset)
    {
        bool isTogether = reset == "Bridge reset";
        var first = EsxcliSample.Gpu("0000:5e:00.0").Replace("Reset Method", reset);
        if (isTogether) first = first.Replace(field, value);
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(
            first, EsxcliSample.Gpu("0000:5e:02.0").Replace("Reset Method", reset).Replace(field, value))));
        static string VM(string name, string address) => $$"""
            { "name": "{{name}}", "host": "{{Imports.Host}}", "powerState": "poweredOn",
              "devices": [ { "key": 13000, "technology": "fixed", "address": "{{address}}" } ] }
            """;

        var decision = state.DecideOn(null, null, Imports.File(
            $$"""{ "schemaVersion": 1, "vms": [ {{VM("p", "0000:5e:00.0")}}, {{VM("v", "0000:5e:02.0")}} ] }""", "x.json"));

        var machines = decision.Items.Where(static item => item.Kind == ImportedKind.VirtualMachine).ToList();
        machines.Select(static item => item.Name).ShouldBe(["p", "v"]);
        machines[0].Contradiction.ShouldNotBeNull().ShouldContain("VM 'v'");
        machines[1].Contradiction.ShouldNotBeNull().ShouldContain("VM 'p'");
        machines.ShouldAllBe(static item => item.Detail!.Contains(item.Contradiction!));
    }

    /// <summary>In whatever order the two come, a device that a machine runs with is not the host's.</summary>
    [Fact]
    public void AMachineThatRunsWithADeviceOfItsHostsIsTreatedOneWay()
    {
        var list = Imports.File(EsxcliSample.Text(EsxcliSample.Gpu(owner: "VMkernel")));
        var machine = Imports.File(
            $$"""
            { "schemaVersion": 1, "hosts": [ { "name": "{{Imports.Host}}" } ],
              "vms": [ { "name": "web", "host": "{{Imports.Host}}", "powerState": "poweredOn",
                "devices": [ { "key": 13000, "technology": "fixed", "address": "{{Address}}" } ] } ] }
            """, "x.json");
        ImportFile[][] orders = [[list, machine], [machine, list]];

        foreach (var order in orders) AssertUnknown(Imports.Empty.Import(order[0]), order[1]);
        AssertUnknown(Imports.Empty, list, machine);

        static void AssertUnknown(InventoryState state, params ImportFile[] files)
        {
            var decision = state.Decide(files);
            var device = state.Apply(state.Revision + 1, decision.Changes).Device(Address);
            (device.Mode, device.ActiveMode, device.PassthroughCapable).ShouldBe((DeviceMode.Unknown, DeviceMode.Unknown, true));
            Item(decision, ImportedKind.PciDevice).Contradiction.ShouldNotBeNull().ShouldContain("since VM 'web' is powered on");
        }
    }

    private static void AssertStays(InventoryState state, string address, string what, EsxcliSample[] listed)
    {
        var decision = state.Decide(Imports.File(EsxcliSample.Text(listed)));

        state.Apply(9, decision.Changes).Device(address).ShouldBe(state.Device(address));
        var item = decision.Items.Single(item => item.Name == address);
        (item.Action, item.Detail, item.Contradiction).ShouldBe((ImportAction.Unchanged, what, what));
    }

    [Fact]
    public void AJsonDocumentIsJudgedTheSame()
    {
        var document = Imports.File(
            $$"""{ "schemaVersion": 1, "hosts": [ { "name": "{{Imports.Host}}", "devices": [ { "address": "{{Address}}", "mode": "host", "activeMode": "host" } ] } ] }""", "x.json");

        Running.DecideOn(null, null, document).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void WhatIsConfiguredForTheNextRestartIsTakenOver()
    {
        var state = Running.Import(Imports.File(EsxcliSample.Table(EsxcliSample.Enabled(Address, false))));

        (state.Device(Address).Mode, state.Device(Address).ActiveMode).ShouldBe((DeviceMode.Host, DeviceMode.DirectPath));
    }

    [Fact]
    public void OfARunningMachineOnlyWhatMayDifferIsTakenOver()
    {
        var before = Running;
        before = before.With(new VMPut(before.TheVM("gpu-01") with
        {
            GuestId = "ubuntu-64", // as versions before wrote it
            Devices = [.. before.TheVM("gpu-01").Devices.Select(
                static device => device with { VendorId = default, DeviceId = default })],
        }));
        string[] lines = [.. Imports.FixedDevice(0, Address), "guestOS = \"ubuntu-64\"", "annotation = \"new\"",
            "hypervisor.cpuid.v0 = \"FALSE\"", Uuid];

        var vm = before.Import(Imports.Vmx("gpu-01", lines)).TheVM("gpu-01");

        (vm.GuestId, vm.Notes, vm.Setting("hypervisor.cpuid.v0"), vm.Uuid is null, vm.Devices[0].VendorId)
            .ShouldBe(("ubuntu64Guest", "new", "FALSE", false, (PciId)0x10de));
        before.Refused(ErrorId.VMNotPoweredOff, Imports.Vmx("gpu-01", [.. lines, "numvcpus = \"2\""])).Message.ShouldContain(
            "NumCpu 1 -> 2");
        var renamed = before.With(new VMPut(before.TheVM("gpu-01") with { Uuid = vm.Uuid }));
        renamed.Refused(ErrorId.VMNotPoweredOff, Imports.Vmx("new", [.. lines, "numvcpus = \"2\""])).Message
            .ShouldSatisfyAllConditions(static said => said.ShouldStartWith("VM 'gpu-01' on host"),
                static said => said.ShouldNotContain("'new'"));
    }

    private const string Uuid = "uuid.bios = \"56 4d 3f 2a 0b 1c 4d 5e-8f 90 a1 b2 c3 d4 e5 f6\"";

    private static ImportedItem Item(ImportDecision decision, ImportedKind kind) =>
        decision.Items.Single(item => item.Kind == kind);
}
