using System.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

public sealed class EsxcliLayoutTests
{
    private static readonly EsxcliSample[] Devices = [EsxcliSample.Nic(), EsxcliSample.Gpu(), EsxcliSample.Gpu("0000:42:00.0")];
    private static readonly EsxcliSample[] Switches = [EsxcliSample.Enabled("0000:02:00.1", false), EsxcliSample.Enabled("0000:41:00.0", true)];

    [Fact]
    public void AllLayoutsGiveEqualDevices()
    {
        var text = Imports.File(EsxcliSample.Text(Devices)).Lists!.Devices;
        var csv = Imports.File(EsxcliSample.Csv(Devices)).Lists!.Devices;
        var xml = Imports.File(EsxcliSample.Xml(Devices)).Lists!.Devices;

        text.Count.ShouldBe(3);
        csv.ShouldBe(text);
        xml.ShouldBe(text);
    }

    [Fact]
    public void AllLayoutsGiveEqualSwitches()
    {
        var table = Imports.File(EsxcliSample.Table(Switches)).Lists!.Enabled;
        var csv = Imports.File(EsxcliSample.Csv(Switches)).Lists!.Enabled;
        var xml = Imports.File(EsxcliSample.Xml(Switches)).Lists!.Enabled;

        table.Select(static pair => (pair.Key.ToString(), pair.Value)).ShouldBe([("0000:02:00.1", false), ("0000:41:00.0", true)]);
        csv.ShouldBe(table);
        xml.ShouldBe(table);
    }

    [Fact]
    public void FieldsBecomeProperties()
    {
        var device = Imports.File(EsxcliSample.Text(EsxcliSample.Nic())).Lists!.Devices.Single();

        device.Address.ShouldBe(PciAddress.Parse("0000:02:00.1"));
        device.VendorId.ShouldBe(0x8086);
        device.DeviceId.ShouldBe(0x1528);
        device.SubVendorId.ShouldBe(0x103c);
        device.SubDeviceId.ShouldBe(0x192d);
        device.ClassId.ShouldBe(0x0302);
        device.ClassName.ShouldBe("3D controller");
        device.VendorName.ShouldBe("Intel Corporation");
        device.Name.ShouldBe("Ethernet Controller 10 Gigabit X540-AT2, \"dual\"");
        device.PhysicalSlot.ShouldBe("2");
        device.NumaNode.ShouldBe(1);
        device.HardwareLabel.ShouldBe("inference");
        device.PassthroughCapable.ShouldBeTrue();
        device.ParentAddress.ShouldBeNull("esxcli's parent device is a bridge, no physical function");
    }

    [Theory]
    [InlineData("VMkernel", "VMkernel", DeviceMode.Host, DeviceMode.Host)]
    [InlineData("VM Passthru", "VM Passthru", DeviceMode.DirectPath, DeviceMode.DirectPath)]
    [InlineData("VM Passthru", "VMkernel", DeviceMode.DirectPath, DeviceMode.Host)]
    [InlineData("VMkernel", "VM Passthru", DeviceMode.Host, DeviceMode.DirectPath)]
    [InlineData("Unknown", "VMkernel", DeviceMode.Host, DeviceMode.Host)]
    [InlineData("Unknown", "VM Passthru", DeviceMode.DirectPath, DeviceMode.DirectPath)]
    [InlineData(null, "VM Passthru", DeviceMode.DirectPath, DeviceMode.DirectPath)]
    [InlineData("VM Passthru", null, DeviceMode.DirectPath, DeviceMode.Unknown)]
    [InlineData("VMkernel", "", DeviceMode.Host, DeviceMode.Unknown)]
    [InlineData("Unknown", "Unknown", DeviceMode.Unknown, DeviceMode.Unknown)]
    [InlineData(null, null, DeviceMode.Unknown, DeviceMode.Unknown)]
    public void OwnersBecomeModes(string? configured, string? current, DeviceMode mode, DeviceMode activeMode)
    {
        var sample = EsxcliSample.Gpu().Replace("Configured Owner", configured).Replace("Current Owner", current);

        var device = Imports.File(EsxcliSample.Text(sample)).Lists!.Devices.Single();

        device.Mode.ShouldBe(mode);
        device.ActiveMode.ShouldBe(activeMode);
    }

    [Fact]
    public void BothListsMayStandInOneTextFile()
    {
        var lists = Imports.File(EsxcliSample.Text(Devices) + EsxcliSample.Table(Switches)).Lists!;
        var reversed = Imports.File(EsxcliSample.Table(Switches) + EsxcliSample.Text(Devices)).Lists!;

        lists.Devices.Count.ShouldBe(3);
        lists.Enabled.Count.ShouldBe(2);
        reversed.Devices.ShouldBe(lists.Devices);
        reversed.Enabled.ShouldBe(lists.Enabled);
    }

    [Fact]
    public void LineEndsByteOrderMarkAndLostIndentationDoNotMatter()
    {
        var expected = Imports.File(EsxcliSample.Text(Devices)).Lists!.Devices;

        Imports.File("\ufeff" + EsxcliSample.Text(Devices).ReplaceLineEndings("\r\n")).Lists!.Devices.ShouldBe(expected);
        Imports.File(EsxcliSample.Text(Devices).Replace("   ", "", System.StringComparison.Ordinal)).Lists!.Devices.ShouldBe(expected);
        Imports.File("\ufeff" + EsxcliSample.Csv(Devices).ReplaceLineEndings("\r\n")).Lists!.Devices.ShouldBe(expected);
        Imports.File("\ufeff" + EsxcliSample.Xml(Devices).ReplaceLineEndings("\r\n")).Lists!.Devices.ShouldBe(expected);
    }

    [Fact]
    public void NumbersMayBeDecimalHexadecimalOrSigned()
    {
        var sample = EsxcliSample.Nic().Replace("Vendor ID", "-32634").Replace("Device ID", "5416").Replace("SubVendor ID", "0x103C");

        var device = Imports.File(EsxcliSample.Text(sample)).Lists!.Devices.Single();

        device.VendorId.ShouldBe(0x8086);
        device.DeviceId.ShouldBe(0x1528);
        device.SubVendorId.ShouldBe(0x103c);
    }

    [Theory]
    [InlineData("4294967295")]
    [InlineData("-1")]
    [InlineData("")]
    public void NoSlotAndNoNodeAreNull(string none)
    {
        var device = Imports.File(EsxcliSample.Text(EsxcliSample.Nic().Replace("Physical Slot", none).Replace("NUMA Node", none))).Lists!.Devices.Single();

        device.PhysicalSlot.ShouldBeNull();
        device.NumaNode.ShouldBeNull();
    }

    [Fact]
    public void TheDecimalAddressOfEsxi5IsReadByItsParts()
    {
        var sample = EsxcliSample.Gpu("0000:42:00.0").Replace("Address", "000:066:00.0");

        Imports.File(EsxcliSample.Text(sample)).Lists!.Devices.Single().Address.ShouldBe(PciAddress.Parse("0000:42:00.0"));
    }

    [Theory]
    [InlineData("Vendor ID", "0x18086", "VendorID '0x18086'")]
    [InlineData("Vendor ID", "x", "VendorID 'x'")]
    [InlineData("Vendor ID", "", "VendorID")]
    [InlineData("Passthru Capable", "maybe", "PassthruCapable 'maybe'")]
    [InlineData("Bus", "0x100", "Bus '0x100'")]
    [InlineData("Bus", "0x43", "0000:43:00.0")]
    [InlineData("NUMA Node", "70000", "NUMANode '70000'")]
    public void AFaultIsNamedWithItsFileLineAndField(string field, string? value, string expected)
    {
        var text = EsxcliSample.Text(EsxcliSample.Nic(), EsxcliSample.Gpu().Replace(field, value));
        int line = text.Split('\n').ToList().LastIndexOf("0000:41:00.0") + 1;

        var refusal = Imports.Refused(ErrorId.InputMalformed, () => Imports.File(text, "list.txt"));

        refusal.Message.ShouldContain("'list.txt'");
        refusal.Message.ShouldContain($"line {line}");
        refusal.Message.ShouldContain(expected);
        refusal.Target.ShouldBe("list.txt");
    }

    [Fact]
    public void ADeviceMayStandInAFileOnce()
    {
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File(EsxcliSample.Csv(EsxcliSample.Gpu(), EsxcliSample.Gpu()))).Message.ShouldContain("0000:41:00.0");
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File(EsxcliSample.Table(EsxcliSample.Enabled("0000:41:00.0", true), EsxcliSample.Enabled("0000:41:00.0", false))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \n")]
    [InlineData("hello")]
    [InlineData("[root@esxi01:~] esxcli hardware pci list\n0000:02:00.1\n")]
    [InlineData("Device ID     Enabled\n0000:02:00.1    false\n")]
    [InlineData("Device ID     Enabled\n------------  -------\n")]
    [InlineData("DeviceID,Enabled,\n")]
    [InlineData("DeviceID,Enabled,\n0000:02:00.1,\n")]
    [InlineData("DeviceID,Enabled,\n\"0000:02:00.1,true,\n")]
    [InlineData("0000:02:00.1\n   not a field\n")]
    [InlineData("<output/>")]
    [InlineData("<output><structure><field name=\"DeviceID\">")]
    [InlineData("<output><structure><field><string>x</string></field></structure></output>")]
    [InlineData("\ud800")]
    public void WhatIsNoListIsRefused(string text) => Imports.Refused(ErrorId.InputMalformed, () => Imports.File(text));
}
