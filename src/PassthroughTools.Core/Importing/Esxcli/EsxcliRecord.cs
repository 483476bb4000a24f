using System.Globalization;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Importing.Input;
using PassthroughTools.Inventory;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// One record of esxcli's output as names and values, whatever the layout. Names count without their spaces, as csv and xml write
/// them: "Vendor ID" is VendorID. Numbers are hexadecimal with 0x or decimal, since esxcli applies its formats to text only.
/// </summary>
internal sealed class EsxcliRecord(string path, int line)
{
    private readonly Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The line where the record begins.</summary>
    public int Line => line;

    /// <exception cref="PassthroughException">InputMalformed: the field is there already.</exception>
    public void Add(string name, string value, int atLine)
    {
        var key = name.Replace(" ", "");
        if (fields.ContainsKey(key))
            throw Malformed.At(path, atLine, $"the field {Malformed.Quote(name)} stands twice in one record");
        fields.Add(key, value.Trim());
    }

    /// <exception cref="UnrecognisedException">
    /// It has fields that another command prints, or none of a list of PCI devices.
    /// </exception>
    public void RefuseOtherOutput()
    {
        if (OtherOutput.CommandOf(fields.Keys) is { } other)
            throw new UnrecognisedException(line, $"this is the output of {Malformed.Quote(other)}", OtherOutput.Wanted);
        if (!Has("VendorID") && !Has("DeviceID") && !Has("Address"))
            throw new UnrecognisedException(line, "this is no list of PCI devices", OtherOutput.Wanted);
    }

    /// <summary>Adds a field of a layout in which no value has a line break of its own.</summary>
    /// <exception cref="PassthroughException">InputMalformed: the field is there already, or broken.</exception>
    public void AddWhole(string name, string value, int atLine)
    {
        if ((name + value.Trim()).IndexOf('\n') >= 0)
        {
            throw Malformed.At(
                path,
                atLine,
                $"the field {Malformed.Quote(name)} has a line break; where a terminal broke the lines, make the window wider, "
                + "or write the output to a file");
        }

        Add(name, value, atLine);
    }

    /// <summary>The host that it says it is of, or null.</summary>
    public ShownHost? Host =>
        Array.Find(ShownHost.Fields, name => Text(name) is not null) is { } column ? new ShownHost(Text(column)!, column) : null;

    /// <summary>Whether the field is there, be it empty.</summary>
    public bool Has(string name) => fields.ContainsKey(name);

    /// <summary>The text of a field; null where it is missing or empty, which esxcli prints for what it does not know.</summary>
    public string? Text(string name) => fields.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>The number of a field; null where it is missing or empty.</summary>
    /// <exception cref="PassthroughException">InputMalformed: it is no number.</exception>
    public long? Number(string name)
    {
        if (Text(name) is not { } text) return null;
        bool isHexadecimal = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        bool isNumber = isHexadecimal
            ? long.TryParse(text.Substring(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long number)
            : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
        return isNumber ? number : throw Fault(name, "a number is expected");
    }

    /// <summary>The identifier of a field that must be there; VIM's signed form is understood too.</summary>
    /// <exception cref="PassthroughException">InputMalformed: it is missing or no 16-bit number.</exception>
    public PciId Id(string name) => Number(name) is { } number
        ? number is >= short.MinValue and <= ushort.MaxValue
            ? PciId.FromInt32((int)number)
            : throw Fault(name, "a PCI identifier has 16 bits")
        : throw Missing(name);

    /// <summary>
    /// The truth value of a field that must be there, be it as Excel saves it in the languages that have a word of their own.
    /// </summary>
    /// <exception cref="PassthroughException">InputMalformed: it is missing, or neither true nor false.</exception>
    public bool Flag(string name) => Required(name).ToUpperInvariant() switch
    {
        "TRUE" or "WAHR" or "VRAI" or "VERO" or "VERDADERO" or "VERDADEIRO" or "WAAR" or "PRAWDA" => true,
        "FALSE" or "FALSCH" or "FAUX" or "FALSO" or "ONWAAR" or "FA\u0141SZ" => false,
        _ => throw Fault(name, "true or false is expected"),
    };

    /// <summary>The text of a field that must be there.</summary>
    /// <exception cref="PassthroughException">InputMalformed: it is missing or empty.</exception>
    public string Required(string name) => Text(name) ?? throw Missing(name);

    /// <summary>The error about a field's value.</summary>
    public PassthroughException Fault(string name, string what) =>
        Malformed.At(path, line, $"the record that begins here has {name} {Malformed.Quote(Text(name) ?? "")}; {what}");

    private PassthroughException Missing(string name) =>
        Malformed.At(path, line,
            $"the record that begins here lacks the field {name}; write the file again with esxcli on the host");
}
