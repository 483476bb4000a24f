using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PassthroughTools.Files;

/// <summary>
/// Decodes text files: by their byte order mark, else by what they declare (xml's declaration, a .vmx's .encoding), else as
/// UTF-8. What is no text in that encoding becomes U+FFFD.
/// </summary>
internal static class TextDecoder
{
    private const int DeclaredWithin = 4096;

    /// <summary>.NET's own fallback for code pages is a question mark, which tells nobody that something was lost.</summary>
    private static readonly DecoderFallback Lost = new DecoderReplacementFallback("\ufffd");

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly Regex Undefined = new("[\u0080-\u009f\uf800-\uf8ff]", RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(30));

    private static readonly Regex Declaration = new(
        @"^\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*[""'](?<name>[^""'\r\n]{1,100})[""']"
        + @"|^[ \t]*\.encoding[ \t]*=[ \t]*""?(?<name>[^""\r\n#]{1,100})",
        RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.IgnoreCase,
        Limit);

    /// <summary>Names that .NET does not know, of ICU, of Java and of Windows.</summary>
    private static readonly Regex CodePage = new(
        @"^(?:x-)?(?:windows|cp|ms|ibm)[-_]?(?<number>\d{3,5})$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Limit);

    /// <summary>Where a name such as UTF8 or ISO8859-15 has lost its hyphen.</summary>
    private static readonly Regex LostHyphen = new("(?<=[A-Za-z])(?=[0-9])", RegexOptions.CultureInvariant, Limit);

    /// <summary>The text of a file's bytes.</summary>
    /// <param name="path">The path, for messages.</param>
    /// <param name="bytes">The bytes, or the first of them.</param>
    /// <exception cref="Errors.PassthroughException">
    /// InputMalformed: the platform lacks the encoding that the file declares.
    /// </exception>
    public static string Decode(string path, byte[] bytes)
    {
        var stream = new MemoryStream(bytes, writable: false);
        using var reader = new StreamReader(stream, Declared(path, bytes), detectEncodingFromByteOrderMarks: true);
        var text = reader.ReadToEnd();
        // what a crash or a copy of whole blocks leaves behind a file's end
        return WithoutUndefined(reader.CurrentEncoding, text).TrimEnd('\0');
    }

    /// <summary>
    /// What an encoding made of bytes, without the characters that .NET puts where the code page has none: a control character of
    /// the byte's number, as for 81 in windows-1252, or one for private use. Seen in .NET itself, which the tests ask.
    /// </summary>
    public static string WithoutUndefined(Encoding encoding, string text) =>
        encoding.IsSingleByte ? Undefined.Replace(text, "\ufffd") : text;

    /// <summary>
    /// Whether bytes are no text: they have zeros before their end, and no byte order mark of UTF-16 or UTF-32, whose text has
    /// them.
    /// </summary>
    public static bool IsBinary(byte[] bytes)
    {
        int zero = Array.IndexOf(bytes, (byte)0);
        return zero >= 0 && !HasMark(bytes) && (zero == 0 || Array.FindIndex(bytes, zero, static value => value != 0) >= 0);
    }

    /// <summary>
    /// The encoding that a decoded text says it was in: UTF-8 where it says nothing, or what is not known here.
    /// </summary>
    public static Encoding DeclaredIn(string text)
    {
        var match = Declaration.Match(text.Substring(0, Math.Min(text.Length, DeclaredWithin)));
        var encoding = match.Success ? Find(match.Groups["name"].Value.Trim()) : null;
        return encoding is null or UnicodeEncoding or UTF32Encoding ? Encoding.UTF8 : encoding;
    }

    private static bool HasMark(byte[] bytes) =>
        bytes.Length >= 4 && ((bytes[0], bytes[1]) is (0xff, 0xfe) or (0xfe, 0xff)
            || (bytes[0], bytes[1], bytes[2], bytes[3]) is (0, 0, 0xfe, 0xff));

    private static Encoding Declared(string path, byte[] bytes)
    {
        var start = Latin1(bytes);
        var match = Declaration.Match(start);
        if (!match.Success) return Encoding.UTF8;
        var name = match.Groups["name"].Value.Trim();
        if (name.Length == 0) return Encoding.UTF8;
        var encoding = Find(name);

        // A declaration that was read as ASCII is not in UTF-16, whatever it says: some tools save such text as UTF-8.
        if (encoding is UnicodeEncoding or UTF32Encoding) return Encoding.UTF8;
        var read = encoding?.GetString(Encoding.ASCII.GetBytes(match.Value));
        if (string.Equals(read, match.Value, StringComparison.Ordinal)) return encoding!;
        int line = 1;
        foreach (char c in start.Substring(0, match.Groups["name"].Index)) line += c == '\n' ? 1 : 0;
        var what = $"the encoding {Malformed.Quote(name)} is not known here; save the file as UTF-8, and say so in it";
        throw Malformed.At(path, line, what);
    }

    private static string Latin1(byte[] bytes)
    {
        int length = Math.Min(bytes.Length, DeclaredWithin);
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) text.Append((char)bytes[i]);
        return text.ToString();
    }

    private static Encoding? Find(string name) =>
        Known(Wider(name) ?? name)
        ?? (CodePage.Match(name) is { Success: true } match ? Known(match.Groups["number"].Value) : null)
        ?? Known(LostHyphen.Replace(name.Replace('_', '-'), "-"));

    /// <summary>
    /// The code page that Windows writes under the name of a standard that has less: EUC-KR without the syllables that code page
    /// 949 adds, ISO-8859-1 with control characters for a euro sign and quotes. Source: the Encoding Standard
    /// (encoding.spec.whatwg.org), "Names and labels", which reads them so too.
    /// </summary>
    private static string? Wider(string name) => name.Replace("-", "").Replace("_", "").ToUpperInvariant() switch
    {
        "WINDOWS31J" or "SJIS" => "932",
        "EUCKR" or "KSC5601" or "KSX1001" => "949",
        "EUCJP" => "euc-jp",
        "GB2312" or "EUCCN" => "936",
        "ISO88591" or "LATIN1" => "1252",
        "ISO88599" or "LATIN5" => "1254",
        "ISO885911" or "TIS620" => "874",
        _ => null,
    };

    private static Encoding? Known(string name)
    {
        bool isNumber = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        foreach (var provider in new[] { null, CodePages() })
        {
            try
            {
                var found = provider is null
                    ? isNumber
                        ? Encoding.GetEncoding(number, EncoderFallback.ReplacementFallback, Lost)
                        : Encoding.GetEncoding(name, EncoderFallback.ReplacementFallback, Lost)
                    : isNumber
                        ? provider.GetEncoding(number, EncoderFallback.ReplacementFallback, Lost)
                        : provider.GetEncoding(name, EncoderFallback.ReplacementFallback, Lost);
                if (found is not null) return found;
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                // The next one may have it.
            }
        }

        return null;
    }

    /// <summary>
    /// The code pages that .NET has without naming them in netstandard2.0: asked for here and not registered, since that would
    /// change the whole process. Windows PowerShell has them all.
    /// </summary>
    private static EncodingProvider? CodePages() =>
        Type.GetType("System.Text.CodePagesEncodingProvider, System.Text.Encoding.CodePages", throwOnError: false)
            ?.GetProperty("Instance")?.GetValue(null) as EncodingProvider;
}
