namespace PassthroughTools.Importing.Input;

/// <summary>
/// The table of switches as Markdown has it: the cells between bars. Its lines are read as the table's that esxcli prints.
/// </summary>
internal static class MarkdownTable
{
    private const int MaxRow = 120;

    /// <summary>The text with such lines without their bars; its lines keep their numbers.</summary>
    public static string Plain(string text)
    {
        if (text.IndexOf('|') < 0) return text;
        var lines = text.Split('\n');
        bool any = false;
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > MaxRow || Row(lines[i].Trim()) is not { } row) continue;
            lines[i] = row;
            any = true;
        }

        return any ? string.Join("\n", lines) : text;
    }

    /// <summary>A line of two cells, or null.</summary>
    private static string? Row(string line)
    {
        if (line.Length < 5 || line[0] != '|' || line[line.Length - 1] != '|') return null;
        var cells = line.Substring(1, line.Length - 2).Split('|');
        if (cells.Length != 2) return null;
        var (device, enabled) = (Cell(cells[0]), Cell(cells[1]));
        return IsRuler(device) && IsRuler(enabled) ? "---  ---" : $"{device}  {enabled}";
    }

    private static string Cell(string text) => text.Trim().Trim('`', '*').Trim();

    private static bool IsRuler(string cell) =>
        cell.Length > 0 && cell.IndexOf('-') >= 0 && cell.All(static c => c is '-' or ':');
}
