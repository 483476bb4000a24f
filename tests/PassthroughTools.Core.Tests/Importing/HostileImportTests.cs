using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>
/// Input that nobody meant well with ends in success or in a typed error, soon. What is accepted, the store reads back.
/// </summary>
public sealed class HostileImportTests
{
    private const int Inputs = 10_000;
    private const int Seed = 20251120;
    private static readonly TimeSpan PerMutation = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PerMonster = TimeSpan.FromSeconds(5);

    [Fact(Timeout = 600_000)]
    public async Task MutatedFilesEndInSuccessOrATypedError()
    {
        var originals = Originals();
        var state = Imports.Empty.Import(Imports.File(EsxcliSample.Text(EsxcliSample.Gpu(), EsxcliSample.Nic())), Imports.Vmx("gpu-01", Imports.FixedDevice(0, "0000:41:00.0")));
        var random = new Random(Seed);
        int accepted = 0;
        await Task.Run(() =>
        {
            for (int i = 0; i < Inputs; i++)
            {
                var (path, bytes) = originals[random.Next(originals.Count)];
                var text = Encoding.UTF8.GetString(Mutated(bytes, random));
                if (Import(state, path, text, $"input {i}", PerMutation)) accepted++;
            }
        });

        accepted.ShouldBeInRange(Inputs / 100, Inputs - (Inputs / 100), "the mutations are neither all fatal nor all harmless");
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Monsters))]
    public async Task MonstersEndInATypedError(string name, string path, Func<string> text) =>
        (await Task.Run(() => Import(Imports.Empty, path, text(), name, PerMonster))).ShouldBeFalse();

    public static TheoryData<string, string, Func<string>> Monsters() => new()
    {
        { "deep JSON arrays", "a.json", static () => "{\"schemaVersion\":1,\"hosts\":" + new string('[', 1_000_000) },
        { "deep JSON objects", "a.json", static () => "{\"schemaVersion\":1,\"hosts\":" + string.Concat(Enumerable.Repeat("{\"a\":", 200_000)) },
        { "a long JSON number", "a.json", static () => "{\"schemaVersion\":" + new string('1', 1_000_000) + "}" },
        { "a long JSON name", "a.json", static () => "{\"" + new string('n', 2_000_000) + "\":1}" },
        { "a JSON type name", "a.json", static () => "{\"schemaVersion\":1,\"hosts\":[{\"$type\":\"System.IO.FileInfo, System.Private.CoreLib\",\"name\":\"x\"}]}" },
        { "many JSON hosts of one name", "a.json", static () => "{\"schemaVersion\":1,\"hosts\":[" + string.Join(",", Enumerable.Repeat("{\"name\":\"a\"}", 100_000)) + "]}" },
        { "an entity bomb", "a.xml", EntityBomb },
        { "an external entity", "a.xml", static () => "<?xml version=\"1.0\"?><!DOCTYPE o [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><output><structure><field name=\"DeviceID\"><string>&x;</string></field></structure></output>" },
        { "deep XML", "a.xml", static () => string.Concat(Enumerable.Repeat("<a>", 200_000)) },
        { "many XML attributes", "a.xml", static () => "<output " + string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"a{i}='' ")) + ">" },
        { "a long XML value", "a.xml", static () => "<output><structure><field name=\"Address\"><string>" + new string('0', 2_000_000) },
        { "a long line of text", "a.txt", static () => "0000:02:00.1\n   Address: " + new string('0', 2_000_000) + "\n" },
        { "a long address line", "a.txt", static () => new string('0', 2_000_000) + ":" },
        { "a ruler of many columns", "a.txt", static () => "Device ID  Enabled\n" + string.Concat(Enumerable.Repeat("- ", 1_000_000)) + "\n0000:02:00.1    false\n" },
        { "a csv of many columns", "a.csv", static () => string.Concat(Enumerable.Range(0, 200_000).Select(static i => $"n{i},")) + "\n1,2\n" },
        { "a csv quote that never ends", "a.csv", static () => "Address,VendorID,\n\"" + new string('x', 2_000_000) },
        { "many csv rows", "a.csv", static () => "Address,Enabled,\n" + string.Concat(Enumerable.Repeat("0000:02:00.1,true,\n", 200_000)) },
        { "a .vmx of many escapes", "a.vmx", static () => "a = \"" + string.Concat(Enumerable.Repeat("|", 1_000_000)) + "\"\n" },
        { "a .vmx of many keys", "a.vmx", static () => string.Concat(Enumerable.Range(0, 200_000).Select(static i => $"k{i} = \"{i}\"\n")) },
        { "a .vmx of many devices", "a.vmx", static () => "virtualHW.version = \"20\"\nmemSize = \"4096\"\n" + string.Concat(Enumerable.Range(0, 1000).Select(static i => $"pciPassthru{i}.present = \"TRUE\"\npciPassthru{i}.id = \"0000:00:00.0\"\n")) },
        { "zeros", "a", static () => new string('\0', 1_000_000) },
        { "comments", "a", static () => string.Concat(Enumerable.Repeat("#\n", 1_000_000)) },
    };

    [Fact]
    public void AMessageQuotesHostileTextShortAndWithoutControlCharacters()
    {
        var refusal = Imports.Refused(ErrorId.InputMalformed, () => Imports.File("\u001b[2J" + new string('x', 100_000) + "\n"));

        refusal.Message.Length.ShouldBeLessThan(1000);
        refusal.Message.ShouldNotContain("\u001b");
        Imports.Refused(ErrorId.InputMalformed, () => Imports.File("{\"" + new string('x', 100_000) + "\u001b")).Message.Length.ShouldBeLessThan(1000);
    }

    private static bool Import(InventoryState state, string path, string text, string what, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var file = new ImportFile(path, text);
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
            throw new InvalidOperationException($"{what} ({path}) ended in {e.GetType().Name}; it begins with: {text[..Math.Min(text.Length, 300)]}", e);
        }
        finally
        {
            watch.Elapsed.ShouldBeLessThan(limit, $"{what} ({path})");
        }
    }

    private static List<(string Path, byte[] Bytes)> Originals()
    {
        EsxcliSample[] devices = [EsxcliSample.Gpu(), EsxcliSample.Nic(), EsxcliSample.Gpu("0000:42:00.0")];
        EsxcliSample[] switches = [EsxcliSample.Enabled("0000:41:00.0", true), EsxcliSample.Enabled("0000:02:00.1", false)];
        List<(string Path, string Text)> texts =
        [
            ("list.txt", EsxcliSample.Text(devices)),
            ("list.csv", EsxcliSample.Csv(devices)),
            ("list.xml", EsxcliSample.Xml(devices)),
            ("both.txt", EsxcliSample.Text(devices) + EsxcliSample.Table(switches)),
            ("switches.txt", EsxcliSample.Table(switches)),
            ("switches.csv", EsxcliSample.Csv(switches)),
            ("switches.xml", EsxcliSample.Xml(switches)),
            ("vm.vmx", Imports.Vmx("vm", [.. Imports.FixedDevice(0, "00000:002:00.1"), "numvcpus = \"4\"", "annotation = \"a|0Ab\"", "pciPassthru1.present = \"TRUE\"", "pciPassthru1.allowedDevices = \"0x10de:0x1eb8\""]).Text),
            ("store.json", Imports.Empty.ImportOn(Imports.Host, "C", Imports.File(EsxcliSample.Text(devices)), Imports.Vmx("web", Imports.FixedDevice(0, "0000:42:00.0"))).Document()),
        ];
        texts.AddRange(Directory.GetFiles(Imports.Rack, "*.vmx", SearchOption.AllDirectories).Select(static path => (path, File.ReadAllText(path))));
        texts.Add(("rack.json", File.ReadAllText(Path.Combine(Imports.Rack, "rack.json"))));
        return [.. texts.Select(static text => (text.Path, Encoding.UTF8.GetBytes(text.Text)))];
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
                case 6: bytes.InsertRange(at, Encoding.ASCII.GetBytes(Tokens[random.Next(Tokens.Length)])); break;
                default: bytes[at] = (byte)"0123456789"[random.Next(10)]; break;
            }
        }

        return [.. bytes];
    }

    private static readonly string[] Tokens =
    [
        "\n", "\r\n", ",", "\"", "\"\"", "=", "#", "|22", "|ZZ", "{", "}", "[", "]", ":", ": ", "0x", "-1", "4294967295", "99999999999999999999", "1e400",
        "null", "true", "<", ">", "&amp;", "&x;", "<!DOCTYPE a>", "<![CDATA[", "]]>", "\0", "\u001b[2J", "Device ID     Enabled\n------------  -------\n",
        "0000:41:00.0\n", "\"devices\": [ {} ],", "\"name\": \"\",", "pciPassthru0.present = \"TRUE\"\n", "{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{{",
    ];

    private static string EntityBomb()
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?><!DOCTYPE o [<!ENTITY e0 \"ha\">");
        for (int i = 1; i < 100; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"<!ENTITY e{i} \"&e{i - 1};&e{i - 1};&e{i - 1};\">");
        return text.Append("]><output><structure><field name=\"DeviceID\"><string>&e99;</string></field></structure></output>").ToString();
    }
}
