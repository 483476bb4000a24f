using Newtonsoft.Json.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Importing.Esxcli;
using PassthroughTools.Importing.Input;
using PassthroughTools.Importing.Json;
using PassthroughTools.Importing.Vmx;
using PassthroughTools.Text;

namespace PassthroughTools.Importing;

/// <summary>
/// A file to import, read and understood: the output of <c>esxcli hardware pci list</c> or <c>esxcli hardware pci pcipassthru
/// list</c> as text, csv, xml, json or keyvalue, or in a terminal's capture; a virtual machine's .vmx or .vmtx; or a document of
/// the store's shape. The content tells what it is.
/// </summary>
public sealed class ImportFile
{
    /// <summary>What an import reads, as the end of a sentence.</summary>
    internal const string Wanted =
        "the output of 'esxcli hardware pci list' and 'esxcli hardware pci pcipassthru list' (text, csv, xml, json, keyvalue), "
        + ".vmx files and a store's JSON";

    private readonly List<string> warnings = [];

    /// <summary>Understands a file's text.</summary>
    /// <param name="path">The path, for messages; of a .vmx its name and extension count too.</param>
    /// <param name="text">The whole text.</param>
    /// <exception cref="PassthroughException">
    /// InputMalformed: the text is none of these, or a value in it is not what it must be; the message names the line.
    /// InputVersionUnsupported: a newer version wrote the document.
    /// </exception>
    public ImportFile(string path, string text)
    {
        Path = path;
        Text = text;
        try
        {
            Understand();
        }
        catch (UnrecognisedException e)
        {
            throw Refusal(path, e);
        }
    }

    private ImportFile(string path, string text, out UnrecognisedException? unrecognised)
    {
        Path = path;
        Text = text;
        unrecognised = null;
        try
        {
            Understand();
        }
        catch (UnrecognisedException e)
        {
            unrecognised = e;
        }
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>
    /// What in the file was not taken as it stands there, each with its line: characters that were lost before, other output.
    /// </summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>Whether the file does not say which host it is about, so that the import must.</summary>
    public bool NeedsVMHost => Inventory is null;

    /// <summary>Whether it lists a host's devices, or which of them are enabled: a host's lists are imported together.</summary>
    public bool IsHostList => Lists is not null;

    /// <summary>Whether it lists a host's devices, all that the host has.</summary>
    internal bool ListsDevices => Lists is { Devices.Count: > 0 };

    /// <summary>The host that it shows, or null.</summary>
    internal ShownHost? Host { get; private set; }

    internal EsxcliLists? Lists { get; private set; }

    internal VmxFile? VM { get; private set; }

    internal JsonInventory? Inventory { get; private set; }

    /// <summary>Reads and understands a file.</summary>
    /// <exception cref="PassthroughException">
    /// FileNotFound, AccessDenied: it cannot be read; InputMalformed, InputVersionUnsupported: it cannot be understood.
    /// </exception>
    public static ImportFile Read(string path) => new(path, InputFile.ReadText(path));

    /// <summary>Understands the text of a file that nobody named.</summary>
    /// <param name="path">The path.</param>
    /// <param name="text">The whole text.</param>
    /// <param name="whyNot">Why it is no inventory, where null is returned.</param>
    /// <exception cref="PassthroughException">InputMalformed, InputVersionUnsupported: it is one, and has a fault.</exception>
    internal static ImportFile? Find(string path, string text, out string? whyNot)
    {
        var file = new ImportFile(path, text, out var unrecognised);
        whyNot = unrecognised is null ? null : Malformed.Printable(unrecognised.Message);
        return unrecognised is null ? file : null;
    }

    /// <summary>Why the beginning of a file cannot be that of an inventory, or null where it can.</summary>
    internal static string? WhyNot(string path, string beginning)
    {
        UnrecognisedException? whyNot = null;
        foreach (var section in InputSection.Of(path, TerminalText.Plain(beginning)))
        {
            try
            {
                Recogniser.Of(section);
                return null;
            }
            catch (UnrecognisedException e)
            {
                if (section.IsPciList) return null;
                whyNot ??= e;
            }
        }

        return whyNot is null ? "it is empty" : Malformed.Printable(whyNot.Message);
    }

    private void Understand()
    {
        if (!SurrogatePairs.AreWhole(Text)) throw Malformed.Whole(Path, "it has half a surrogate pair, which is no text");
        UnrecognisedException? preamble = null, other = null, piece = null;
        var records = new List<EsxcliRecord>();
        var leftOut = new List<(InputSection Section, UnrecognisedException? Why)>();
        bool isFiltered = false;
        var lost = new LostCharacters(Path);
        var plain = TerminalText.Plain(Text);
        foreach (var section in InputSection.Of(Path, plain))
        {
            try
            {
                var (kind, content) = Recogniser.Of(section);
                isFiltered |= section.IsFiltered;
                if (!Take(kind, content, records, lost, ref isFiltered)) leftOut.Add((section, null));
                else if (section.Host is { } host) Show(section.LineInFile(0), host);
            }
            catch (UnrecognisedException e) when (section.IsPciList)
            {
                throw Refusal(Path, e);
            }
            catch (UnrecognisedException e)
            {
                if (e.IsPartOfList) piece ??= e;
                if (section.Command is null)
                {
                    preamble ??= e;
                    continue;
                }

                other ??= e;
                leftOut.Add((section, e));
            }
        }

        if (records.Count > 0 && piece is not null) throw Refusal(Path, piece);
        if (records.Count > 0) Lists = EsxcliLists.Of(Path, records, isFiltered);
        if (Lists is null && VM is null && Inventory is null) throw other ?? preamble ?? Nothing(plain);
        warnings.AddRange(
            leftOut.Where(static part => !part.Section.IsOfSession).Select(static part => LeftOut(part.Section, part.Why)));
        if (lost.Warning is { } warning) warnings.Add(warning);
    }

    /// <summary>Takes what one command printed; false where it is of another kind than what was taken before.</summary>
    private bool Take(InputKind kind, InputSection section, List<EsxcliRecord> records, LostCharacters lost, ref bool isFiltered)
    {
        bool isFirst = VM is null && Inventory is null && records.Count == 0;
        if (kind == InputKind.Vmx)
        {
            if (isFirst) VM = VmxFile.Read(Path, section.Numbered.Text, lost);
            return isFirst;
        }

        var json = kind == InputKind.Json ? JsonText.Read(section) : null;
        if (json is JContainer document) lost.Look(document, section);
        if (json is not null && JsonInventoryReader.IsInventory(json))
        {
            if (!isFirst) return false;
            if (section.FirstLine > 1) json = JsonText.Read(section.Numbered);
            Inventory = JsonInventoryReader.Read(Path, (JObject)json);
            return true;
        }

        if (VM is not null || Inventory is not null) return false;
        var read = kind switch
        {
            InputKind.Json => EsxcliJson.Read(section, json!),
            InputKind.EsxcliCsv => EsxcliCsv.Read(section),
            InputKind.EsxcliXml => EsxcliXml.Read(section),
            InputKind.EsxcliKeyValue => EsxcliKeyValue.Read(section),
            _ => EsxcliText.Read(section, ref isFiltered, warnings),
        };
        if (read.Count == 0) throw section.Fault(1, "it lists no device; write it again with esxcli on the host");
        foreach (var record in read)
        {
            record.RefuseOtherOutput();
            if (record.Host is { } host) Show(record.Line, host);
        }

        if (kind != InputKind.Json) lost.LookThrough(section, kind == InputKind.EsxcliXml);
        records.AddRange(read);
        return true;
    }

    /// <summary>The lists of two hosts would become one host's devices.</summary>
    private void Show(int line, ShownHost host)
    {
        Host ??= host;
        if (Host.IsOther(host.Name))
        {
            throw Malformed.At(
                Path, line,
                $"{host.Where}, and the list above is of host '{Host.Name}'; give each host's output as a file of its own");
        }

        if (Host.Field is null) Host = host;
    }

    private static string LeftOut(InputSection section, UnrecognisedException? why)
    {
        var output = $"the output of {Malformed.Quote(section.Command ?? "")} was left out";
        return why?.Advice == EsxcliFailure.Remedy
            ? FormattableString.Invariant(
                $"File '{section.Path}', line {why.Line}: {output}, since {Malformed.Printable(why.Message)}.")
            : FormattableString.Invariant($"File '{section.Path}', line {section.FirstLine}: {output}. ")
                + "Give it as a file of its own where it is to be imported.";
    }

    private static UnrecognisedException Nothing(string text) =>
        new(0, string.IsNullOrWhiteSpace(text) ? "it is empty" : "it has commands and nothing that they printed");

    private static PassthroughException Refusal(string path, UnrecognisedException e) =>
        e.Line == 0 ? Malformed.Whole(path, Words(e), e) : Malformed.At(path, e.Line, Words(e), e);

    private static string Words(UnrecognisedException e) => e.Advice is { } advice ? $"{e.Message}; {advice}" : e.Message;
}
