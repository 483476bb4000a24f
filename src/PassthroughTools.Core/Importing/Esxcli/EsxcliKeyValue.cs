using System.Text.RegularExpressions;
using PassthroughTools.Files;
using PassthroughTools.Importing.Input;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>Reads <c>esxcli --formatter=keyvalue</c>: lines such as <c>PciDevice[0].VendorID.integer=4318</c>.</summary>
internal static class EsxcliKeyValue
{
    private static readonly Regex Line = new(
        @"^(?<record>[\w.-]{1,100}(?:\[\d{1,9}\])?)\.(?<field>[\w -]{1,100})\.(?<type>[a-z]\w{0,30})=(?<value>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline,
        TimeSpan.FromSeconds(5));

    /// <summary>Whether a line is of this layout and of no .vmx, whose values are quoted and whose keys name no type.</summary>
    public static bool IsLine(string line) =>
        Line.Match(line) is { Success: true } match
        && (match.Groups["record"].Value.IndexOf('[') > 0 || match.Groups["type"].Value is "string" or "integer" or "boolean");

    /// <exception cref="Errors.PassthroughException">InputMalformed.</exception>
    public static List<EsxcliRecord> Read(InputSection section)
    {
        var records = new List<EsxcliRecord>();
        var byName = new Dictionary<string, EsxcliRecord>(StringComparer.Ordinal);
        var above = "";
        using var reader = new StringReader(section.Text);
        for (int number = 1; reader.ReadLine() is { } raw; number++)
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#' || line == LinePrefix.GrepSeparator) continue;
            var match = Line.Match(line);
            if (!match.Success && EsxcliFailure.IsLine(line))
                throw section.Fault(number, $"{EsxcliFailure.Words(line)}; {EsxcliFailure.Remedy}");
            if (!match.Success) throw section.Fault(number,
                $"{Malformed.Quote(line)} is no line 'Name[0].Field.type=value'{section.Broken(above)}");
            above = raw;
            var name = match.Groups["record"].Value;
            int inFile = section.LineInFile(number);
            if (!byName.TryGetValue(name, out var record))
            {
                records.Add(record = new EsxcliRecord(section.Path, inFile));
                byName.Add(name, record);
            }

            record.Add(match.Groups["field"].Value, match.Groups["value"].Value, inFile);
        }

        return records;
    }
}
