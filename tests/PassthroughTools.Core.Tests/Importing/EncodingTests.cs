using System.Text;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Importing;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>Files in the encodings that people have, as bytes.</summary>
public sealed class EncodingTests
{
    private static readonly VMRecord Nobody = new() { Id = "vm-1", Name = "x", HostId = "host-1" };

    /// <summary>
    /// Bytes and text are from the code pages' own tables: U+00FC, U+20AC, U+4E2D U+6587, U+3400, U+3042, U+AC00.
    /// </summary>
    public static TheoryData<string, byte[], string> Encodings() => new()
    {
        { "UTF-8", [0xc3, 0xbc], "\u00fc" },
        { "windows-1252", [0xfc, 0x80], "\u00fc\u20ac" },
        { "windows-1251", [0xc6], "\u0416" },
        { "windows-1250", [0xb3], "\u0142" },
        { "ISO-8859-1", [0xfc], "\u00fc" },
        { "ISO-8859-15", [0xa4], "\u20ac" },
        { "GBK", [0xd6, 0xd0, 0xce, 0xc4], "\u4e2d\u6587" },
        { "GB18030", [0xd6, 0xd0, 0x81, 0x39, 0xee, 0x39], "\u4e2d\u3400" },
        { "windows-936", [0xd6, 0xd0], "\u4e2d" },
        { "Shift_JIS", [0x82, 0xa0], "\u3042" },
        { "windows-31j", [0x82, 0xa0], "\u3042" },
        { "EUC-JP", [0xa4, 0xa2], "\u3042" },
        { "EUC-KR", [0xb0, 0xa1], "\uac00" },
        { "windows-949", [0xb0, 0xa1], "\uac00" },
        { "Big5", [0xa4, 0xa4], "\u4e2d" },
        { "MS950", [0xa4, 0xa4], "\u4e2d" },
        { "UTF8", [0xc3, 0xbc], "\u00fc" },
        { "utf_8", [0xc3, 0xbc], "\u00fc" },
        { "", [0xc3, 0xbc], "\u00fc" },
        { " ", [0xc3, 0xbc], "\u00fc" },
        { "ISO8859-15", [0xa4], "\u20ac" },
        { "cp_1252", [0x80], "\u20ac" },
        { "x-windows-949", [0xb0, 0xa1], "\uac00" },
        { "SJIS", [0x82, 0xa0], "\u3042" },
        { "EUC-KR", [0x8c, 0x63, 0xb0, 0xa1], "\ub620\uac00" },
        { "euckr", [0x8c, 0x63], "\ub620" },
        { "ks_c_5601-1987", [0x8c, 0x63], "\ub620" },
        { "ISO-8859-1", [0x80], "\u20ac" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void AMachinesEncodingIsHonoured(string name, byte[] bytes, string expected)
    {
        var file = Read($".encoding = \"{name}\"\nvirtualHW.version = \"20\"\nmemSize = \"4096\"\ndisplayName = \"", bytes,
            "\"\nannotation = \"", bytes, "\"\n");

        file.VM!.Name.ShouldBe(expected);
        file.VM!.ApplyTo(Nobody, Nobody.HostId).Notes.ShouldBe(expected);
        file.Warnings.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Encodings))]
    public void AnXmlDeclarationIsHonoured(string name, byte[] bytes, string expected)
    {
        if (string.IsNullOrWhiteSpace(name)) return;
        var parts = EsxcliSample.Xml(EsxcliSample.Gpu().Replace("Device Name", "NAME"))
            .Replace("encoding=\"utf-8\"", $"encoding='{name}'", StringComparison.Ordinal).Split("NAME");

        Read(parts[0], bytes, parts[1]).Lists!.Devices.Single().Name.ShouldBe(expected);
    }

    /// <summary>
    /// An escape is a byte; ESXi writes one for the second byte of U+30DD in Shift_JIS too, which is that of a bar.
    /// </summary>
    [Theory]
    [InlineData("UTF-8", "J|C3|BCrgen |22x|22", "J\u00fcrgen \"x\"")]
    [InlineData("windows-1252", "|80|fc", "\u20ac\u00fc")]
    [InlineData("GBK", "|D6|D0", "\u4e2d")]
    [InlineData("Shift_JIS", "|83|7c", "\u30dd")]
    [InlineData("Big5", "a|a4|a4|7Cb", "a\u4e2d|b")]
    [InlineData("UTF-8", "a | b |ZZ |4", "a | b |ZZ |4")]
    public void AnEscapeInAMachinesFileIsAByteOfItsEncoding(string name, string value, string expected)
    {
        var file = Read($".encoding = \"{name}\"\nvirtualHW.version = \"20\"\nmemSize = \"4096\"\nannotation = \"{value}\"\n");

        file.VM!.ApplyTo(Nobody, Nobody.HostId).Notes.ShouldBe(expected);
        file.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void ASecondByteThatIsEscapedBelongsToTheFirst() =>
        Read(".encoding = \"Shift_JIS\"\nvirtualHW.version = \"20\"\nmemSize = \"4096\"\nannotation = \"",
            new byte[] { 0x83, 0x7c, 0x37, 0x43 }, "\"\n")
            .VM!.ApplyTo(Nobody, Nobody.HostId).Notes.ShouldBe("\u30dd");

    [Fact]
    public void AnEscapeThatIsNoTextIsWarnedOf()
    {
        var file = Read(".encoding = \"UTF-8\"\nvirtualHW.version = \"20\"\nmemSize = \"4096\"\nannotation = \"Intel|AE\"\n");

        file.VM!.ApplyTo(Nobody, Nobody.HostId).Notes.ShouldBe("Intel\ufffd");
        file.Warnings.Single().ShouldStartWith("File 'web.vmx', line 4: 'Intel\ufffd' has a character that could not be read");
    }

    [Theory]
    [InlineData("x-klingon")]
    [InlineData("IBM037")]
    [InlineData("utf-7")]
    [InlineData("windows-99999")]
    public void AnEncodingThatIsNotKnownIsNamed(string name)
    {
        var refusal = Imports.Refused(ErrorId.InputMalformed,
            () => Read("# a machine\n.encoding = \"" + name + "\"\nvirtualHW.version = \"20\"\n"));

        refusal.Message.ShouldBe(
            $"File 'web.vmx', line 2: the encoding '{name}' is not known here; save the file as UTF-8, and say so in it.");
    }

    [Fact]
    public void WhatIsNoTextInTheDeclaredEncodingIsWarnedOf()
    {
        var file = Read(".encoding = \"Shift_JIS\"\nvirtualHW.version = \"20\"\nmemSize = \"4096\"\nannotation = \"a",
            new byte[] { 0x82, 0x20 }, "b\"\n");

        file.VM!.ApplyTo(Nobody, Nobody.HostId).Notes!.ShouldContain('\ufffd');
        file.Warnings.Single().ShouldStartWith("File 'web.vmx', line 4: ");
    }

    [Fact]
    public void EveryListIsReadInUtf16WithAMark()
    {
        EsxcliSample[] devices = [EsxcliSample.Gpu().Replace("Device Name", "\u00fc\u4e2d"), EsxcliSample.Nic()];
        var expected = Imports.File(EsxcliSample.Text(devices)).Lists!.Devices;
        foreach (var text in new[]
        {
            EsxcliSample.Text(devices), EsxcliSample.Csv(devices), EsxcliSample.Xml(devices), EsxcliSample.Json(true, devices),
            EsxcliSample.KeyValue(devices),
            EsxcliSample.ExportCsv(',', true, devices),
        })
        {
            foreach (Encoding encoding in new Encoding[] { Encoding.Unicode, Encoding.BigEndianUnicode, new UTF8Encoding(true),
                new UTF32Encoding(false, true) })
                Read(encoding.GetPreamble(), encoding.GetBytes(text)).Lists!.Devices.ShouldBe(expected, encoding.WebName);
        }
    }

    /// <summary>As .NET writes it into a string that is then saved as UTF-8.</summary>
    [Fact]
    public void AUtf16DeclarationInUtf8TextIsPassedOver() =>
        Read(EsxcliSample.Xml(EsxcliSample.Gpu().Replace("Device Name", "\u00fc"))
            .Replace("utf-8", "utf-16", StringComparison.Ordinal))
            .Lists!.Devices.Single().Name.ShouldBe("\u00fc");

    [Fact]
    public void ANameFromALatin1TerminalIsReadWithAWarning()
    {
        var parts = EsxcliSample.Text(EsxcliSample.Gpu().Replace("Device Name", "Intel{} Ethernet")).Split("{}");
        var file = Read(parts[0], new byte[] { 0xae }, parts[1]);

        file.Lists!.Devices.Single().Name.ShouldBe("Intel\ufffd Ethernet");
        file.Warnings.Single().ShouldBe(
            "File 'list.txt', line 9: 'Device Name: Intel\ufffd Ethernet' has a character that could not be read and is stored "
            + "as U+FFFD. Correct it, or save the file as UTF-8, and import it again.");
    }

    /// <summary>Half a pair as an escape: a pair is read, and so is a backslash of its own before one.</summary>
    [Theory]
    [InlineData("x\\ud83d\\ude00", null)]
    [InlineData("x\\ud800", "x\ufffd")]
    [InlineData("x\\udc00y", "x\ufffdy")]
    [InlineData("x\\ud800\\ud83d\\ude00", "x\ufffd")]
    [InlineData("x\\\\ud83d\\ude00", "x\\ud83d\ufffd")]
    [InlineData("x\\uFFFD", "x\ufffd")]
    public void HalfAPairInJsonIsWarnedOf(string value, string? quoted)
    {
        var inventory = "{ \"schemaVersion\": 1,\n\"hosts\": [ { \"name\": \"h\" } ],\n\"vms\": [ { \"name\": \"a\", \"host\": "
            + "\"h\",\n\"{0}\": \"{1}\" } ] }";
        var list = EsxcliSample.Json(true, EsxcliSample.Gpu()).Replace("TU104GL", value, StringComparison.Ordinal);

        string[][] read =
        [
            [.. Imports.File(inventory.Replace("{0}", "notes", StringComparison.Ordinal)
                .Replace("{1}", value, StringComparison.Ordinal)).Warnings],
            [.. Imports.File(inventory.Replace("\"{0}\": \"{1}\"", $"\"advancedSettings\": {{ \"{value}\": \"1\" }}",
                StringComparison.Ordinal)).Warnings],
            [.. Imports.File("\n[root@esx01:~] localcli hardware pci list\n\n" + list).Warnings],
        ];

        foreach (var warnings in read) warnings.Length.ShouldBe(quoted is null ? 0 : 1);
        if (quoted is not null) read.ShouldAllBe(
            warnings => warnings[0].StartsWith($"File 'input.txt', line 4: '{quoted}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("&#xFFFD;")]
    [InlineData("&#x00000000000fffd;")]
    [InlineData("&#65533;")]
    public void ALostCharacterInXmlIsWarnedOf(string escape) =>
        Read(EsxcliSample.Xml(EsxcliSample.Gpu().Replace("Device Name", "NAME"))
            .Replace("NAME", "a" + escape, StringComparison.Ordinal)).Warnings.Count.ShouldBe(1);

    [Theory]
    [InlineData("&#xD800;")]
    [InlineData("&#56320;")]
    public void HalfAPairInXmlIsRefused(string escape) =>
        Imports.Refused(ErrorId.InputMalformed,
            () =>
                Read(EsxcliSample.Xml(EsxcliSample.Gpu().Replace("Device Name", "NAME"))
                    .Replace("NAME", escape, StringComparison.Ordinal)))
            .Message.ShouldStartWith("File 'list.txt', line ");

    [Theory]
    [InlineData("UTF-8", "|ED|A0|80")]
    [InlineData("UTF-16", "|D8|00")]
    [InlineData("GB18030", "|83")]
    public void HalfAPairInAMachinesFileIsWarnedOf(string name, string value) =>
        Read(
            $".encoding = \"{name}\"\nvirtualHW.version = \"20\"\nmemSize = \"4096\"\nannotation = "
            + $"\"{value}\"\n").Warnings.Count.ShouldBe(1);

    [Fact]
    public void ALostCharacterInACommentIsNotWarnedOf()
    {
        var vmx = Imports.Vmx("web").Text;
        var xml = EsxcliSample.Xml(EsxcliSample.Gpu());
        string[] texts =
        [
            "# \ufffd\n" + vmx + "numvcpus = \"2\" # \ufffd\n",
            xml.Insert(xml.IndexOf("?>", StringComparison.Ordinal) + 2, "<!-- \ufffd\n -->"),
            "[root@esx01:~] echo \ufffd\n\n[root@esx01:~] esxcli hardware pci list\n" + EsxcliSample.Text(EsxcliSample.Gpu()),
            "{ /* \ufffd */ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"h\" } ] }",
        ];

        foreach (var text in texts) Read(text).Warnings.ShouldBeEmpty(text);
        Read(vmx + "annotation = \"\ufffd\"\n").Warnings.Count.ShouldBe(1);
    }

    /// <summary>.NET makes a control character of one, or one for private use.</summary>
    [Theory]
    [InlineData("windows-1252", 0x81)]
    [InlineData("windows-1252", 0x9d)]
    [InlineData("ISO-8859-1", 0x90)]
    [InlineData("windows-1253", 0xaa)]
    [InlineData("windows-1257", 0xa1)]
    [InlineData("windows-874", 0xdb)]
    public void AByteThatItsCodePageDoesNotDefineIsWarnedOf(string name, byte value)
    {
        var vmx = $".encoding = \"{name}\"\nvirtualHW.version = \"20\"\nmemSize = \"4096\"\nannotation = \"a";

        foreach (var file in new[] { Read(vmx, new[] { value }, "\"\n"), Read(vmx, $"|{value:x2}\"\n") })
        {
            file.VM!.ApplyTo(Nobody, Nobody.HostId).Notes.ShouldBe("a\ufffd");
            file.Warnings.Single().ShouldStartWith("File 'web.vmx', line 4: 'a\ufffd");
        }
    }

    [Fact]
    public void ZerosBehindTheEndAreNotRead()
    {
        var vmx = Imports.Vmx("web").Text;

        Read(vmx, new byte[5000]).VM!.Name.ShouldBe("web");
        TextDecoder.IsBinary([.. Encoding.UTF8.GetBytes(vmx), 0, 0]).ShouldBeFalse();
        TextDecoder.IsBinary([0, 0]).ShouldBeTrue();
        TextDecoder.IsBinary([65, 0, 66]).ShouldBeTrue();
        Imports.Refused(ErrorId.InputMalformed, () => Read(vmx, new byte[3], "\nx = \"1\"\n")).Message.ShouldBe(
            "File 'web.vmx', line 7: zeros stand here in place of text: the file was damaged, as by a crash; take an older copy "
            + "(its name ends in ~).");
    }

    private static ImportFile Read(params object[] parts)
    {
        byte[] bytes = [.. parts.SelectMany(static part => part as byte[] ?? Encoding.UTF8.GetBytes((string)part))];
        bool isVmx = Encoding.ASCII.GetString(bytes).Contains("virtualHW", StringComparison.Ordinal);
        return new ImportFile(isVmx ? "web.vmx" : "list.txt", TextDecoder.Decode("web.vmx", bytes));
    }
}
