using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>Inputs that do not tell all, or say that something is not known.</summary>
public sealed class UnknownImportTests
{
    private static EsxcliSample WithoutOwners =>
        EsxcliSample.Gpu().Replace("Configured Owner", null).Replace("Current Owner", null);

    [Fact]
    public void AListWithoutOwnersMakesModesUnknownAndKeepsThoseThatAreKnown()
    {
        var file = Imports.File(EsxcliSample.Csv(WithoutOwners), "list.csv");
        var decision = Imports.Empty.Decide(file);

        decision.Items.Single(static item => item.Kind == ImportedKind.VMHost).Detail!
            .ShouldStartWith("IOMMU, Above 4G decoding, the mode of 1 device are not recorded.");
        var device = Imports.Empty.Import(file).Device("0000:41:00.0");
        (device.Mode, device.ActiveMode).ShouldBe((DeviceMode.Unknown, DeviceMode.Unknown));
        var known = Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()))).Import(file).Device("0000:41:00.0");
        (known.Mode, known.ActiveMode).ShouldBe((DeviceMode.DirectPath, DeviceMode.DirectPath));
    }

    [Theory]
    [InlineData(true, DeviceMode.DirectPath)]
    [InlineData(false, DeviceMode.Host)]
    public void TheSwitchesTellWhatIsConfigured(bool enabled, DeviceMode mode)
    {
        var state = Imports.Empty.Import(
            Imports.File(EsxcliSample.Text(WithoutOwners) + EsxcliSample.Table(EsxcliSample.Enabled("0000:41:00.0", enabled))));

        (state.Device("0000:41:00.0").Mode, state.Device("0000:41:00.0").ActiveMode).ShouldBe((mode, DeviceMode.Unknown));
    }

    [Fact]
    public void ALaterListTellsTheMode()
    {
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(WithoutOwners)));
        var decision = state.Decide(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu())));

        decision.Items.Single(static item => item.Kind == ImportedKind.PciDevice).Detail.ShouldBe(
            "Mode Unknown -> DirectPath; ActiveMode Unknown -> DirectPath");
        state = state.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu(owner: "VMkernel"))));
        state.Device("0000:41:00.0").PassthroughActive.ShouldBe(false);
    }

    /// <summary>The store has both modes or none, which is no change of the one that stays.</summary>
    [Theory]
    [InlineData("VM Passthru", "VM Passthru", "VMkernel", "VMkernel", "Mode DirectPath -> Host; ActiveMode DirectPath -> Host")]
    [InlineData("VMkernel", "VM Passthru", "VMkernel", "VMkernel", "ActiveMode DirectPath -> Host")]
    [InlineData("VMkernel", "VMkernel", "VM Passthru", "VMkernel", "Mode Host -> DirectPath")]
    public void OnlyAModeThatChangesIsSaid(string configured, string current, string newConfigured, string newCurrent,
        string detail)
    {
        static ImportFile List(string configured, string current) =>
            Imports.File(
                EsxcliSample.Text(EsxcliSample.Gpu().Replace("Configured Owner", configured).Replace("Current Owner", current)));

        Imports.Empty.Import(List(configured, current)).Decide(List(newConfigured, newCurrent)).Items
            .Single(static item => item.Kind == ImportedKind.PciDevice).Detail.ShouldBe(detail);
    }

    [Fact]
    public void AListWithoutTheClassLeavesItUnknownAndKeepsOneThatIsKnown()
    {
        var file = Imports.File(
            EsxcliSample.Csv(EsxcliSample.Gpu().Replace("Device Class", null).Replace("Device Class Name", null)), "list.csv");

        Imports.Empty.Import(file).AllHosts().Single().PciDevices.Single().DeviceClass.ShouldBe(PciDeviceClass.Unknown);
        Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()))).Import(file)
            .Device("0000:41:00.0").ClassId.ShouldBe(0x0302);
    }

    [Fact]
    public void JsonSaysWhatIsNotKnownAndTakesItBack()
    {
        var state = Imports.Empty.Import(
            Json("""{ "address": "0000:41:00.0", "passthroughCapable": true, "mode": "unknown", "ownerUnknown": true }"""));
        var device = state.Device("0000:41:00.0");

        (device.Mode, device.ActiveMode, device.OwnerUnknown).ShouldBe((DeviceMode.Unknown, DeviceMode.Unknown, true));
        Imports.Empty.ImportOn(null, null, Imports.File(state.Document(), "export.json")).Document()
            .ShouldContain("\"ownerUnknown\":true");
        var used = state.ImportOn(
            null, null,
            Imports.File(
                $$"""
                { "schemaVersion": 1, "vms": [ { "name": "u1", "host": "{{Imports.Host}}", "powerState": "poweredOn",
                  "devices": [ { "key": 13000, "technology": "fixed", "address": "0000:41:00.0" } ] } ] }
                """,
                "u1.json"));
        used.Device("0000:41:00.0").OwnerUnknown.ShouldBeFalse("the machine that runs with it uses it");
        state = state.Import(Json("""{ "address": "0000:41:00.0", "ownerUnknown": false }"""));
        (state.Device("0000:41:00.0").Mode, state.Device("0000:41:00.0").OwnerUnknown).ShouldBe((DeviceMode.Unknown, false));
    }

    [Fact]
    public void AModeThatIsNotToldOfARunningMachinesDeviceContradictsNothing()
    {
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu())))
            .AddVM("vm1").Do(Asks.AttachFixed("vm1", "41:00.0"), Asks.PowerOn("vm1"));
        var decision = state.Decide(Json("""{ "address": "0000:41:00.0", "mode": "unknown", "activeMode": "unknown" }"""));

        decision.Items.ShouldAllBe(static item => item.Contradiction == null);
        state.Apply(state.Revision + 1, decision.Changes).Device("0000:41:00.0").ActiveMode.ShouldBe(DeviceMode.Unknown);
    }

    private static ImportFile Json(string device) => Imports.File(
        $$"""{ "schemaVersion": 1, "hosts": [ { "name": "{{Imports.Host}}", "devices": [ {{device}} ] } ] }""", "facts.json");
}
