using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using PassthroughTools.Files;

namespace PassthroughTools.Importing.Vmx;

/// <summary>
/// The lines <c>key = "value"</c> of a .vmx file. Keys are the same in any case; in a value, |22 stands for the character with that
/// hexadecimal code. A value without quotes ends at a comment, as the hypervisor reads it.
/// </summary>
internal sealed class VmxDictionary
{
    private readonly string path;
    private readonly Dictionary<string, VmxValue> values = new(StringComparer.OrdinalIgnoreCase);

    private VmxDictionary(string path) => this.path = path;

    /// <summary>Keys and values in no order.</summary>
    public IEnumerable<KeyValuePair<string, VmxValue>> All => values;

    /// <exception cref="Errors.PassthroughException">InputMalformed: a line is no key and value, or a key stands twice.</exception>
    public static VmxDictionary Read(string path, string text)
    {
        var dictionary = new VmxDictionary(path);
        using var reader = new StringReader(text);
        for (int number = 1; reader.ReadLine() is { } raw; number++)
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            int equals = line.IndexOf('=');
            var key = equals > 0 ? line.Substring(0, equals).TrimEnd() : "";
            if (key.Length == 0) throw Malformed.At(path, number, $"key = \"value\" is expected and {Malformed.Quote(line)} is there");
            if (dictionary.values.ContainsKey(key))
                throw Malformed.At(path, number, $"the key {Malformed.Quote(key)} stands twice; the hypervisor does not load such a file");
            dictionary.values.Add(key, new VmxValue(dictionary.Value(line.Substring(equals + 1).Trim(), number), number));
        }

        return dictionary;
    }

    /// <summary>The text of a key; null where it is missing or empty.</summary>
    public string? Text(string key) => values.TryGetValue(key, out var value) && value.Text.Length > 0 ? value.Text : null;

    /// <summary>The whole number of a key, or null where it is missing or empty.</summary>
    /// <exception cref="Errors.PassthroughException">InputMalformed: it is no such number.</exception>
    public long? Number(string key, long least, long most)
    {
        if (Text(key) is not { } text) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most
            ? number
            : throw Fault(key, FormattableString.Invariant($"a whole number from {least} to {most} is expected"));
    }

    /// <summary>Whether a key is TRUE; a missing one is not.</summary>
    /// <exception cref="Errors.PassthroughException">InputMalformed: it is neither TRUE nor FALSE.</exception>
    public bool Flag(string key) => Text(key) is { } text && (bool.TryParse(text, out bool flag) ? flag : throw Fault(key, "TRUE or FALSE is expected"));

    /// <summary>The error about a key's value.</summary>
    public Errors.PassthroughException Fault(string key, string what) => values.TryGetValue(key, out var value)
        ? Malformed.At(path, value.Line, $"{Malformed.Quote(key)} is {Malformed.Quote(value.Text)}; {what}")
        : Malformed.Whole(path, $"the key {Malformed.Quote(key)} is missing; {what}");

    private string Value(string text, int line)
    {
        if (text.Length == 0 || text[0] != '"') return Unescaped(text.Split('#')[0].TrimEnd());
        int end = text.IndexOf('"', 1);
        if (end < 0) throw Malformed.At(path, line, "the value's closing quote is missing");
        var rest = text.Substring(end + 1).TrimStart();
        if (rest.Length > 0 && rest[0] != '#')
            throw Malformed.At(path, line, $"{Malformed.Quote(rest)} stands behind the value; a quote inside a value is written |22");
        return Unescaped(text.Substring(1, end - 1));
    }

    private static string Unescaped(string text)
    {
        if (text.IndexOf('|') < 0) return text;
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '|' && i + 2 < text.Length
                && int.TryParse(text.Substring(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code))
            {
                plain.Append((char)code);
                i += 2;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
