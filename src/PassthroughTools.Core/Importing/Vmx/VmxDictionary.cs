using System.Globalization;
using System.Text;
using PassthroughTools.Files;
using PassthroughTools.Importing.Input;
using PassthroughTools.Inventory;

namespace PassthroughTools.Importing.Vmx;

/// <summary>
/// The lines <c>key = "value"</c> of a .vmx file. Keys are the same in any case; in a value, |22 stands for the byte with that
/// hexadecimal code, in the file's encoding (open-vm-tools, lib/dict/dictll.c). A value without quotes ends at a comment, as the
/// hypervisor reads it.
/// </summary>
internal sealed class VmxDictionary
{
    private const char Escape = '|';
    private const char Lost = '\ufffd';

    private readonly string path;
    private readonly Encoding encoding;
    private readonly Dictionary<string, VmxValue> values = new(StringComparer.OrdinalIgnoreCase);

    private VmxDictionary(string path, string text)
    {
        this.path = path;
        encoding = TextDecoder.DeclaredIn(text);
    }

    /// <summary>Keys and values in no order.</summary>
    public IEnumerable<KeyValuePair<string, VmxValue>> All => values;

    /// <exception cref="Errors.PassthroughException">InputMalformed: a line is no key and value, or a key stands
    /// twice.</exception>
    public static VmxDictionary Read(string path, string text, LostCharacters lost)
    {
        var dictionary = new VmxDictionary(path, text);
        using var reader = new StringReader(text);
        for (int number = 1; reader.ReadLine() is { } raw; number++)
        {
            var line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            int equals = line.IndexOf('=');
            var key = equals > 0 ? line.Substring(0, equals).TrimEnd() : "";
            if (line.IndexOf('\0') >= 0)
            {
                throw Malformed.At(
                    path, number,
                    "zeros stand here in place of text: the file was damaged, as by a crash; take an older copy (its name ends "
                    + "in ~)");
            }

            if (key.Length == 0)
                throw Malformed.At(path, number, $"key = \"value\" is expected and {Malformed.Quote(line)} is there");
            if (dictionary.values.ContainsKey(key))
                throw Malformed.At(path, number,
                    $"the key {Malformed.Quote(key)} stands twice; the hypervisor does not load such a file");
            var value = dictionary.Value(line.Substring(equals + 1).Trim(), number);
            lost.Look(key, number);
            lost.Look(value, number);
            dictionary.values.Add(key, new VmxValue(value, number));
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
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            && number >= least && number <= most
            ? number
            : throw Fault(key, FormattableString.Invariant($"a whole number from {least} to {most} is expected"));
    }

    /// <summary>Whether a key is TRUE; a missing one is not.</summary>
    /// <exception cref="Errors.PassthroughException">InputMalformed: it is neither TRUE nor FALSE.</exception>
    public bool Flag(string key) =>
        Text(key) is { } text && (VmxBoolean.Of(text) ?? throw Fault(key, "TRUE or FALSE is expected"));

    /// <summary>The error about a key's value.</summary>
    public Errors.PassthroughException Fault(string key, string what) => values.TryGetValue(key, out var value)
        ? Malformed.At(path, value.Line, $"{Malformed.Quote(key)} is {Malformed.Quote(value.Text)}; {what}")
        : Malformed.Whole(path, $"the key {Malformed.Quote(key)} is missing; {what}");

    private string Value(string text, int line)
    {
        if (text.Length == 0 || text[0] != '"') return WithoutEscapes(text.Split('#')[0].TrimEnd());
        int end = text.IndexOf('"', 1);
        if (end < 0)
        {
            throw Malformed.At(
                path, line,
                "the value's closing quote is missing; where a terminal broke the line, copy the file and not the window's text");
        }

        var rest = text.Substring(end + 1).TrimStart();
        if (rest.Length > 0 && rest[0] != '#')
            throw Malformed.At(path, line,
                $"{Malformed.Quote(rest)} stands behind the value; a quote inside a value is written |22");
        return WithoutEscapes(text.Substring(1, end - 1));
    }

    /// <summary>
    /// The bytes are looked at, since the second byte of a character may be that of |, which is escaped then too. What was lost
    /// before has no bytes.
    /// </summary>
    private string WithoutEscapes(string text)
    {
        bool isPlain = encoding.IsSingleByte || encoding is UTF8Encoding;
        if (isPlain && text.IndexOf(Escape) < 0) return text;
        var parts = text.Split(Lost);
        return string.Join(Lost.ToString(), parts.Select(Unescaped));
    }

    private string Unescaped(string text)
    {
        var used = encoding;
        var bytes = used.GetBytes(text);
        // a byte order mark overruled what it says
        if (used.GetString(bytes) != text) bytes = (used = Encoding.UTF8).GetBytes(text);
        int length = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            bool isEscape = bytes[i] == Escape && i + 2 < bytes.Length;
            int code = isEscape ? DigitOf(bytes[i + 1]) * 16 + DigitOf(bytes[i + 2]) : -1;
            if (code >= 0) i += 2;
            bytes[length++] = code >= 0 ? (byte)code : bytes[i];
        }

        return length == bytes.Length ? text : TextDecoder.WithoutUndefined(used, used.GetString(bytes, 0, length));
    }

    /// <summary>The value of a hexadecimal digit; of another byte so little that no digit beside it makes up for it.</summary>
    private static int DigitOf(byte digit) => (char)digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => -256,
    };
}
