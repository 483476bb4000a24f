using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Importing.Input;

namespace PassthroughTools.Importing.Json;

/// <summary>Reads JSON into tokens that know their lines, within a bound on its depth.</summary>
internal static class JsonText
{
    private const int MaxDepth = 32;
    private const int Beginning = 4096;

    /// <summary>What an inventory has near its beginning, so that a fault in it is worth telling.</summary>
    private static readonly Regex OwnName = new(
        @"""(?:schemaVersion|clusters|hosts|vms|Address|Vendor ?ID|Device ?ID)""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        TimeSpan.FromSeconds(5));

    /// <summary>Whether a beginning has a name that an inventory has.</summary>
    public static bool HasOwnName(string beginning) => OwnName.IsMatch(beginning);

    /// <exception cref="UnrecognisedException">It is no JSON, and has none of the names that an inventory has.</exception>
    /// <exception cref="PassthroughException">InputMalformed: it is no JSON.</exception>
    public static JToken Read(InputSection section)
    {
        using var json = new JsonTextReader(new StringReader(section.Text)) { MaxDepth = MaxDepth,
            DateParseHandling = DateParseHandling.None };
        JToken? root = null;
        try
        {
            root = JToken.Load(json,
                new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
            while (json.Read())
            {
                // Only comments may follow; anything else is a fault of the reader's.
            }

            return root;
        }
        catch (JsonException e)
        {
            var reader = e as JsonReaderException;
            int line = Math.Max(reader?.LineNumber ?? 1, 1), column = Math.Max(reader?.LinePosition ?? 1, 1);
            var what = FormattableString.Invariant($"near column {column}, ")
                + Words(section.Text, json, root is not null, line, column) + section.Broken();
            throw HasOwnName(section.Text.Substring(0, Math.Min(section.Text.Length, Beginning)))
                ? section.Fault(line, what, e)
                : new UnrecognisedException(section.LineInFile(line), what, cause: e);
        }
    }

    /// <summary>What is wrong, in words of our own: the reader's speak of its states.</summary>
    private static string Words(string text, JsonTextReader json, bool isComplete, int line, int column)
    {
        if (isComplete)
        {
            var rest = At(text, line, column).Trim();
            return rest.Length > 0 && rest[0] is '{' or '['
                ? "another JSON value begins and a file has one; give one array of all objects, in brackets and with commas "
                    + "between"
                : $"the JSON has ended and more follows, which is none: {Malformed.Quote(rest)}; remove it";
        }

        var name = json.TokenType == JsonToken.PropertyName ? json.Value : null;
        if (json.Depth >= MaxDepth)
            return FormattableString.Invariant($"the JSON is nested deeper than {MaxDepth} levels, which no inventory is");
        if (name is not null && IsReadable(json))
            return $"the property {Malformed.Quote((string)name!)} stands twice in one object";
        var at = At(text, line, column).Trim();
        return at.Length <= 1 && text.TrimEnd().EndsWith(at, StringComparison.Ordinal) && IsLastLine(text, line)
            ? "the JSON ends before its last bracket or quote is closed; the file may have been cut off"
            : $"the line is not valid JSON from about here on: {Malformed.Quote(at)}";
    }

    /// <summary>A line from a column on, which the reader counts now from 0 and now from 1.</summary>
    private static string At(string text, int line, int column)
    {
        using var lines = new StringReader(text);
        string? at = null;
        for (int i = 0; i < line; i++) at = lines.ReadLine();
        return at?.Substring(Math.Min(column - 1, at.Length)) ?? "";
    }

    private static bool IsLastLine(string text, int line)
    {
        using var lines = new StringReader(text.TrimEnd());
        for (int i = 0; i < line; i++) lines.ReadLine();
        return lines.ReadLine() is null;
    }

    /// <summary>Whether what the reader stands at was refused for what it says, and can be read.</summary>
    private static bool IsReadable(JsonTextReader json)
    {
        try
        {
            return json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The line where a token stands, or 1 where it was not read from a file.</summary>
    public static int LineOf(JToken token) => token is IJsonLineInfo info && info.HasLineInfo() ? info.LineNumber : 1;
}
