using PassthroughTools.Errors;
using PassthroughTools.Importing;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>
/// Whatever a list is written in and whatever stands around it, it gives the same devices; what is none is named.
/// </summary>
public sealed class RecogniserTests
{
    private static readonly EsxcliSample[] Devices = [EsxcliSample.Nic(), EsxcliSample.Gpu(), EsxcliSample.Gpu("0000:42:00.0")];
    private static readonly EsxcliSample[] Switches = [EsxcliSample.Enabled("0000:02:00.1", false),
        EsxcliSample.Enabled("0000:41:00.0", true)];
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
        { "prompts around csv", "[root@esx01:~] esxcli --formatter=csv hardware pci list\r\n" + EsxcliSample.Csv(Devices)
            + "\n[root@esx01:~] exit\n" },
        { "prompts around xml", "[root@esx01:~] esxcli --formatter=xml hardware pci list\n" + EsxcliSample.Xml(Devices)
            + "[root@esx01:~]" },
        { "prompts around json", "[root@esx01:~] localcli --formatter=json hardware pci list\n"
            + EsxcliSample.Json(true, Devices) + "[root@esx01:~]" },
        { "prompts around keyvalue", "[root@esx01:~] esxcli --formatter=keyvalue hardware pci list\n"
            + EsxcliSample.KeyValue(Devices) + "[root@esx01:~]" },
        { "a terminal's colours and titles",
            "\u001b]0;esx01\u0007\u001b[1;32m[root@esx01:~]\u001b[0m esxcli hardware pci list\r\n" + Text
                + "\u001b[?2004l[root@esx01:~] " },
        { "a login's banner",
            "The time and date of this login have been sent to the system logs.\n\n[root@esx01:~] esxcli hardware pci list\n"
                + Text },
        { "grep's separators", Text.Replace("\n\n", "\n--\n", StringComparison.Ordinal) },
        { "ssh's farewell", Text + "Connection to esx01 closed.\r\n" },
        { "a shared connection's", Text + "Shared connection to 10.0.0.7 closed.\n" },
        { "a connection that was cut",
            Text + "client_loop: send disconnect: Broken pipe\nConnection to esx01 closed by remote host.\n" },
        { "a Mac's Terminal", Text + "logout\nConnection to esx01 closed.\n\n[Process completed]\n" },
        { "csv and ssh's farewell", EsxcliSample.Csv(Devices) + "Connection to esx01 closed.\n" },
        { "json and ssh's farewell", EsxcliSample.Json(true, Devices) + "Connection to esx01 closed.\n" },
        { "keyvalue and script's end",
            "Script started on 2025-11-20\n" + EsxcliSample.KeyValue(Devices) + "Script done on 2025-11-20 10:00:00+00:00\n" },
        { "zsh", "anna@mac ~ % ssh root@esx01 esxcli hardware pci list\n" + Text + "anna@mac ~ % " },
        { "zsh without a name", "mac% esxcli -s esx01 hardware pci list\n" + Text + "mac% \n" },
        { "zsh in a folder", Text + "anna@mac Downloads %" },
        { "fish", "anna@mac ~> ssh root@esx01 esxcli hardware pci list\n" + Text + "anna@mac ~/lists> " },
        { "an older Mac", "mac:~ anna$ ssh root@esx01 esxcli hardware pci list\n" + Text + "mac:~ anna$ " },
        { "Photon", "root@vcsa [ ~ ]# esxcli -s esx01 hardware pci list\n" + Text + "root@vcsa [ ~ ]# " },
        { "SUSE", "jump:~ # ssh esx01 esxcli hardware pci list\n" + Text + "jump:~ # " },
        { "git's bash", "anna@PC MINGW64 ~/lists (main)\n$ ssh root@esx01 esxcli hardware pci list\n" + Text
            + "\nanna@PC MINGW64 ~/lists (main)\n$ " },
        { "bash without a profile", "bash-5.1# esxcli hardware pci list\n" + Text + "bash-5.1# " },
        { "oh my zsh", "\u279c  ~ git:(main) \u2717 esxcli -s esx01 hardware pci list\n" + Text + "\u279c  ~ " },
        { "PowerCLI", "PowerCLI C:\\> esxcli -s esx01 hardware pci list\n" + Text + "PowerCLI C:\\> " },
        { "more", Text.Replace("   Vendor Name", "--More--\r        \r   Vendor Name", StringComparison.Ordinal) },
        { "more, which goes back", Text.Replace("   Vendor Name",
            "--More--\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b   Vendor Name", StringComparison.Ordinal) },
        { "more, pasted", Text.Replace("   Vendor Name", "--More-- (45%)   Vendor Name", StringComparison.Ordinal) },
        { "more of cmd", Text.Replace("   Vendor Name", "-- More  --\n   Vendor Name", StringComparison.Ordinal) },
        { "less", Text + "~\n~\n(END)" },
        { "less with its numbers", Text.Replace("\n\n", "\n\nlines 1-23/66 34%\n", StringComparison.Ordinal) + ":\n" },
        { "a man's bold", Text.Replace("Address:", "A\bAd\bdd\bdr\bre\bes\bss\bs:", StringComparison.Ordinal) },
        { "Markdown", "```\n" + Text + "```\n" },
        { "Markdown and words", "My cards:\n\n```text\n[root@esx01:~] esxcli hardware pci list\n" + Text + "```\n\nAny idea?\n" },
        { "Markdown with the command above",
            "esxcli hardware pci list\n~~~ shell\n".Replace(" shell", "", StringComparison.Ordinal) + Text + "~~~\n" },
        { "Markdown on the first line", "```" + Text + "```" },
        { "a forum", "[code]\n" + Text + "[/code]\nthanks\n" },
        { "a web page's source", "<pre>\n" + Text + "</pre>\n" },
        { "a ticket", "{noformat}\n" + Text + "{noformat}\n" },
        { "Markdown around csv", "```csv\n" + EsxcliSample.Csv(Devices) + "```\n" },
        { "Markdown around xml", "```xml\n" + EsxcliSample.Xml(Devices) + "```\n" },
        { "a mail", string.Concat(Text.Split('\n').Select(static line => $"> {line}\n")) },
        { "a mail with words", "On Monday Anna wrote:\n\n"
            + string.Concat(Text.Split('\n').Select(static line => $"> {line}\n")) },
        { "a page's tag on the first line", "<pre>" + Text + "</pre>" },
        { "a forum's tag on the first line", "[code]" + Text + "[/code]" },
        { "a script's headings", "===== esxcli hardware pci list =====\n" + Text + "=====\n" },
        { "a script's words", "=== cards of esx01 ===\n" + Text + "=== end ===\n" },
        { "json below words", "Output:\n" + EsxcliSample.Json(true, Devices) },
        { "csv below words", "Output of esx01\n" + EsxcliSample.Csv(Devices) },
        { "grep -H", string.Concat(Text.TrimEnd('\n').Split('\n').Select(static line => $"esx01/list.txt:{line}\n")) },
        { "grep -nH", Numbered(Text, static number => $"list.txt:{number}:") },
        { "Excel's sep", "sep=,\r\n" + EsxcliSample.ExportCsv(',', false, Devices) },
        { "Excel's sep with semicolons", "\ufeffsep=;\r\n" + EsxcliSample.ExportCsv(';', false, Devices) },
        { "Excel's sep in quotes", "\"sep=;\"\r\n" + EsxcliSample.ExportCsv(';', false, Devices) },
        { "grep -n", Numbered(Text, static number => $"{number}:") },
        { "cat -n", Numbered(Text, static number => $"{number,6}\t") },
        { "cat -n, pasted", Numbered(Text, static number => $"{number,6}  ") },
        { "grep -n under a prompt",
            "[root@esx01:~] esxcli hardware pci list\n" + Numbered(Text, static number => $"{number}:") + "[root@esx01:~] " },
        { "a numbered capture", Numbered("[root@esx01:~] esxcli --formatter=csv hardware pci list\n" + EsxcliSample.Csv(Devices),
            static number => $"{number}:") },
        { "a Mac's line ends", Text.Replace('\n', '\r') },
        { "a terminal log's line ends", Text.Replace("\n", "\r\r\n", StringComparison.Ordinal) },
        { "a Mac's line ends in csv", EsxcliSample.Csv(Devices).Replace('\n', '\r') },
        { "PowerShell's transcript",
            "**********************\nWindows PowerShell transcript start\nStart time: "
            + "20251120100000\n**********************\nPS C:\\> esxcli -s esx01 hardware pci list\n" + Text
            + "PS C:\\> Stop-Transcript\n**********************\nWindows PowerShell transcript end\nEnd time: "
            + "20251120100100\n**********************\n" },
    };

    private static string Numbered(string text, Func<int, string> prefix) =>
        string.Concat(text.TrimEnd('\n').Split('\n').Select((line, index) => $"{prefix(index + 1)}{line}\n"));

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
        { "PowerShell's table", "\n" + Table.Replace("Device ID  ", "DeviceID   ", StringComparison.Ordinal)
            .Replace("------------", "--------    ", StringComparison.Ordinal) },
        { "a Markdown table", "The switches:\n\n" + Bars(Table, "---|---") + "\nThanks!\n" },
        { "an aligned Markdown table", Bars(Table, ":--- | ---:") },
        { "a table with tabs", EsxcliSample.CollapsedTable(Switches).Replace(' ', '\t')
            .Replace("Device\tID", "Device ID", StringComparison.Ordinal) },
        { "an indented table", string.Concat(Table.Split('\n').Select(static line => $"\t{line}\n")) },
        { "a table with blank lines", Table.Replace("\n", "\n\n", StringComparison.Ordinal) },
        { "json", EsxcliSample.Json(true, Switches) },
        { "keyvalue", EsxcliSample.KeyValue(Switches) },
        { "Export-Csv", EsxcliSample.ExportCsv(',', true, Switches) },
        { "Format-List", EsxcliSample.ListView(Switches) },
        { "a prompt", "[root@esx01:~] esxcli hardware pci pcipassthru list\n" + Table + "[root@esx01:~]" },
        { "ssh's farewell", Table + "Connection to esx01 closed.\n" },
        { "grep -n", Numbered(Table, static number => $"{number}:") },
        { "Markdown", "Enabled are:\n```\n" + Table + "```\n" },
        { "more", Table.Replace("0000:41", "--More--\r        \r0000:41", StringComparison.Ordinal) },
    };

    [Theory]
    [MemberData(nameof(SwitchLists))]
    public void TheSwitchesAreThoseOfThePlainTable(string what, string text) =>
        Imports.File(text).Lists.ShouldNotBeNull(what).Enabled.ShouldBe(Imports.File(Table).Lists!.Enabled, what);

    [Fact]
    public void TwoFencesGiveBothLists()
    {
        var file = Imports.File("The cards:\n```\n" + Text + "```\nand which are on:\n```\n" + Table + "```\nThanks!\n");

        (file.Lists!.Devices.Count, file.Lists!.Enabled.Count).ShouldBe((3, 2));
    }

    /// <summary>Else the device whose block it is would read as gone.</summary>
    [Fact]
    public void APieceOfAListAboveOrBesideAListIsRefused()
    {
        var lines = Text.Split('\n');
        int end = Array.IndexOf(lines, "");
        for (int i = 1; i < end; i++)
        {
            Imports.Refused(ErrorId.InputMalformed, () => Imports.File(string.Join("\n", lines[i..]))).Message.ShouldEndWith(
                ": it begins within a device's block, so that the device's address is missing; give the whole output of 'esxcli "
                + "hardware pci list'.");
        }

        var block = string.Join("\n", lines[1..end]);
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File("\"" + Text + "\"")).Message.ShouldContain(
            "begins within a device's block");
        Imports.Refused(ErrorId.InputMalformed,
            () => Imports.File($"```\n{Text}```\nand\n```\n{block}\n```\n")).Message.ShouldContain(
                "begins within a device's block");
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File("0000:41:00.0  true\n\n" + Text)).Message.ShouldContain(
            "without its head");
    }

    [Theory]
    [InlineData("Any idea?\nThanks\n")]
    [InlineData("Any idea? My board: an X11.\n")]
    public void WordsBelowAListAreLeftOutAndSaidToBe(string words)
    {
        var list = Imports.File(Text + "\n" + words, "mail.txt");
        var table = Imports.File(Table + words, "mail.txt");

        list.Lists!.Devices.ShouldBe(Imports.File(Text).Lists!.Devices);
        list.Warnings.Single().ShouldBe(
            $"File 'mail.txt', line {Text.Split('\n').Length + 1}: '{words.Split('\n')[0]}' and what follows it was left out, "
            + "since it is no part of the list above.");
        table.Lists!.Enabled.Count.ShouldBe(2);
        table.Warnings.Count.ShouldBe(1);
    }

    [Fact]
    public void ALineWithinAListThatCannotBeReadIsRefused()
    {
        var lines = Text.TrimEnd('\n').Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            var broken = string.Join("\n", lines[..i]) + "\n(IN X8 SLOT)\n" + string.Join("\n", lines[i..]);
            Imports.Refused(ErrorId.InputMalformed, () => Imports.File(broken)).Message.ShouldContain(
                $"line {i + 1}: '(IN X8 SLOT)'");
        }
    }

    [Theory]
    [InlineData("Error: Unknown command or namespace hardware pci lst")]
    [InlineData("Unable to connect to the host daemon")]
    [InlineData("Connect to localhost failed: Connection failure.")]
    [InlineData("Errors:")]
    [InlineData("esxcli : The term 'esxcli' is not recognized as a name of a cmdlet.")]
    [InlineData("esxcli: command not found")]
    [InlineData("-sh: esxcli: not found")]
    [InlineData("Permission denied (publickey,keyboard-interactive).")]
    public void AFailureOfEsxcliIsQuoted(string line)
    {
        const string remedy = "mend that and run the command again, as root on the host.";
        Imports.Refused(ErrorId.InputMalformed,
            () => Imports.File("[root@esx01:~] esxcli hardware pci list\n" + line + "\n[root@esx01:~] ")).Message
            .ShouldBe($"File 'input.txt', line 2: esxcli failed: '{line}'; {remedy}");
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File(Text + line + "\n")).Message
            .ShouldBe($"File 'input.txt', line {Text.Split('\n').Length}: esxcli failed: '{line}'; {remedy}");
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File(line + "\n")).Message
            .ShouldBe($"File 'input.txt', line 1: it has an error in place of a list: '{line}'; {remedy}");
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File("# esxcli hardware pci lst\n" + line + "\n")).Message
            .ShouldBe($"File 'input.txt', line 2: esxcli failed: '{line}'; {remedy}");
        Imports.File("~ # esxcli hardware pci lst\n" + line + "\n~ # esxcli hardware pci list\n" + Text).Warnings.Single()
            .ShouldBe(
                $"File 'input.txt', line 2: the output of 'esxcli hardware pci lst' was left out, since esxcli failed: "
                + $"'{line}'.");
        foreach (var list in new[] { EsxcliSample.Csv(Devices), EsxcliSample.KeyValue(Devices) })
            Imports.Refused(ErrorId.InputMalformed, () => Imports.File(list + line + "\n")).Message.ShouldContain(
                $"esxcli failed: '{line.Split(',')[0]}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("------------  -------\n")]
    [InlineData("Here it is:\n")]
    public void ATableWithoutItsHeadIsNamed(string above)
    {
        foreach (var rows in new[] { "0000:3b:00.0     true\n0000:5e:00.0    false\n", "0000:3b:00.0 true\n",
            "0000:3b:00.0,true,\n", "\"0000:3b:00.0\";\"True\"\n" })
        {
            Imports.Refused(ErrorId.InputMalformed, () => Imports.File(above + rows)).Message.ShouldBe(
                "File 'input.txt', line 1: this is the table of 'esxcli hardware pci pcipassthru list' without its head; "
                + "give the whole output, with the head 'Device ID  Enabled' and the ruler below it.");
        }
    }

    [Theory]
    [InlineData("{\"Address\": \"0000:41:00.0\"}\n{\"Address\": \"0000:42:00.0\"}\n", 2, 1, "give one array of all objects")]
    [InlineData("[{\"Address\": \"0000:41:00.0\"}]\nbye\n", 2, 1, "more follows, which is none: 'bye'; remove it")]
    [InlineData("[{\"Address\": \"0000:41:00.0\", \"Vendor ID\": 4318", 1, 46, "cut off")]
    [InlineData("[{\"Address\": \"0000:41:00.0\",\n \"Vendor ID\" 4318}]", 2, 13, "'4318}]'")]
    [InlineData("[{\"Address\": \"0000:41:00.0\",\n \"Address\": 1}]", 2, 11,
        "the property 'Address' stands twice in one object")]
    [InlineData("[{\"Address\": @}]", 1, 13, "'@}]'")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", 1, 63, "nested deeper")]
    public void AFaultInJsonIsToldInOwnWordsWithLineAndColumn(string text, int line, int column, string expected)
    {
        var message = Imports.Refused(ErrorId.InputMalformed, () => Imports.File(text)).Message;

        message.ShouldStartWith($"File 'input.txt', line {line}: near column {column}, ");
        message.ShouldContain(expected);
        foreach (var word in new[] { "Path", "position", "reader", "token", "Unexpected", "encountered" })
            message.ShouldNotContain(word, Case.Sensitive);
    }

    [Theory]
    [InlineData("[root@esx01:~] esxcli hardware pci list\n\n[root@esx01:~] ", "it has commands and nothing that they printed")]
    [InlineData("\n  \n", "it is empty")]
    public void ACaptureWithoutOutputIsNamed(string text, string expected) =>
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File(text)).Message.ShouldBe($"File 'input.txt': {expected}.");

    [Fact]
    public void GrepsNumbersWithGapsAreOfAPartOfTheList()
    {
        var before = Imports.Empty.Import(Imports.File(Text));
        var part = Numbered(EsxcliSample.Text(EsxcliSample.Gpu()),
            static number => $"{number + 27}{(number % 3 == 0 ? ":" : "-")}");

        before.Import(Imports.File(part)).TheHost().Devices.Count.ShouldBe(3);
        before.Import(Imports.File(Numbered(EsxcliSample.Text(EsxcliSample.Gpu()), static number => $"{number}:")))
            .TheHost().Devices.Count.ShouldBe(1);
    }

    [Fact]
    public void TheListsOfTwoHostsInOneCaptureAreRefused()
    {
        var text = "[root@esx01:~] esxcli hardware pci list\n" + EsxcliSample.Text(EsxcliSample.Gpu())
            + "[root@ESX01:/tmp] uptime\n";
        int line = text.Split('\n').Length;
        var other = "esxcli hardware pci list\n" + EsxcliSample.Text(EsxcliSample.Nic());

        Imports.Refused(ErrorId.InputMalformed, () => Imports.File(text + "[root@esx02:~] " + other)).Message.ShouldBe(
            $"File 'input.txt', line {line}: the prompt is that of host 'esx02', and the list above is of host 'esx01'; "
            + "give each host's output as a file of its own.");
        Imports.File(text + "[root@Esx01:~] " + other).Lists!.Devices.Count.ShouldBe(2);
        Imports.File("[root@jump ~]$ ssh esx01\nWelcome\n" + text
            + "[root@esx01:~] exit\nConnection to esx01 closed.\n").Warnings.ShouldBeEmpty();
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
            "File 'capture.log', line 7: the output of 'esxcli network nic list' was left out. Give it as a file of its own "
            + "where it is to be imported.");
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
    [InlineData("more")]
    [InlineData("less -S")]
    [InlineData("tee /tmp/list.txt")]
    [InlineData("/bin/more")]
    public void AListThatIsShownByAPagerIsWhole(string pager)
    {
        var before = Imports.Empty.Import(Imports.File(Text));
        var list = Imports.File($"[root@esx01:~] esxcli hardware pci list 2>&1 | {pager}\n"
            + EsxcliSample.Text(EsxcliSample.Gpu()));

        before.Import(list).TheHost().Devices.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("[root@esx01:~] esxcli hardware pci list | grep -A 30 NVIDIA")]
    [InlineData("[root@esx01:~] esxcli hardware pci list | grep -A 30 NVIDIA | more")]
    [InlineData("[root@esx01:~] esxcli hardware pci list | tee /tmp/x | tail -40")]
    [InlineData("[root@esx01:~] esxcli hardware pci list -c 0x0300")]
    [InlineData("PS C:\\> $esxcli.hardware.pci.list.Invoke() | Where-Object DeviceClass -eq 0x0302 | Format-List")]
    public void AFilteredListRemovesNothing(string command)
    {
        var before = Imports.Empty.Import(Imports.File(Text));
        var filtered = Imports.File($"{command}\n" + EsxcliSample.Text(EsxcliSample.Gpu("0000:43:00.0")));

        before.Import(filtered).TheHost().Devices.Select(static device => device.Address.ToString())
            .ShouldBe(["0000:02:00.1", "0000:41:00.0", "0000:42:00.0", "0000:43:00.0"]);
        before.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu("0000:43:00.0")))).TheHost().Devices.Count.ShouldBe(1);
        before.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()) + "--\n")).TheHost().Devices.Count.ShouldBe(3);
    }

    /// <summary>The table of switches as Markdown has it.</summary>
    private static string Bars(string table, string ruler) => string.Concat(table.TrimEnd('\n').Split('\n').Select((line, at) =>
        at == 1
            ? $"|{ruler}|\n"
            : $"| "
                + $"{string.Join(" | ", line.Split("  ", StringSplitOptions.RemoveEmptyEntries).Select(static cell => cell.Trim()))} |\n"));

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
        { "NameOfNic,PCIDevice,Driver,MACAddress,\nvmnic0,0000:02:00.1,ixgben,00:50:56:00:00:01,\n",
            "'esxcli network nic list'", 1 },
        { "[{\"Name\": \"vmnic0\", \"PCI Device\": \"0000:02:00.1\", \"Driver\": \"ixgben\", \"MAC Address\": \"\"}]",
            "'esxcli network nic list'", 1 },
        { "Name    PCI Device    Driver  Link  Speed  Duplex  MAC Address         MTU  Description\n---------\nvmnic0  "
            + "0000:1b:00.0  nenic   Up    50000  Full    f4:ee:31:30:80:40  1500  VIC\n",
            "'esxcli network sriovnic list' or ", 1 },
        { "[{\"PCI Device\": \"0000:1b:00.0\", \"Driver\": \"nenic\", \"Link\": \"Up\", \"MAC Address\": \"\"}]",
            "'esxcli network sriovnic list' or ", 1 },
        { "VF ID  Active  PCI Address     Owner World ID\n-----  ------  --------------  --------------\n    0   false  "
            + "00000:027:00.1  -\n", "'esxcli network sriovnic vf list'", 1 },
        { "Bus  Dev  VendorId  ProductId  Enabled  Can Connect to VM  Name\n---  ---  --------  ---------  -------  "
            + "-----------------  ----\n1    3    bda       8153       false    no                 x\n",
            "'esxcli hardware usb passthrough device list'", 1 },
        { "Bus,CanConnecttoVM,Dev,Enabled,Name,ProductId,VendorId,\n1,no,3,false,x,8153,bda,\n",
            "'esxcli hardware usb passthrough device list'", 1 },
        { "<output><structure>\n<field name=\"Product\"><string/></field><field "
            + "name=\"Build\"><string/></field></structure></output>", "'esxcli system version get'", 1 },
        { "VersionGet.Build.string=Releasebuild-1\nVersionGet.Product.string=VMware ESXi\n", "'esxcli system version get'", 1 },
        { "   Product: VMware ESXi\n   Version: 8.0.3\n   Build: Releasebuild-1\n", "'esxcli system version get'", 1 },
        { "0000:41:00.0\n   Vendor Name: NVIDIA\n   Device Name: x\n   Graphics Type: Basic\n",
            "'esxcli graphics device list'", 1 },
        { "Vmid   Name      File      Guest OS   Version\n1   a   [ds] a/a.vmx   x   vmx-20\n", "'vim-cmd vmsvc/getallvms'", 1 },
        { "(vim.host.PciDevice) [\n   id = \"0000:41:00.0\"\n]", "vim-cmd", 1 },
        { "0000:41:00.0 3D controller: NVIDIA Corporation TU104GL [Tesla T4]\n", "lspci", 1 },
        { "\n41:00.0 3D controller: NVIDIA Corporation\n", "lspci", 2 },
        { "\"VMHost\",\"DeviceClass\",\"VendorId\",\"DeviceId\"\n\"esx01\",\"3D\",\"4318\",\"7864\"\n",
            "'Get-VMHostPciDevice'", 1 },
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
            EsxcliSample.Text(bad), EsxcliSample.Json(true, bad), EsxcliSample.KeyValue(bad),
            "<output>" + EsxcliSample.Xml(bad).Split("<root>")[1].Replace("</root>", "", StringComparison.Ordinal),
        })
        {
            var line = list[0] == '<' ? 5 : 3;
            Imports.Refused(ErrorId.InputMalformed,
                () => Imports.File("# esx01\n[root@esx01:~] esxcli hardware pci list\n" + list)).Message
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
        if (name.Contains('&', StringComparison.Ordinal))
            texts.Add(EsxcliSample.Xml(EsxcliSample.Gpu().Replace("Device Name", "NAME"))
                .Replace("NAME", name, StringComparison.Ordinal));
        if (name.Contains('\\', StringComparison.Ordinal))
            texts.Add(EsxcliSample.Json(true, EsxcliSample.Gpu().Replace("Device Name", "NAME"))
                .Replace("NAME", name, StringComparison.Ordinal));

        foreach (var text in texts.DefaultIfEmpty(EsxcliSample.Text(sample)))
        {
            var file = Imports.File(text, "list.txt");
            file.Lists!.Devices.Single().Name!.Contains('\ufffd', StringComparison.Ordinal).ShouldBe(plain is not null);
            if (plain is null) file.Warnings.ShouldBeEmpty();
            else file.Warnings.Single()
                .ShouldStartWith(
                    $"File 'list.txt', line "
                    + $"{text.Split('\n').ToList().FindIndex(line => line.Contains(name, StringComparison.Ordinal)) + 1}: ");
        }
    }
}
