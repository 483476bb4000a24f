using System.Text.RegularExpressions;
using PassthroughTools.Files;
using PassthroughTools.Importing.Esxcli;
using PassthroughTools.Importing.Input;
using PassthroughTools.Importing.Json;

namespace PassthroughTools.Importing;

/// <summary>
/// Decides what a part of an input file is written in, and where in it that begins: remarks above are passed over. Its readers
/// take what it decides.
/// </summary>
internal static class Recogniser
{
    private const int Looked = 50;
    private const int MaxLine = 4096;
    private const int MaxSign = 12;
    private const int MaxConfiguration = 1024 * 1024;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly Regex VmxKey = new(@"^\.?[A-Za-z_][\w.:-]{0,200}\s*=", RegexOptions.CultureInvariant, Limit);
    private static readonly Regex MachineKey = new(
        @"^[ \t]*(?:virtualHW\.version|config\.version|memSize|displayName)\s*=",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline,
        Limit);

    private static readonly Regex CsvHead = new(
        @"^""?[A-Za-z][\w .()/-]{0,100}""?(?:[,;\t]""?[\w .()/-]{0,100}""?)+$", RegexOptions.CultureInvariant, Limit);

    private const string WithinBlock = "it begins within a device's block, so that the device's address is missing";
    private const string WholeWanted = "give the whole output of 'esxcli hardware pci list'";
    private const string WithoutHead = "this is the table of 'esxcli hardware pci pcipassthru list' without its head";
    private const string SwitchesWanted = "give the whole output, with the head 'Device ID  Enabled' and the ruler below it";

    private static readonly string[] MachineExtensions = [".vmx", ".vmtx"];

    /// <summary>Fields of the lists that no other output has, and few words above a list.</summary>
    private static readonly string[] OwnFields =
    [
        "VendorName", "DeviceName", "ConfiguredOwner", "CurrentOwner", "VendorID", "DeviceID", "SubVendorID", "SubDeviceID",
        "DeviceClassName", "PhysicalSlot", "SlotDescription", "PassthruCapable", "ParentDevice", "DependentDevice", "ResetMethod",
        "NUMANode", "HardwareLabel", "Enabled",
    ];

    private static readonly string[] ListFields = ["Address", "DeviceID", "VendorID"];
    private static readonly Regex Lspci = new(
        @"^(?:[0-9a-f]{3,4}:)?[0-9a-f]{2,3}:[0-9a-f]{2}\.[0-7] [0-9A-Z]",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Limit);

    /// <summary>A row of the table of switches: the device's address, and whether it is enabled.</summary>
    private static readonly Regex SwitchRow = new(
        @"^""?(?:[0-9a-f]{3,5}:)?[0-9a-f]{2,3}:[0-9a-f]{2}\.[0-7]""?(?:\s+|[,;]\s*)""?(?:true|false)""?[,;]?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Limit);

    /// <summary>What Excel takes for the sign that parts values; the row below shows it too.</summary>
    private static readonly Regex CsvSign = new("^\"?sep=.\"?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Limit);

    /// <summary>What a part is, and the part from where it begins.</summary>
    /// <exception cref="UnrecognisedException">
    /// It is nothing that an import reads; the message says what it is, where that is known.
    /// </exception>
    public static (InputKind Kind, InputSection Section) Of(InputSection section)
    {
        var lines = Head(section);
        if (lines.Count == 0) throw new UnrecognisedException(0, "it is empty");
        bool isMachines = Array.Exists(MachineExtensions,
            extension => section.Path.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
        if (isMachines) return (InputKind.Vmx, section);
        if (Loose(section, lines) is { } kind) return (kind, section.From(lines[0].Start, lines[0].Number));
        for (int i = 1; i < lines.Count; i++)
        {
            if ((Strict(lines, i) ?? StrictWithin(section, lines[i])) is not { } below) continue;
            RefuseLost(section, lines.Take(i).ToList());
            return (below, section.From(lines[i].Start, lines[i].Number));
        }

        var (what, advice) = What(section, lines);
        throw new UnrecognisedException(lines[0].Number, what, advice) { IsPartOfList = advice is WholeWanted or SwitchesWanted };
    }

    /// <summary>What begins with the first line.</summary>
    private static InputKind? Loose(InputSection section, List<HeadLine> lines)
    {
        var first = lines[0].Text;
        if (first[0] == '<') return InputKind.EsxcliXml;
        if (IsJson(section.Text, lines[0].Start)) return InputKind.Json;
        if (Strict(lines, 0) is { } kind) return kind;
        if (EsxcliText.IsFirstLine(first)) return InputKind.EsxcliText;
        if (VmxKey.IsMatch(first) && MachineKey.IsMatch(Cut(section.Text, 0, MaxConfiguration))) return InputKind.Vmx;
        var names = CsvNames(first) ?? [];
        bool isList = names.Intersect(ListFields, StringComparer.OrdinalIgnoreCase).Any() && OtherOutput.CommandOf(names) is null;
        return isList ? InputKind.EsxcliCsv : null;
    }

    /// <summary>The names in the first row of a csv, or null where it is none.</summary>
    private static string[]? CsvNames(string line) => CsvHead.IsMatch(line.Trim(EsxcliCsv.Delimiters))
        ? [.. line.Split(EsxcliCsv.Delimiters).Select(static name => name.Trim().Trim('"').Replace(" ", ""))]
        : null;

    /// <summary>What begins with a line without doubt, so that what stands above it is no part of it.</summary>
    private static InputKind? Strict(List<HeadLine> lines, int index)
    {
        var line = lines[index].Text;
        var next = index + 1 < lines.Count ? lines[index + 1].Text : "";
        bool isXml = line.StartsWith("<?xml ", StringComparison.Ordinal) || line.StartsWith("<output", StringComparison.Ordinal);
        if (isXml) return InputKind.EsxcliXml;
        if (EsxcliKeyValue.IsLine(line)) return InputKind.EsxcliKeyValue;
        if (!EsxcliText.IsFirstLine(line)) return null;
        return EsxcliText.IsRuler(next) || EsxcliText.FieldOf(next) is not null ? InputKind.EsxcliText : null;
    }

    /// <summary>JSON and csv that begin below words: their names tell them from a log's lines.</summary>
    private static InputKind? StrictWithin(InputSection section, HeadLine line)
    {
        var text = section.Text;
        int at = line.Start;
        while (char.IsWhiteSpace(text[at])) at++;
        if (IsJson(text, at) && JsonText.HasOwnName(Cut(text, at, MaxLine))) return InputKind.Json;
        var names = CsvNames(line.Text) ?? [];
        bool isList = names.Intersect(ListFields, StringComparer.OrdinalIgnoreCase).Any()
            && names.Intersect(OwnFields, StringComparer.OrdinalIgnoreCase).Any();
        return isList ? InputKind.EsxcliCsv : null;
    }

    /// <summary>What stands above a list and is a part of one is no remark: without it the device would read as gone.</summary>
    /// <exception cref="Errors.PassthroughException">InputMalformed.</exception>
    private static void RefuseLost(InputSection section, List<HeadLine> above)
    {
        foreach (var line in above)
        {
            bool isField = EsxcliText.FieldOf(line.Text)?.Name.Replace(" ", "") is { } name
                && OwnFields.Contains(name, StringComparer.OrdinalIgnoreCase);
            if (isField) throw Malformed.At(section.Path, line.Number, $"{WithinBlock}; {WholeWanted}");
            if (SwitchRow.IsMatch(line.Text)) throw Malformed.At(section.Path, line.Number, $"{WithoutHead}; {SwitchesWanted}");
        }
    }

    private static (string What, string? Advice) What(InputSection section, List<HeadLine> lines)
    {
        var first = lines[0].Text;
        if (section.IsEsxcli && lines.FindIndex(static line => EsxcliFailure.IsLine(line.Text)) is >= 0 and var failed)
            return (EsxcliFailure.Words(lines[failed].Text), EsxcliFailure.Remedy);
        if (section.Command is null && EsxcliFailure.IsLine(first))
            return ($"it has an error in place of a list: {EsxcliFailure.Quoted(first)}", EsxcliFailure.Remedy);
        if (lines.Take(2).Any(static line => SwitchRow.IsMatch(line.Text)))
            return (WithoutHead, SwitchesWanted);
        if (section.IsPciList)
            return ($"esxcli printed no list; its output begins with {Malformed.Quote(first)}", EsxcliFailure.Remedy);
        if (section.Command is { } command) return ($"this is the output of {Malformed.Quote(command)}", OtherOutput.Wanted);
        if (first.IndexOf('\0') >= 0) return ("it is binary, or UTF-16 without a byte order mark", "save it as UTF-8");
        if (Lspci.IsMatch(first))
            return ("this is the output of lspci, which does not tell what can be passed through", OtherOutput.Wanted);
        if (first.StartsWith("(vim.", StringComparison.Ordinal) || first.StartsWith("Listsummary", StringComparison.Ordinal))
            return ("this is the output of vim-cmd", OtherOutput.Wanted);
        var names = lines.Select(static line => EsxcliText.FieldOf(line.Text)?.Name).OfType<string>().ToList();
        if (OtherOutput.CommandOf(names.Concat(CsvNames(first) ?? TableNames(lines))) is { } other)
            return ($"this is the output of {Malformed.Quote(other)}", OtherOutput.Wanted);
        bool isWithin = names.Contains("Vendor ID", StringComparer.OrdinalIgnoreCase)
            && names.Contains("Device ID", StringComparer.OrdinalIgnoreCase);
        if (isWithin) return (WithinBlock, WholeWanted);
        if (VmxKey.IsMatch(first))
            return ("it has keys and values and is no virtual machine's configuration, which has 'virtualHW.version'", null);
        return ($"it begins with {Malformed.Quote(first)}", $"what is read is {ImportFile.Wanted}");
    }

    /// <summary>The names in a table's head, two blanks apart.</summary>
    private static IEnumerable<string> TableNames(List<HeadLine> lines)
    {
        int ruler = lines.FindIndex(1, static line => EsxcliText.IsRuler(line.Text));
        var head = lines[ruler > 0 ? ruler - 1 : 0].Text;
        return head.Split(["  "], StringSplitOptions.RemoveEmptyEntries).Select(static name => name.Trim());
    }

    /// <summary>A log's <c>[2025-11-20]</c> begins as an array does, and a shell's function as an object.</summary>
    private static bool IsJson(string text, int start)
    {
        if (text[start] is not ('{' or '[')) return false;
        int next = start + 1;
        while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        if (next == text.Length || text[next] == '/') return true;
        return text[start] == '{' ? text[next] is '"' or '\'' or '}' : text[next] is '{' or '[' or ']';
    }

    /// <summary>The first lines that are neither blank nor a remark, trimmed and cut.</summary>
    private static List<HeadLine> Head(InputSection section)
    {
        var lines = new List<HeadLine>();
        var text = section.Text;
        for (int start = 0, number = section.FirstLine; start < text.Length && lines.Count < Looked; number++)
        {
            int end = text.IndexOf('\n', start);
            int next = end < 0 ? text.Length : end + 1;
            int at = start;
            while (at < next && char.IsWhiteSpace(text[at])) at++;
            if (at < next && text[at] != '#'
                && !(lines.Count == 0 && CsvSign.IsMatch(Cut(text, at, Math.Min(next - at, MaxSign)).Trim())))
                lines.Add(
                    new HeadLine(Cut(text, at, Math.Min(next - at, MaxLine)).TrimEnd(), lines.Count == 0 ? at : start, number));
            start = next;
        }

        return lines;
    }

    private static string Cut(string text, int start, int length) => text.Substring(start, Math.Min(length, text.Length - start));

    private readonly record struct HeadLine(string Text, int Start, int Number);
}
