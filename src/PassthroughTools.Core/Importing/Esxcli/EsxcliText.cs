using PassthroughTools.Files;
using PassthroughTools.Importing.Input;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// Reads esxcli's text layouts: blocks of "Name: value" under a device's address (<c>hardware pci list</c>), and tables under a
/// ruler of dashes (<c>hardware pci pcipassthru list</c>). Both may stand in one file, one after the other. PowerShell's list
/// view of the same objects is blocks without an address above, each beginning with the name that the first began with.
/// </summary>
internal static class EsxcliText
{
    private const string TableStart = "Device ID";
    private const string LastNeeded = "PassthruCapable";
    private const int MaxAddressLength = 20;
    private const int MaxHeadLength = 400;
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>Whether a list may begin with a line.</summary>
    public static bool IsFirstLine(string line) => IsAddressLine(line) || IsTableHead(line) || IsListViewStart(line);

    /// <summary>Whether a line is a ruler of dashes.</summary>
    public static bool IsRuler(string line) =>
        line.Length > LinePrefix.GrepSeparator.Length && line.All(static c => c is '-' or ' ' or '\t');

    /// <summary>The name and value of a line "Name: value", or null.</summary>
    public static (string Name, string Value)? FieldOf(string line) =>
        ColonOf(line) is > 0 and var colon ? (line.Substring(0, colon).Trim(), line.Substring(colon + 1)) : null;

    /// <summary>Reads the blocks and tables of a part.</summary>
    /// <param name="section">The part.</param>
    /// <param name="isFiltered">Set where grep left devices out.</param>
    /// <param name="warnings">Takes what is said of text below the last list.</param>
    /// <exception cref="Errors.PassthroughException">InputMalformed.</exception>
    public static List<EsxcliRecord> Read(InputSection section, ref bool isFiltered, List<string> warnings)
    {
        var records = new List<EsxcliRecord>();
        List<Column>? table = null;
        EsxcliRecord? block = null;
        string? listViewStart = null;
        bool isIndented = false;
        (int Number, string Line)? tail = null;
        string above, here = "";
        using var reader = new StringReader(section.Text);
        for (int number = 1; reader.ReadLine() is { } raw; number++)
        {
            (above, here) = (here, raw);
            raw = LinePrefix.Unquoted(raw);
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (line == LinePrefix.GrepSeparator)
            {
                isFiltered = true;
            }
            else if (IsAddressLine(line))
            {
                table = null;
                listViewStart = null;
                tail = null;
                records.Add(block = new EsxcliRecord(section.Path, section.LineInFile(number)));
            }
            else if (IsTableHead(line))
            {
                block = null;
                tail = null;
                int head = number;
                do
                {
                    raw = reader.ReadLine();
                    number++;
                }
                while (raw is not null && raw.Trim().Length == 0);
                table = Columns(line, raw?.Trim())
                    ?? throw section.Fault(head, "a ruler of dashes must follow the head of the table");
            }
            else if (EsxcliFailure.IsLine(line))
            {
                throw section.Fault(number, $"{EsxcliFailure.Words(line)}; {EsxcliFailure.Remedy}");
            }
            else if (block is not null && isIndented && raw[0] == line[0] && section.Broken(above) is { Length: > 0 })
            {
                throw NoPlace(section, number, line, above);
            }
            else if (table is not null && IsRow(line))
            {
                records.Add(Row(section, number, line, table));
            }
            else if (table is null && FieldOf(line) is (var name, var value))
            {
                bool isOther = block?.Has(LastNeeded) == true && (raw[0] != line[0]) != isIndented && !IsListViewStart(line);
                if (isOther)
                {
                    tail ??= (number, line);
                    continue;
                }

                tail = null;
                isIndented = raw[0] != line[0];
                if (block is null && IsListViewStart(line)) listViewStart = name;
                if (name == listViewStart) records.Add(block = new EsxcliRecord(section.Path, section.LineInFile(number)));
                if (block is null) throw NoPlace(section, number, line, above);
                block.Add(name, value, section.LineInFile(number));
            }
            else
            {
                bool isWhole = table is not null || block?.Has(LastNeeded) == true;
                if (!isWhole || !IsEnd(reader, table is null ? isIndented : null)) throw NoPlace(section, number, line, above);
                tail ??= (number, line);
                break;
            }
        }

        if (tail is { } below)
        {
            warnings.Add(
                FormattableString.Invariant($"File '{section.Path}', line {section.LineInFile(below.Number)}: ")
                + $"{Malformed.Quote(below.Line)} and what follows it was left out, since it is no part of the list above.");
        }

        return records;
    }

    /// <summary>Whether no more of a list comes, so that a line within it that cannot be read is not passed over.</summary>
    /// <param name="reader">What follows.</param>
    /// <param name="isIndented">Whether the fields of its blocks are indented; null where it is a table.</param>
    private static bool IsEnd(StringReader reader, bool? isIndented)
    {
        while (reader.ReadLine() is { } raw)
        {
            var line = raw.Trim();
            if (line.Length == 0) continue;
            bool isField = isIndented is { } indented && FieldOf(line) is not null && (raw[0] != line[0]) == indented;
            if (isField || IsFirstLine(line) || IsRow(line)) return false;
        }

        return true;
    }

    /// <summary>Whether a line begins as a device's address does, be it a wrong one.</summary>
    private static bool IsRow(string line)
    {
        int end = line.IndexOfAny(Blanks);
        var word = end < 0 ? line : line.Substring(0, end);
        return Uri.IsHexDigit(word[0]) && word.IndexOf(':') > 0 && word.IndexOf('.') > 0;
    }

    private static Errors.PassthroughException NoPlace(InputSection section, int number, string line, string above) =>
        section.Fault(number,
            $"{Malformed.Quote(line)} is neither a device's address nor one of its fields ('Name: "
            + $"value'){section.Broken(above)}");

    private static bool IsAddressLine(string line)
    {
        if (line.Length > MaxAddressLength) return false;
        foreach (char c in line)
        {
            if (c is not ((>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F') or ':' or '.')) return false;
        }

        return line.IndexOf(':') >= 0;
    }

    private static bool IsTableHead(string line) =>
        (line.StartsWith(TableStart, StringComparison.OrdinalIgnoreCase) && line.IndexOf(',') < 0 && ColonOf(line) < 0)
            || IsSwitchHead(line);

    /// <summary>
    /// The head of the table of switches, as esxcli prints it, or PowerShell of the same objects, whose names have no blanks.
    /// </summary>
    private static bool IsSwitchHead(string line) =>
        line.Length <= MaxHeadLength
            && string.Equals(string.Concat(line.Split(Blanks)), "DeviceIDEnabled", StringComparison.OrdinalIgnoreCase);

    /// <summary>PowerShell sets a blank before the colon.</summary>
    private static bool IsListViewStart(string line) =>
        FieldOf(line) is (var name, _) && name is "Address" or "DeviceID" && line.IndexOf(" : ", StringComparison.Ordinal) > 0;

    /// <summary>The colon after a field's name; an address has none that a space or the line's end follows.</summary>
    private static int ColonOf(string line)
    {
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 && line.Length > 0 && line[line.Length - 1] == ':' ? line.Length - 1 : colon;
    }

    /// <summary>
    /// The columns by the ruler; none where blanks were lost, as when a table was pasted into a web page: then the words tell the
    /// two columns apart.
    /// </summary>
    private static List<Column>? Columns(string head, string? ruler)
    {
        if (ruler is null || !IsRuler(ruler)) return null;
        if (IsSwitchHead(head)) return [];
        var columns = new List<Column>();
        for (int start = 0; start < ruler.Length;)
        {
            int gap = ruler.IndexOf(' ', start);
            int end = gap < 0 ? int.MaxValue : gap;
            while (end < ruler.Length && ruler[end] == ' ') end++;
            columns.Add(new Column(Cell(head, start, end), start, end));
            start = end;
        }

        return columns;
    }

    private static EsxcliRecord Row(InputSection section, int number, string line, List<Column> columns)
    {
        int inFile = section.LineInFile(number);
        var record = new EsxcliRecord(section.Path, inFile);
        foreach (var column in columns) record.Add(column.Name, Cell(line, column.Start, column.End), inFile);
        if (columns.Count > 0) return record;
        var words = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length != 2)
            throw section.Fault(number,
                $"a device's address and true or false are expected and {Malformed.Quote(line)} is there");
        record.Add(TableStart, words[0], inFile);
        record.Add("Enabled", words[1], inFile);
        return record;
    }

    private static string Cell(string line, int start, int end) =>
        start >= line.Length ? "" : line.Substring(start, Math.Min(end, line.Length) - start).Trim();

    private readonly record struct Column(string Name, int Start, int End);
}
