using System.IO;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Importing.Esxcli;
using PassthroughTools.Importing.Json;
using PassthroughTools.Importing.Vmx;
using PassthroughTools.Text;

namespace PassthroughTools.Importing;

/// <summary>
/// A file to import, read and understood: the output of <c>esxcli hardware pci list</c> or <c>esxcli hardware pci pcipassthru list</c>
/// as text, csv or xml; a virtual machine's .vmx or .vmtx; or a document of the store's shape. What it is, its content tells.
/// </summary>
public sealed class ImportFile
{
    /// <summary>Understands a file's text.</summary>
    /// <param name="path">The path, for messages; of a .vmx its name and extension count too.</param>
    /// <param name="text">The whole text.</param>
    /// <exception cref="PassthroughException">
    /// InputMalformed: the text is none of these, or a value in it is not what it must be; the message names the line.
    /// StoreVersionUnsupported: a newer version wrote the document.
    /// </exception>
    public ImportFile(string path, string text)
    {
        Path = path;
        Text = text;
        if (!SurrogatePairs.AreWhole(text)) throw Malformed.Whole(path, "it has half a surrogate pair, which is no text");
        var content = text.Length > 0 && text[0] == '\ufeff' ? text.Substring(1) : text;
        var first = FirstLine(content);
        if (first.Length == 0) throw Malformed.Whole(path, "it is empty");
        if (first[0] == '<') Lists = EsxcliLists.Of(path, EsxcliXml.Read(path, content.TrimStart()));
        else if (first[0] is '{' or '[') Inventory = JsonInventoryReader.Read(path, content);
        else if (EsxcliText.IsFirstLine(first)) Lists = EsxcliLists.Of(path, EsxcliText.Read(path, content));
        else if (first.IndexOf('=') > 0) VM = VmxFile.Read(path, content);
        else if (first.IndexOf(',') > 0) Lists = EsxcliLists.Of(path, EsxcliCsv.Read(path, content));
        else throw Malformed.Whole(path, $"it begins with {Malformed.Quote(first)}, which is neither esxcli's list of PCI devices (text, csv, xml), nor a .vmx file, nor a store's JSON");
    }

    /// <summary>The path.</summary>
    public string Path { get; }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>Whether the file does not say which host it is about, so that the import must.</summary>
    public bool NeedsVMHost => Inventory is null;

    /// <summary>Whether it lists a host's devices, or which of them are enabled: a host's lists are imported together.</summary>
    public bool IsHostList => Lists is not null;

    internal EsxcliLists? Lists { get; }

    internal VmxFile? VM { get; }

    internal JsonInventory? Inventory { get; }

    /// <summary>Reads and understands a file.</summary>
    /// <exception cref="PassthroughException">
    /// StoreNotFound, AccessDenied: it cannot be read; InputMalformed, StoreVersionUnsupported: it cannot be understood.
    /// </exception>
    public static ImportFile Read(string path) => new(path, InputFile.ReadText(path));

    /// <summary>The first line that is neither blank nor a comment, trimmed; empty where there is none.</summary>
    private static string FirstLine(string text)
    {
        using var reader = new StringReader(text);
        while (reader.ReadLine() is { } line)
        {
            line = line.Trim();
            if (line.Length > 0 && line[0] != '#') return line;
        }

        return "";
    }
}
