using System.Diagnostics;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Importing;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>
/// Input that nobody meant well with ends in success or in a typed error, soon. What is accepted, the store reads back. Each
/// reader gets as many inputs.
/// </summary>
public sealed class HostileImportTests : IDisposable
{
    private const int Seed = 20251120;
    private static readonly int Inputs = LongRun.Times(sample: 1000, whole: 10_000);
    private static readonly TimeSpan PerMutation = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PerMonster = TimeSpan.FromMinutes(1);
    private static readonly Dictionary<string, List<(string Path, byte[] Bytes)>> Originals = AllOriginals();

    private readonly string folder = Directory.CreateTempSubdirectory("pt-hostile-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Readers() => [.. Originals.Keys];

    [Trait(LongRun.Trait, LongRun.Long)]
    [Theory(Timeout = 3_600_000)]
    [MemberData(nameof(Readers))]
    public async Task MutatedFilesEndInSuccessOrATypedError(string reader)
    {
        var originals = Originals[reader];
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu(), EsxcliSample.Nic())),
            Imports.Vmx("gpu-01", Imports.FixedDevice(0, "0000:41:00.0")));
        var random = new Random(Seed);
        int accepted = 0;
        await Task.Run(() =>
        {
            for (int i = 0; i < Inputs; i++)
            {
                var (path, bytes) = originals[random.Next(originals.Count)];
                var mutated = Mutated(bytes, random);
                if (Import(state, () => new ImportFile(path, TextDecoder.Decode(path, mutated)), $"{reader} {i} ({path})",
                    PerMutation)) accepted++;
            }
        });

        accepted.ShouldBeInRange(Inputs / 200, Inputs - (Inputs / 200), "the mutations are neither all fatal nor all harmless");
    }

    [Trait(LongRun.Trait, LongRun.Long)]
    [Theory(Timeout = 3_600_000)]
    [InlineData(".zip")]
    [InlineData(".tar")]
    [InlineData(".tgz")]
    public async Task MutatedArchivesEndInSuccessOrATypedError(string extension)
    {
        var original = Archive(extension, Originals.Values.SelectMany(static files => files).Take(12));
        var path = Path.Combine(folder, "bundle" + extension);
        var random = new Random(Seed);
        int accepted = 0;
        await Task.Run(() =>
        {
            for (int i = 0; i < Inputs; i++)
            {
                File.WriteAllBytes(path, Mutated(original, random));
                var watch = Stopwatch.StartNew();
                try
                {
                    var sources = new ImportSources();
                    sources.Add(path, isNamed: true, static _ => { }, CancellationToken.None);
                    accepted++;
                }
                catch (PassthroughException e)
                {
                    e.Message.Length.ShouldBeLessThan(2000);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"input {i} ({extension}) ended in {e.GetType().Name}", e);
                }

                watch.Elapsed.ShouldBeLessThan(PerMutation, $"input {i} ({extension})");
            }
        });

        accepted.ShouldBeInRange(Inputs / 200, Inputs - (Inputs / 200), "the mutations are neither all fatal nor all harmless");
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Monsters))]
    public async Task MonstersEndInATypedError(string name, string path, Func<string> text) =>
        (await Task.Run(
            () => Import(Imports.Empty, () => new ImportFile(path, text()), $"{name} ({path})", PerMonster))).ShouldBeFalse();

    public static TheoryData<string, string, Func<string>> Monsters() => new()
    {
        { "deep JSON arrays", "a.json", static () => "{\"schemaVersion\":1,\"hosts\":" + new string('[', 1_000_000) },
        { "deep JSON objects", "a.json",
            static () => "{\"schemaVersion\":1,\"hosts\":" + string.Concat(Enumerable.Repeat("{\"a\":", 200_000)) },
        { "a long JSON number", "a.json", static () => "{\"schemaVersion\":" + new string('1', 1_000_000) + "}" },
        { "a long JSON name", "a.json", static () => "{\"" + new string('n', 2_000_000) + "\":1}" },
        { "a JSON type name", "a.json", static () =>
            "{\"schemaVersion\":1,\"hosts\":[{\"$type\":\"System.IO.FileInfo, System.Private.CoreLib\",\"name\":\"x\"}]}" },
        { "many JSON hosts of one name", "a.json", static () =>
            "{\"schemaVersion\":1,\"hosts\":[" + string.Join(",", Enumerable.Repeat("{\"name\":\"a\"}", 100_000)) + "]}" },
        { "an entity bomb", "a.xml", EntityBomb },
        { "an external entity", "a.xml",
            static () =>
                "<?xml version=\"1.0\"?><!DOCTYPE o [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><output><structure><field "
                + "name=\"DeviceID\"><string>&x;</string></field></structure></output>" },
        { "deep XML", "a.xml", static () => string.Concat(Enumerable.Repeat("<a>", 200_000)) },
        { "many XML attributes", "a.xml",
            static () => "<output " + string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"a{i}='' ")) + ">" },
        { "a long XML value", "a.xml",
            static () => "<output><structure><field name=\"Address\"><string>" + new string('0', 2_000_000) },
        { "a long line of text", "a.txt", static () => "0000:02:00.1\n   Address: " + new string('0', 2_000_000) + "\n" },
        { "a long address line", "a.txt", static () => new string('0', 2_000_000) + ":" },
        { "a ruler of many columns", "a.txt", static () =>
            "Device ID  Enabled\n" + string.Concat(Enumerable.Repeat("- ", 1_000_000)) + "\n0000:02:00.1    false\n" },
        { "a csv of many columns", "a.csv",
            static () => string.Concat(Enumerable.Range(0, 200_000).Select(static i => $"n{i},")) + "\n1,2\n" },
        { "a csv quote that never ends", "a.csv", static () => "Address,VendorID,\n\"" + new string('x', 2_000_000) },
        { "many csv rows", "a.csv",
            static () => "Address,Enabled,\n" + string.Concat(Enumerable.Repeat("0000:02:00.1,true,\n", 200_000)) },
        { "a .vmx of many escapes", "a.vmx", static () => "a = \"" + string.Concat(Enumerable.Repeat("|", 1_000_000)) + "\"\n" },
        { "a .vmx of many keys", "a.vmx",
            static () => string.Concat(Enumerable.Range(0, 200_000).Select(static i => $"k{i} = \"{i}\"\n")) },
        { "a .vmx of many devices", "a.vmx",
            static () => "virtualHW.version = \"20\"\nmemSize = \"4096\"\n"
                + string.Concat(Enumerable.Range(0, 1000)
                    .Select(static i => $"pciPassthru{i}.present = \"TRUE\"\npciPassthru{i}.id = \"0000:00:00.0\"\n")) },
        { "deep esxcli JSON", "a.json", static () => "[{\"Address\":" + new string('[', 1_000_000) },
        { "many JSON records", "a.json", static () =>
            "[" + string.Join(",", Enumerable.Repeat("{\"Address\":\"0000:02:00.1\",\"DeviceID\":1}", 100_000)) + "]" },
        { "many keyvalue records", "a.txt", static () =>
            string.Concat(Enumerable.Range(0, 200_000).Select(static i => $"PciDevice[{i}].Address.string=0000:02:00.1\n")) },
        { "a keyvalue name of many dots", "a.txt",
            static () => "PciDevice[0].Address.string=x\n" + string.Concat(Enumerable.Repeat("a.", 1_000_000)) + "\n" },
        { "many prompts", "a.log",
            static () => string.Concat(Enumerable.Repeat("[root@esx01:~] esxcli hardware cpu list\nx\n", 100_000)) },
        { "many lists under prompts", "a.log",
            static () => string.Concat(
                Enumerable.Repeat("[root@esx01:~] localcli hardware pci list\n[{\"Address\": 1, \"Vendor ID\": 1}]\n", 50_000)) },
        { "a long prompt", "a.log", static () => "[root@" + new string('a', 2_000_000) + "] esxcli hardware pci list\n" },
        { "a command of many words", "a.log",
            static () =>
                string.Concat(Enumerable.Repeat(
                    "[root@e:~] " + string.Concat(Enumerable.Repeat("esxcli hardware pci ", 90)) + "\nx\n", 1000)) },
        { "many escape sequences", "a.log", static () => string.Concat(Enumerable.Repeat("\u001b[", 1_000_000)) + "x" },
        { "many lost characters", "a.txt", static () => string.Concat(Enumerable.Repeat("\ufffd\n", 1_000_000)) },
        { "blank lines", "a.txt", static () => new string('\n', 3_000_000) + "displayName" },
        { "blank lines in a machine's file", "a.txt", static () => "a = b" + new string('\n', 3_000_000) },
        { "a row of many delimiters", "a.csv", static () => "DeviceID" + new string(',', 2_000_000) + "\n1\n" },
        { "zeros", "a", static () => new string('\0', 1_000_000) },
        { "many fences", "a.md", static () => string.Concat(Enumerable.Repeat("```\nx\n", 200_000)) },
        { "a long fence", "a.md", static () => new string('`', 2_000_000) + "\nx" },
        { "many pagers", "a.log", static () => string.Concat(Enumerable.Repeat("--More--", 500_000)) },
        { "many steps back", "a.log",
            static () => "x" + new string('\b', 1_000_000) + string.Concat(Enumerable.Repeat("y\b", 1_000_000)) },
        { "many numbers", "a.log", static () => string.Concat(Enumerable.Range(1, 300_000).Select(static i => $"{i}:x\n")) },
        { "numbers within numbers", "a.log",
            static () => string.Concat(
                Enumerable.Range(1, 2000).Select(static i => $"{i}:" + string.Concat(Enumerable.Repeat($"{i}:", 500)) + "\n")) },
        { "a line of blanks", "a.log",
            static () => "x\n" + new string(' ', 3_000_000) + "`\n" + new string('\t', 1_000_000) + "--" },
        { "many lone carriage returns", "a.log",
            static () => "0000:02:00.1\r" + string.Concat(Enumerable.Repeat(" \r", 1_000_000)) },
        { "words below a list", "a.txt", static () => EsxcliSample.Text(EsxcliSample.Gpu().Replace("Vendor ID", "x"))
            + string.Concat(Enumerable.Repeat("a: b\nwords\n", 500_000)) },
        { "escapes in Shift_JIS", "a.vmx", static () => ".encoding = \"Shift_JIS\"\n"
            + string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"k{i} = \"|83|zz|e9\"\n")) },
        { "a dot before a fence's end", "a.log", static () => string.Concat(Enumerable.Repeat("a```", 500_000)) },
        { "comments", "a", static () => string.Concat(Enumerable.Repeat("#\n", 1_000_000)) },
    };

    [Fact]
    public void AMessageQuotesHostileTextShortAndWithoutControlCharacters()
    {
        var refusal = Imports.Refused(ErrorId.InputMalformed, () => Imports.File("\u001b[2J" + new string('x', 100_000) + "\n"));

        refusal.Message.Length.ShouldBeLessThan(1000);
        refusal.Message.ShouldNotContain("\u001b");
        Imports.Refused(ErrorId.InputMalformed,
            () => Imports.File("{\"" + new string('x', 100_000) + "\u001b")).Message.Length.ShouldBeLessThan(1000);
    }

    private static bool Import(InventoryState state, Func<ImportFile> read, string what, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var file = read();
            var decision = new ImportOperation { Files = [file], VMHost = Imports.Host }.Decide(state);
            watch.Stop();
            var document = state.Apply(state.Revision + 1, decision.Changes).Document();
            InventoryJson.Read(new StringReader(document), Catalog.BuiltIn, "", out _).Document().ShouldBe(document, what);
            return true;
        }
        catch (PassthroughException e)
        {
            watch.Stop();
            e.Message.Length.ShouldBeLessThan(2000, what);
            return false;
        }
        catch (Exception e) when (e is not ShouldAssertException)
        {
            throw new InvalidOperationException($"{what} ended in {e.GetType().Name}", e);
        }
        finally
        {
            watch.Elapsed.ShouldBeLessThan(limit, what);
        }
    }

    private static Dictionary<string, List<(string Path, byte[] Bytes)>> AllOriginals()
    {
        EsxcliSample[] devices = [EsxcliSample.Gpu(), EsxcliSample.Nic(), EsxcliSample.Gpu("0000:42:00.0")];
        EsxcliSample[] switches = [EsxcliSample.Enabled("0000:41:00.0", true), EsxcliSample.Enabled("0000:02:00.1", false)];
        static (string Path, byte[] Bytes) Of(string path, string text) => (path, Encoding.UTF8.GetBytes(text));
        static byte[] Utf16(string text) => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)];
        var vm = Imports.Vmx("vm",
            [.. Imports.FixedDevice(0, "00000:002:00.1"), "numvcpus = \"4\"", "annotation = \"a|0Ab\"",
                "pciPassthru1.present = \"TRUE\"", "pciPassthru1.allowedDevices = \"0x10de:0x1eb8\""]).Text;
        return new(StringComparer.Ordinal)
        {
            ["text"] = [Of("list.txt", EsxcliSample.Text(devices)),
                Of("both.txt", EsxcliSample.Text(devices) + EsxcliSample.Table(switches)),
                Of("view.txt", EsxcliSample.ListView(devices))],
            ["table"] = [Of("switches.txt", EsxcliSample.Table(switches)),
                Of("switches.txt", EsxcliSample.CollapsedTable(switches))],
            ["csv"] = [Of("list.csv", EsxcliSample.Csv(devices)), Of("switches.csv", EsxcliSample.Csv(switches)),
                Of("export.csv", EsxcliSample.ExportCsv(';', true, devices))],
            ["xml"] = [Of("list.xml", EsxcliSample.Xml(devices)), Of("switches.xml", EsxcliSample.Xml(switches))],
            ["json"] = [Of("list.json", EsxcliSample.Json(true, devices)),
                Of("switches.json", EsxcliSample.Json(false, switches))],
            ["keyvalue"] = [Of("list.txt", EsxcliSample.KeyValue(devices)), Of("switches.txt", EsxcliSample.KeyValue(switches))],
            ["capture"] =
            [
                Of("capture.log", "banner\n[root@esx01:~] esxcli --formatter=csv hardware pci list\n" + EsxcliSample.Csv(devices)
                    + "~ # esxcli hardware pci pcipassthru list\n" + EsxcliSample.Table(switches)
                    + "[root@esx01:~] uptime\n up 3 days\n[root@esx01:~] "),
                Of("capture.log", "\u001b[1m[root@esx01:~]\u001b[0m localcli --formatter=json hardware pci list\n"
                    + EsxcliSample.Json(true, devices) + "[root@esx01:~] cat vm.vmx\n" + vm),
            ],
            ["paste"] =
            [
                Of("post.md", "My cards:\n```text\nesxcli hardware pci list\n" + EsxcliSample.Text(devices) + "```\nand\n```\n"
                    + EsxcliSample.Table(switches) + "```\nAny idea?\n"),
                Of("numbered.txt",
                    string.Concat(EsxcliSample.Text(devices).TrimEnd('\n').Split('\n')
                        .Select(static (line, index) => $"{index + 28}:{line}\n"))),
                Of("mail.txt", string.Concat(EsxcliSample.Table(switches).Split('\n').Select(static line => $"> {line}\n"))),
                Of("pager.log",
                    "anna@mac ~ % ssh esx01 esxcli hardware pci list\r\n"
                        + EsxcliSample.Text(devices)
                            .Replace("   Vendor Name", "--More--\r\b\b        \r   Vendor Name", StringComparison.Ordinal)
                    + "~\n(END)\nConnection to esx01 closed.\r\nanna@mac ~ % "),
                Of("mac.txt", EsxcliSample.Text(devices).Replace('\n', '\r')),
                Of("excel.csv", "sep=;\r\n" + EsxcliSample.ExportCsv(';', false, devices)),
            ],
            ["utf16"] = [("list.txt", Utf16(EsxcliSample.Text(devices))), ("vm.vmx", Utf16(vm)),
                ("list.csv", Utf16(EsxcliSample.Csv(devices)))],
            ["declared"] =
            [
                Of("vm.vmx", vm.Replace("UTF-8", "GB18030", StringComparison.Ordinal) + "guestOS = \"\u4e2d\"\n"),
                Of("vm.vmx", vm.Replace("UTF-8", "Shift_JIS", StringComparison.Ordinal) + "guestOS = \"\u4e2d\"\n"),
                Of("list.xml", EsxcliSample.Xml(devices).Replace("utf-8", "windows-1252", StringComparison.Ordinal)),
                Of("vm.vmx", vm.Replace("UTF-8", "EUC-KR", StringComparison.Ordinal) + "guestOS = \"|8C|63|b0|a1\"\n"),
            ],
            ["vmx"] = [Of("vm.vmx", vm), .. Directory.GetFiles(Imports.Rack, "*.vmx", SearchOption.AllDirectories)
                .Select(static path => Of(path, File.ReadAllText(path)))],
            ["inventory"] =
            [
                Of("store.json",
                    Imports.Empty.ImportOn(Imports.Host, "C", Imports.File(EsxcliSample.Text(devices)),
                        Imports.Vmx("web", Imports.FixedDevice(0, "0000:42:00.0"))).Document()),
                Of("rack.json", File.ReadAllText(Path.Combine(Imports.Rack, "rack.json"))),
            ],
        };
    }

    private static byte[] Archive(string extension, IEnumerable<(string Path, byte[] Bytes)> files)
    {
        using var bytes = new MemoryStream();
        if (extension == ".zip")
        {
            using var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (path, content) in files)
            {
                using var entry = zip.CreateEntry(Path.GetFileName(path)).Open();
                entry.Write(content);
            }
        }
        else
        {
            using var target = extension == ".tgz"
                ? new GZipStream(bytes, CompressionMode.Compress, leaveOpen: true)
                : (Stream)bytes;
            using var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
            foreach (var (path, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile,
                    "commands/" + Path.GetFileName(path)) { DataStream = new MemoryStream(content) });
        }

        return bytes.ToArray();
    }

    private static byte[] Mutated(byte[] original, Random random)
    {
        var bytes = original.ToList();
        int mutations = random.Next(1, 4);
        for (int i = 0; i < mutations && bytes.Count > 0; i++)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 400), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, bytes.Count - at); break;
                case 3: bytes.RemoveRange(at, length); break;
                case 4: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 5: bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(32, 127), random.Next(1, 20_000))); break;
                case 6: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)])); break;
                default: bytes[at] = (byte)"0123456789"[random.Next(10)]; break;
            }
        }

        return [.. bytes];
    }

    private static readonly string[] Tokens =
    [
        "\n", "\r\n", ",", "\"", "\"\"", "=", "#", "|22", "|ZZ", "{", "}", "[", "]", ":", ": ", "0x", "-1", "4294967295",
        "99999999999999999999", "1e400",
        "null", "true", "<", ">", "&amp;", "&x;", "<!DOCTYPE a>", "<![CDATA[", "]]>", "\0", "\u001b[2J",
        "Device ID     Enabled\n------------  -------\n",
        "[root@esx01:~] esxcli hardware pci list\n", "\n--\n", "Address : 0000:41:00.0\n", "PciDevice[0].Bus.integer=1\n",
        "\ufffd", "\u001b]0;", "\n```\n", "--More--", "\b", "\r", "|83", "|e9|bc", "\n> ", "\n12:", "sep=;\n", "\nError: x\n",
        "anna@mac ~ % ",
        "0000:41:00.0\n", "\"devices\": [ {} ],", "\"name\": \"\",", "pciPassthru0.present = \"TRUE\"\n",
        "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{",
    ];

    private static string EntityBomb()
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE o [<!ENTITY e0 \"ha\">");
        for (int i = 1; i < 100; i++)
            text.Append(CultureInfo.InvariantCulture, $"<!ENTITY e{i} \"&e{i - 1};&e{i - 1};&e{i - 1};\">");
        return text.Append("]><output><structure><field name=\"DeviceID\"><string>&e99;</string></field></structure></output>")
            .ToString();
    }
}
