using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>The first list of a host on which a machine runs already: it is judged as one that arrives later.</summary>
public sealed class FirstListTests
{
    private const string Address = "0000:41:00.0";
    private const string Nic = "0000:5e:00.0";
    private const string Function = "0000:5e:02.0";

    [Fact]
    public void ADeviceThatItLacksIsRecordedAndSaidToContradict()
    {
        var decision = Running(Address).Decide(List(EsxcliSample.Nic()));

        Contradictions(decision).ShouldBe([
            "not among the host's devices that are imported; it is recorded, since VM 'vm0' is powered on and holds it. "
            + $"Where it is gone, run Stop-VM -VM 'vm0'; Get-PassthroughDevice -VM 'vm0' -Id {Address} | "
            + "Remove-PassthroughDevice and import again"]);
        var state = Running(Address).Apply(9, decision.Changes);
        var device = state.Device(Address);
        (device.VendorId, device.Mode, device.ActiveMode).ShouldBe(((PciId)0x10de, DeviceMode.Unknown, DeviceMode.Unknown));
        Contradictions(state.Decide(List(EsxcliSample.Nic()))).Single()
            .ShouldStartWith("no longer in the host's list; it stays recorded");
        var back = state.Decide(List(EsxcliSample.Gpu()));
        Contradictions(back).ShouldBeEmpty();
        state.Apply(10, back.Changes).Device(Address).ActiveMode.ShouldBe(DeviceMode.DirectPath);
    }

    [Fact]
    public void WhatComesOfItCanBeImportedAgain()
    {
        foreach (var state in new[] { Running(Address), Running(Address).Import(List(EsxcliSample.Nic())) })
        {
            var again = Imports.Empty.ImportOn(null, null, Imports.File(state.Document(), "lab.json"));
            (again.TheVM("vm0").PowerState, again.TheHost().Devices.Count).ShouldBe(
                (VMPowerState.PoweredOn, state.TheHost().Devices.Count));
        }
    }

    [Theory]
    [InlineData("Passthru Capable", "false", "PassthroughCapable True -> False")]
    [InlineData("Current Owner", "VMkernel", "Mode Unknown -> DirectPath, ActiveMode Unknown -> Host")]
    [InlineData("Vendor ID", "0x8086", "8086:1eb8 in its place")]
    public void ADeviceThatCannotBeTheMachinesIsNotTakenOver(string field, string value, string what)
    {
        var before = Running(Address);

        var decision = before.Decide(List(EsxcliSample.Gpu().Replace(field, value)));

        Contradictions(decision).ShouldBe([
            $"not taken over: {what}, since VM 'vm0' is powered on and holds {Address}. Where it is not, run Stop-VM -VM 'vm0' "
            + "and import again"]);
        decision.Items.ShouldAllBe(static item => item.Detail == null || !item.Detail.Contains("will not power on"));
        var device = before.Apply(9, decision.Changes).Device(Address);
        (device.PassthroughCapable, device.VendorId, device.PassthroughActive).ShouldBe(
            (true, (PciId)0x10de, field == "Passthru Capable" ? null : device.PassthroughActive));
    }

    [Fact]
    public void AModeThatIsConfiguredAwayNamesTheMachine() =>
        Contradictions(Running(Address).Decide(List(EsxcliSample.Gpu().Replace("Configured Owner", "VMkernel")))).Single()
            .ShouldStartWith("VM 'vm0' is powered on and holds it; after a restart of the host");

    [Fact]
    public void APhysicalFunctionIsNotPassedThroughWhileAMachineRunsWithOneOfItsFunctions()
    {
        var decision = Running(Function)
            .Decide(List(EsxcliSample.Gpu(Nic), EsxcliSample.Gpu(Function).Replace("Parent Device", "PCI 0:94:0:0")));

        Contradictions(decision).ShouldBe([
            "not taken over: Mode Unknown -> DirectPath, ActiveMode Unknown -> DirectPath, "
            + $"since VM 'vm0' is powered on and holds {Function}. Where it is not, run Stop-VM -VM 'vm0' and import again"]);
    }

    [Fact]
    public void TwoMachinesThatRunWithAPhysicalFunctionAndOneOfItsFunctionsAreNamed()
    {
        var decision = Running(Nic, Function)
            .Decide(List(EsxcliSample.Gpu(Nic), EsxcliSample.Gpu(Function).Replace("Parent Device", "PCI 0:94:0:0")));

        Contradictions(decision).Count.ShouldBe(2);
        Contradictions(decision).ShouldAllBe(static what => what.Contains("'vm0'") && what.Contains("'vm1'"));
    }

    [Fact]
    public void AMachineOfTheInputThatRunsWithADeviceOfItsHostsIsNamed()
    {
        var document = $$"""
            { "schemaVersion": 1,
              "hosts": [ { "name": "h", "devices": [ { "address": "{{Address}}", "passthroughCapable": true, "mode": "host", "activeMode": "host" } ] } ],
              "vms": [ { "name": "web", "host": "h", "powerState": "poweredOn", "devices": [ { "key": 13000, "technology": "fixed", "address": "{{Address}}" } ] } ] }
            """;

        Contradictions(Imports.Empty.DecideOn(null, null, Imports.File(document, "x.json"))).ShouldBe([
            "not taken over: mode Host, since VM 'web' is powered on with it in the input. Correct the device or the power "
            + "state there"]);
    }

    /// <summary>Machines that run with a device each, on a host of which no device is recorded.</summary>
    private static InventoryState Running(params string[] addresses)
    {
        var state = Imports.Empty;
        for (int i = 0; i < addresses.Length; i++)
        {
            state = state.Import(Imports.Vmx($"vm{i}", Imports.FixedDevice(0, addresses[i])));
            state = state.With(new VMPut(state.TheVM($"vm{i}") with { PowerState = VMPowerState.PoweredOn }));
        }

        return state;
    }

    private static ImportFile List(params EsxcliSample[] devices) => Imports.File(EsxcliSample.Text(devices));

    private static List<string> Contradictions(ImportDecision decision) =>
        [.. decision.Items.Select(static item => item.Contradiction).OfType<string>()];
}
