using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

public sealed class EsxcliLayoutTests
{
    private static readonly EsxcliSample[] Devices = [EsxcliSample.Nic(), EsxcliSample.Gpu(), EsxcliSample.Gpu("0000:42:00.0")];
    private static readonly EsxcliSample[] Switches = [EsxcliSample.Enabled("0000:02:00.1", false),
        EsxcliSample.Enabled("0000:41:00.0", true)];

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

        table.Select(static pair => (pair.Key.ToString(), pair.Value))
            .ShouldBe([("0000:02:00.1", false), ("0000:41:00.0", true)]);
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
        Imports.File(EsxcliSample.Text(Devices).Replace("   ", "", System.StringComparison.Ordinal)).Lists!.Devices.ShouldBe(
            expected);
        Imports.File("\ufeff" + EsxcliSample.Csv(Devices).ReplaceLineEndings("\r\n")).Lists!.Devices.ShouldBe(expected);
        Imports.File("\ufeff" + EsxcliSample.Xml(Devices).ReplaceLineEndings("\r\n")).Lists!.Devices.ShouldBe(expected);
    }

    [Fact]
    public void NumbersMayBeDecimalHexadecimalOrSigned()
    {
        var sample = EsxcliSample.Nic().Replace("Vendor ID", "-32634").Replace("Device ID", "5416")
            .Replace("SubVendor ID", "0x103C");

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
        var device =
            Imports.File(EsxcliSample.Text(
                EsxcliSample.Nic().Replace("Physical Slot", none).Replace("NUMA Node", none))).Lists!.Devices.Single();

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
        Imports.Refused(ErrorId.InputMalformed,
            () => Imports.File(EsxcliSample.Csv(EsxcliSample.Gpu(), EsxcliSample.Gpu()))).Message.ShouldContain("0000:41:00.0");
        Imports.Refused(ErrorId.InputMalformed,
            () =>
                Imports.File(
                    EsxcliSample.Table(EsxcliSample.Enabled("0000:41:00.0", true), EsxcliSample.Enabled("0000:41:00.0", false))));
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

    /// <summary>
    /// As Excel saves a list: empty rows and columns that were used once, and values that are empty without quotes.
    /// </summary>
    [Theory]
    [InlineData(';')]
    [InlineData(',')]
    [InlineData('\t')]
    public void ACsvThatExcelSavedIsRead(char delimiter)
    {
        var devices = new[] { EsxcliSample.Nic().Replace("Hardware Label", ""), EsxcliSample.Gpu(),
            EsxcliSample.Gpu("0000:42:00.0").Replace("Hardware Label", "") };
        var expected = Imports.File(EsxcliSample.Text(devices)).Lists!.Devices;
        var rows = EsxcliSample.ExportCsv(delimiter, false, devices).Replace($"{delimiter}\"\"\r\n", $"{delimiter}\r\n",
            System.StringComparison.Ordinal).TrimEnd('\r', '\n').Split("\r\n");
        var empty = new string(delimiter, 25) + "\r\n";

        Imports.File(string.Join("\r\n", rows)).Lists!.Devices.ShouldBe(expected, "the last value is empty");
        Imports.File(rows[0] + "\r\n" + empty + string.Join("\r\n" + empty, rows[1..]) + "\r\n" + empty
            + empty).Lists!.Devices.ShouldBe(expected, "rows are empty");
        Imports.File(string.Concat(rows.Select(row => row + new string(delimiter, 3) + "\r\n"))).Lists!.Devices.ShouldBe(expected,
            "columns at the right are empty");
        if (delimiter != '\t') Imports.File(string.Concat(rows.Select(row => delimiter + row + "\r\n"))).Lists!.Devices.ShouldBe(
            expected, "the column at the left is empty");
    }

    [Fact]
    public void ARowThatWasCutOffHasNoEmptyValues()
    {
        var csv = EsxcliSample.Csv(EsxcliSample.Gpu(), EsxcliSample.Gpu("0000:42:00.0")).TrimEnd('\n');
        var cut = csv.Remove(csv.LastIndexOf("inference", System.StringComparison.Ordinal));

        Imports.Refused(ErrorId.InputMalformed, () => Imports.File(cut)).Message.ShouldBe(
            "File 'input.txt', line 3: 24 values are expected, as many as there are names in the first row, and 23 are there.");
    }

    [Theory]
    [InlineData("WAHR", true)]
    [InlineData("FALSCH", false)]
    [InlineData("VRAI", true)]
    [InlineData("faux", false)]
    [InlineData("Falso", false)]
    [InlineData("VERDADERO", true)]
    [InlineData("fa\u0142sz", false)]
    [InlineData("TRUE", true)]
    public void ABooleanMayBeInExcelsLanguage(string text, bool expected) =>
        Imports.File(EsxcliSample.ExportCsv(';', false,
            EsxcliSample.Gpu().Replace("Passthru Capable", text))).Lists!.Devices.Single().PassthroughCapable.ShouldBe(expected);

    /// <summary>As a window breaks lines; blanks before the break are lost when they are copied.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(132)]
    public void LinesThatATerminalBrokeAreRefused(int width)
    {
        var devices = new[] { EsxcliSample.Gpu(), EsxcliSample.Gpu("0000:42:00.0") };
        foreach (var device in devices)
            device.Replace("Slot Description", "CPU1 SLOT2 PCI-E 3.0 X4 (IN X8 SLOT), lower: left" + new string('y', 2 * width))
                .Replace("Hardware Label", new string('x', width));
        foreach (var text in new[]
        {
            EsxcliSample.Text(devices), EsxcliSample.Csv(devices), EsxcliSample.Json(true, devices),
            EsxcliSample.Json(false, devices), EsxcliSample.Xml(devices),
            EsxcliSample.KeyValue(devices), EsxcliSample.Text(devices[..1]),
        })
        {
            var broken = string.Join('\n',
                text.Split('\n').SelectMany(
                    line => line.Length == 0 ? [line] : line.Chunk(width).Select(static part => new string(part).TrimEnd())));

            Imports.Refused(ErrorId.InputMalformed, () => Imports.File(broken)).Message.ShouldContain(
                "make the window wider, or write the output to a file");
        }
    }

    [Fact]
    public void LinesInQuotesAreRead()
    {
        EsxcliSample[] devices = [EsxcliSample.Nic(), EsxcliSample.Gpu()];
        var expected = Imports.File(EsxcliSample.Text(devices)).Lists!.Devices;
        string All(string text, bool all) =>
            string.Join("\r\n", text.Split('\n')
                .Select(line => line.Length == 0 || (!all && !line.Contains(',', System.StringComparison.Ordinal))
            ? line
            : $"\"{line.Replace("\"", "\"\"", System.StringComparison.Ordinal)}\""));

        Imports.File(All(EsxcliSample.Text(devices), all: true)).Lists!.Devices.ShouldBe(expected);
        Imports.File(All(EsxcliSample.Text(devices), all: false)).Lists!.Devices.ShouldBe(expected,
            "as a spreadsheet quotes those with a comma");
        Imports.File(All(EsxcliSample.KeyValue(devices), all: true)).Lists!.Devices.ShouldBe(expected);
        Imports.File(All("[root@esx01:~] esxcli hardware pci list\n" + EsxcliSample.Text(devices),
            all: true)).Lists!.Devices.ShouldBe(expected);
        Imports.File(All(EsxcliSample.Table(Switches), all: true)).Lists!.Enabled.Count.ShouldBe(2);
        new ImportFile("web.vmx", All(Imports.Vmx("web").Text, all: true)).VM!.Name.ShouldBe("web");
    }
}
