using System;
using System.Collections.Generic;
using System.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>Whatever a list is written in and whatever stands around it, it gives the same devices; what is none is named.</summary>
public sealed class RecogniserTests
{
    private static readonly EsxcliSample[] Devices = [EsxcliSample.Nic(), EsxcliSample.Gpu(), EsxcliSample.Gpu("0000:42:00.0")];
    private static readonly EsxcliSample[] Switches = [EsxcliSample.Enabled("0000:02:00.1", false), EsxcliSample.Enabled("0000:41:00.0", true)];
    private static readonly string Text = EsxcliSample.Text(Devices);
    private static readonly string Table = EsxcliSample.Table(Switches);

    public static TheoryData<string, string> Lists() => new()
    {
        { "localcli's json", EsxcliSample.Json(true, Devices) },
        { "ConvertTo-Json", EsxcliSample.Json(false, Devices) },
        { "ConvertTo-Json of Windows PowerShell", $$"""{ "value": {{EsxcliSample.Json(false, Devices)}}, "Count": 3 }""" },
        { "keyvalue", EsxcliSample.KeyValue(Devices) },
        { "Export-Csv", EsxcliSample.ExportCsv(',', false, Devices) },
        { "Export-Csv with a type line", EsxcliSample.ExportCsv(',', true, Devices) },
        { "Export-Csv -UseCulture", EsxcliSample.ExportCsv(';', true, Devices) },
        { "Export-Csv with tabs", EsxcliSample.ExportCsv('\t', false, Devices) },
        { "Format-List", EsxcliSample.ListView(Devices) },
        { "indented text", string.Concat(Text.Split('\n').Select(static line => $"    {line}\n")) },
        { "text after a remark", "# esx01, before the upgrade\n\n" + Text },
        { "text after what is no remark's sign", "esx01, before the upgrade\n=========================\n" + Text },
        { "text after ssh's warning", "Warning: Permanently added '10.0.0.7' (ED25519) to the list of known hosts.\n" + Text },
        { "csv after a remark", "# esx01\n" + EsxcliSample.Csv(Devices) },
        { "xml after a remark", "\n# esx01\n" + EsxcliSample.Xml(Devices) },
        { "json after a remark", "# esx01\n" + EsxcliSample.Json(true, Devices) },
        { "keyvalue after a remark", "esx01:\n" + EsxcliSample.KeyValue(Devices) },
        { "ESXi's prompt", "[root@esx01:~] esxcli hardware pci list\n" + Text },
        { "an older prompt", "~ # esxcli hardware pci list\n" + Text },
        { "a prompt in a folder", "/vmfs/volumes/4f2a # esxcli hardware pci list\n" + Text },
        { "another shell's prompt", "admin@jump:~$ ssh root@esx01 esxcli hardware pci list\n" + Text },
        { "PowerShell's prompt", "PS C:\\Users\\anna> esxcli.exe hardware pci list\n" + Text },
        { "cmd's prompt", "C:\\tools>esxcli -s esx01 hardware pci list\n" + Text },
        { "the command noted down", "# esxcli hardware pci list\n" + Text },
        { "the command alone", "esxcli hardware pci list\n" + Text },
        { "sh -x", "+ /bin/esxcli hardware pci list\n" + Text },
        { "a prompt below", Text + "\n[root@esx01:~] \n" },
        { "prompts around csv", "[root@esx01:~] esxcli --formatter=csv hardware pci list\r\n" + EsxcliSample.Csv(Devices) + "\n[root@esx01:~] exit\n" },
        { "prompts around xml", "[root@esx01:~] esxcli --formatter=xml hardware pci list\n" + EsxcliSample.Xml(Devices) + "[root@esx01:~]" },
        { "prompts around json", "[root@esx01:~] localcli --formatter=json hardware pci list\n" + EsxcliSample.Json(true, Devices) + "[root@esx01:~]" },
        { "prompts around keyvalue", "[root@esx01:~] esxcli --formatter=keyvalue hardware pci list\n" + EsxcliSample.KeyValue(Devices) + "[root@esx01:~]" },
        { "a terminal's colours and titles", "\u001b]0;esx01\u0007\u001b[1;32m[root@esx01:~]\u001b[0m esxcli hardware pci list\r\n" + Text + "\u001b[?2004l[root@esx01:~] " },
        { "a login's banner", "The time and date of this login have been sent to the system logs.\n\n[root@esx01:~] esxcli hardware pci list\n" + Text },
        { "grep's separators", Text.Replace("\n\n", "\n--\n", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void TheDevicesAreThoseOfThePlainList(string what, string text)
    {
        var file = Imports.File(text);

        file.Lists.ShouldNotBeNull(what).Devices.ShouldBe(Imports.File(Text).Lists!.Devices, what);
        file.Warnings.ShouldBeEmpty(what);
    }

    public static TheoryData<string, string> SwitchLists() => new()
    {
        { "a table whose blanks were lost", EsxcliSample.CollapsedTable(Switches) },
        { "a table with tabs", EsxcliSample.CollapsedTable(Switches).Replace(' ', '\t').Replace("Device\tID", "Device ID", StringComparison.Ordinal) },
        { "an indented table", string.Concat(Table.Split('\n').Select(static line => $"\t{line}\n")) },
        { "a table with blank lines", Table.Replace("\n", "\n\n", StringComparison.Ordinal) },
        { "json", EsxcliSample.Json(true, Switches) },
        { "keyvalue", EsxcliSample.KeyValue(Switches) },
        { "Export-Csv", EsxcliSample.ExportCsv(',', true, Switches) },
        { "Format-List", EsxcliSample.ListView(Switches) },
        { "a prompt", "[root@esx01:~] esxcli hardware pci pcipassthru list\n" + Table + "[root@esx01:~]" },
    };

    [Theory]
    [MemberData(nameof(SwitchLists))]
    public void TheSwitchesAreThoseOfThePlainTable(string what, string text) =>
        Imports.File(text).Lists.ShouldNotBeNull(what).Enabled.ShouldBe(Imports.File(Table).Lists!.Enabled, what);

    [Fact]
    public void TheListsOfTwoHostsInOneCaptureAreRefused()
    {
        var text = "[root@esx01:~] esxcli hardware pci list\n" + EsxcliSample.Text(EsxcliSample.Gpu()) + "[root@ESX01:/tmp] uptime\n";
        int line = text.Split('\n').Length;
        var other = "esxcli hardware pci list\n" + EsxcliSample.Text(EsxcliSample.Nic());

        Imports.Refused(ErrorId.InputMalformed, () => Imports.File(text + "[root@esx02:~] " + other)).Message.ShouldBe(
            $"File 'input.txt', line {line}: the prompt is that of host 'esx02', and the list above is of host 'esx01'; "
            + "give each host's output as a file of its own.");
        Imports.File(text + "[root@Esx01:~] " + other).Lists!.Devices.Count.ShouldBe(2);
        Imports.File("[root@jump ~]$ ssh esx01\nWelcome\n" + text + "[root@esx01:~] exit\nConnection to esx01 closed.\n").Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void ACaptureOfSeveralCommandsGivesBothListsAndNamesWhatItLeavesOut()
    {
        var file = Imports.File(
            "[root@esx01:~] esxcli --formatter=csv hardware pci list\n" + EsxcliSample.Csv(Devices)
            + "[root@esx01:~] esxcli network nic list\n" + OtherTable
            + "[root@esx01:~] esxcli hardware pci pcipassthru list\n" + Table,
            "capture.log");

        file.Lists!.Devices.Count.ShouldBe(3);
        file.Lists!.Enabled.Count.ShouldBe(2);
        file.Warnings.Single().ShouldBe(
            "File 'capture.log', line 7: the output of 'esxcli network nic list' was left out. Give it as a file of its own where it is to be imported.");
    }

    [Fact]
    public void AMachinesFileMayBeCaptured()
    {
        var plain = Imports.Vmx("web", "numvcpus = \"2\"").Text;
        var file = Imports.File("[root@esx01:~] cat web.vmx\n" + plain + "[root@esx01:~] \n", "capture.log");

        file.VM!.Name.ShouldBe("web");
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File("[root@esx01:~] cat web.vmx\n" + plain + "numvcpus = \"x\"\n"))
            .Message.ShouldContain("line 8: the key 'numvcpus' stands twice");
    }

    [Theory]
    [InlineData(":~] esxcli hardware pci list | grep -A 30 NVIDIA")]
    [InlineData(":~] esxcli hardware pci list -c 0x0300")]
    public void AFilteredListRemovesNothing(string command)
    {
        var before = Imports.Empty.Import(Imports.File(Text));
        var filtered = Imports.File($"[root@esx01{command}\n" + EsxcliSample.Text(EsxcliSample.Gpu("0000:43:00.0")));

        before.Import(filtered).TheHost().Devices.Select(static device => device.Address.ToString())
            .ShouldBe(["0000:02:00.1", "0000:41:00.0", "0000:42:00.0", "0000:43:00.0"]);
        before.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu("0000:43:00.0")))).TheHost().Devices.Count.ShouldBe(1);
        before.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()) + "--\n")).TheHost().Devices.Count.ShouldBe(3);
    }

    private const string OtherTable =
        """
        Name    PCI Device    Driver  Admin Status  MAC Address
        ------  ------------  ------  ------------  -----------------
        vmnic0  0000:02:00.1  ixgben  Up            00:50:56:00:00:01

        """;

    public static TheoryData<string, string, int> Others() => new()
    {
        { OtherTable, "'esxcli network nic list'", 1 },
        { "[root@esx01:~] esxcli storage nmp device list\nnaa.5000\n   Path: x\n", "'esxcli storage nmp device list'", 2 },
        { "NameOfNic,PCIDevice,Driver,MACAddress,\nvmnic0,0000:02:00.1,ixgben,00:50:56:00:00:01,\n", "'esxcli network nic list'", 1 },
        { "[{\"Name\": \"vmnic0\", \"PCI Device\": \"0000:02:00.1\", \"Driver\": \"ixgben\", \"MAC Address\": \"\"}]", "'esxcli network nic list'", 1 },
        { "<output><structure>\n<field name=\"Product\"><string/></field><field name=\"Build\"><string/></field></structure></output>", "'esxcli system version get'", 1 },
        { "VersionGet.Build.string=Releasebuild-1\nVersionGet.Product.string=VMware ESXi\n", "'esxcli system version get'", 1 },
        { "   Product: VMware ESXi\n   Version: 8.0.3\n   Build: Releasebuild-1\n", "'esxcli system version get'", 1 },
        { "0000:41:00.0\n   Vendor Name: NVIDIA\n   Device Name: x\n   Graphics Type: Basic\n", "'esxcli graphics device list'", 1 },
        { "Vmid   Name      File      Guest OS   Version\n1   a   [ds] a/a.vmx   x   vmx-20\n", "'vim-cmd vmsvc/getallvms'", 1 },
        { "(vim.host.PciDevice) [\n   id = \"0000:41:00.0\"\n]", "vim-cmd", 1 },
        { "0000:41:00.0 3D controller: NVIDIA Corporation TU104GL [Tesla T4]\n", "lspci", 1 },
        { "\n41:00.0 3D controller: NVIDIA Corporation\n", "lspci", 2 },
        { "\"VMHost\",\"DeviceClass\",\"VendorId\",\"DeviceId\"\n\"esx01\",\"3D\",\"4318\",\"7864\"\n", "'Get-VMHostPciDevice'", 1 },
        { "   Address: 0000:41:00.0\n   Vendor ID: 0x10de\n   Device ID: 0x1eb8\n", "begins within a device's block", 1 },
        { "<Objs Version=\"1.1.0.1\"><Obj/></Objs>", "Export-Clixml", 1 },
        { "<!DOCTYPE html>\n<html><body/></html>", "document type", 1 },
        { "<html><body>esxcli</body></html>", "web page", 1 },
        { ".encoding = \"UTF-8\"\nsnapshot.lastUID = \"1\"\n", "no virtual machine's configuration", 1 },
        { "[2025-11-20 10:00:00] started\n", "it begins with '[2025-11-20 10:00:00] started'", 1 },
        { "a\0b\0c\0", "UTF-16 without a byte order mark", 1 },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void WhatIsNotReadIsNamedWithItsLine(string text, string expected, int line)
    {
        var refusal = Imports.Refused(ErrorId.InputMalformed, () => Imports.File(text, "x.txt"));

        refusal.Message.ShouldContain(expected);
        refusal.Message.ShouldStartWith($"File 'x.txt', line {line}: ");
        ImportFile.Find("x.txt", text, out var whyNot).ShouldBeNull();
        whyNot.ShouldNotBeNull().ShouldContain(expected);
    }

    [Theory]
    [InlineData("[root@esx01:~] esxcli hardware pci list\nConnect to localhost failed: Connection failure.\n")]
    [InlineData("[{\"Address\": \"0000:41:00.0\", \"Vendor ID\": 4318")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ }")]
    [InlineData("Address,VendorID,\n0000:41:00.0,4318,1,\n")]
    [InlineData("PciDevice[0].Address.string=0000:41:00.0\nPciDevice[0].Address.string=0000:41:00.0\n")]
    public void AFaultInAnInventoryIsNoReasonToPassOverIt(string text) =>
        Imports.Refused(ErrorId.InputMalformed, () => ImportFile.Find("x.txt", text, out _));

    [Fact]
    public void LinesAreThoseOfTheFileInEveryFormat()
    {
        var bad = EsxcliSample.Gpu().Replace("Vendor ID", "x");
        foreach (var list in new[]
        {
            EsxcliSample.Text(bad), EsxcliSample.Json(true, bad), EsxcliSample.KeyValue(bad), "<output>" + EsxcliSample.Xml(bad).Split("<root>")[1].Replace("</root>", "", StringComparison.Ordinal),
        })
        {
            var line = list[0] == '<' ? 5 : 3;
            Imports.Refused(ErrorId.InputMalformed, () => Imports.File("# esx01\n[root@esx01:~] esxcli hardware pci list\n" + list)).Message
                .ShouldContain($"line {line}: the record that begins here has VendorID 'x'");
        }
    }

    [Theory]
    [InlineData("Intel\ufffd", true)]
    [InlineData("Intel\\ufffd", false)]
    [InlineData("Intel&#xFFFD;", false)]
    [InlineData("Intel&#65533;", false)]
    [InlineData("Intel(R)", null)]
    public void ALostCharacterIsWarnedOfWithItsLine(string name, bool? plain)
    {
        var sample = EsxcliSample.Gpu().Replace("Device Name", name);
        List<string> texts = plain != false ? [EsxcliSample.Text(sample), EsxcliSample.Csv(sample)] : [];
        if (name.Contains('&', StringComparison.Ordinal)) texts.Add(EsxcliSample.Xml(EsxcliSample.Gpu().Replace("Device Name", "NAME")).Replace("NAME", name, StringComparison.Ordinal));
        if (name.Contains('\\', StringComparison.Ordinal)) texts.Add(EsxcliSample.Json(true, EsxcliSample.Gpu().Replace("Device Name", "NAME")).Replace("NAME", name, StringComparison.Ordinal));

        foreach (var text in texts.DefaultIfEmpty(EsxcliSample.Text(sample)))
        {
            var file = Imports.File(text, "list.txt");
            file.Lists!.Devices.Single().Name!.Contains('\ufffd', StringComparison.Ordinal).ShouldBe(plain is not null);
            if (plain is null) file.Warnings.ShouldBeEmpty();
            else file.Warnings.Single().ShouldStartWith($"File 'list.txt', line {text.Split('\n').ToList().FindIndex(line => line.Contains(name, StringComparison.Ordinal)) + 1}: ");
        }
    }
}
