using System.Text;
using PassthroughTools.Importing.Input;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// Reads <c>esxcli --formatter=csv</c>: names in the first row, every row ending in a comma, values with a comma or a line break
/// in quotes. Export-Csv writes the same, without the last comma and by -UseCulture or -Delimiter with another sign.
/// </summary>
internal static class EsxcliCsv
{
    /// <summary>The signs that part values.</summary>
    public static readonly char[] Delimiters = [',', ';', '\t'];

    /// <exception cref="Errors.PassthroughException">InputMalformed.</exception>
    public static List<EsxcliRecord> Read(InputSection section)
    {
        var records = new List<EsxcliRecord>();
        List<string>? names = null;
        bool endsInDelimiter = false;
        foreach (var (line, cells) in Rows(section))
        {
            int count = cells.FindLastIndex(static cell => cell.Length > 0) + 1;
            if (count == 0) continue; // Excel keeps rows and columns that were used once
            if (names is null)
            {
                names = cells.GetRange(0, count);
                endsInDelimiter = cells.Count > count;
                continue;
            }

            // Where the names end in a comma so does every row: one that was cut off behind a comma has no empty value there.
            int there = endsInDelimiter && cells[cells.Count - 1].Length == 0 ? cells.Count - 1 : cells.Count;
            bool fits = there >= names.Count && count <= names.Count;
            if (!fits && EsxcliFailure.IsLine(cells[0]))
                throw section.Fault(line, $"{EsxcliFailure.Words(cells[0])}; {EsxcliFailure.Remedy}");
            if (!fits)
            {
                throw section.Fault(
                    line,
                    FormattableString.Invariant(
                        $"{names.Count} values are expected, as many as there are names in the first row, ")
                    + FormattableString.Invariant($"and {there} are there{section.Broken()}"));
            }

            var record = new EsxcliRecord(section.Path, section.LineInFile(line));
            for (int i = 0; i < names.Count; i++)
            {
                if (names[i].Length + cells[i].Length > 0) record.Add(names[i], cells[i], section.LineInFile(line));
            }

            records.Add(record);
        }

        return records;
    }

    private static IEnumerable<(int Line, List<string> Cells)> Rows(InputSection section)
    {
        var text = section.Text;
        char delimiter = text[text.IndexOfAny(Delimiters)];
        var cells = new List<string>();
        var cell = new StringBuilder();
        int line = 1, rowLine = 1;
        bool quoted = false, wasQuoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\n') line++;
            if (quoted)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
                else quoted = false;
            }
            else if (c == '"' && cell.Length == 0 && !wasQuoted)
            {
                quoted = wasQuoted = true;
            }
            else if (c == delimiter || c == '\n')
            {
                if (c == delimiter || cells.Count > 0 || cell.Length > 0 || wasQuoted) cells.Add(Taken(cell));
                wasQuoted = false;
                if (c == delimiter) continue;
                if (cells.Count > 0) yield return (rowLine, cells);
                cells = [];
                rowLine = line;
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }

        if (quoted) throw section.Fault(rowLine, "a quote in the row that begins here is never closed" + section.Broken());
        if (cells.Count > 0 || cell.Length > 0 || wasQuoted) cells.Add(Taken(cell));
        if (cells.Count > 0) yield return (rowLine, cells);
    }

    private static string Taken(StringBuilder cell)
    {
        var text = cell.ToString();
        cell.Clear();
        return text;
    }
}
