using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PassthroughTools.Files;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// Reads esxcli's text layouts: blocks of "Name: value" under a device's address (<c>hardware pci list</c>), and tables under a
/// ruler of dashes (<c>hardware pci pcipassthru list</c>). Both may stand in one file, one after the other.
/// </summary>
internal static class EsxcliText
{
    private const string TableStart = "Device ID";
    private const int MaxAddressLength = 20;

    public static bool IsFirstLine(string line) => IsAddressLine(line) || IsTableHead(line);

    /// <exception cref="Errors.PassthroughException">InputMalformed.</exception>
    public static List<EsxcliRecord> Read(string path, string text)
    {
        var records = new List<EsxcliRecord>();
        List<Column>? table = null;
        EsxcliRecord? block = null;
        using var reader = new StringReader(text);
        for (int number = 1; reader.ReadLine() is { } raw; number++)
        {
            var line = raw.TrimEnd();
            if (line.Length == 0) continue;
            int colon = ColonOf(line);
            if (IsAddressLine(line))
            {
                table = null;
                records.Add(block = new EsxcliRecord(path, number));
            }
            else if (IsTableHead(line) && colon < 0)
            {
                block = null;
                table = Columns(line, reader.ReadLine()?.TrimEnd())
                    ?? throw Malformed.At(path, number, "a ruler of dashes must follow the head of the table");
                number++;
            }
            else if (block is not null && colon > 0)
            {
                block.Add(line.Substring(0, colon).Trim(), line.Substring(colon + 1), number);
            }
            else if (table is not null)
            {
                records.Add(Row(path, number, line, table));
            }
            else
            {
                throw Malformed.At(path, number, $"{Malformed.Quote(line)} is neither a device's address nor one of its fields ('Name: value')");
            }
        }

        return records;
    }

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
        line.StartsWith(TableStart, StringComparison.OrdinalIgnoreCase) && line.IndexOf(',') < 0;

    /// <summary>The colon after a field's name; an address has none that a space or the line's end follows.</summary>
    private static int ColonOf(string line)
    {
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon < 0 && line[line.Length - 1] == ':' ? line.Length - 1 : colon;
    }

    private static List<Column>? Columns(string head, string? ruler)
    {
        if (string.IsNullOrEmpty(ruler) || ruler!.Any(static c => c is not ('-' or ' '))) return null;
        var columns = new List<Column>();
        for (int start = 0; start < ruler!.Length;)
        {
            int gap = ruler.IndexOf(' ', start);
            int end = gap < 0 ? int.MaxValue : gap;
            while (end < ruler.Length && ruler[end] == ' ') end++;
            columns.Add(new Column(Cell(head, start, end), start, end));
            start = end;
        }

        return columns;
    }

    private static EsxcliRecord Row(string path, int number, string line, List<Column> columns)
    {
        var record = new EsxcliRecord(path, number);
        foreach (var column in columns) record.Add(column.Name, Cell(line, column.Start, column.End), number);
        return record;
    }

    private static string Cell(string line, int start, int end) =>
        start >= line.Length ? "" : line.Substring(start, Math.Min(end, line.Length) - start).Trim();

    private readonly record struct Column(string Name, int Start, int End);
}
