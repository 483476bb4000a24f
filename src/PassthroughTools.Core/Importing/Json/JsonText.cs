using System;
using System.IO;
using System.Text.RegularExpressions;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PassthroughTools.Errors;
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

    /// <exception cref="UnrecognisedException">It is no JSON, and has none of the names that an inventory has.</exception>
    /// <exception cref="PassthroughException">InputMalformed: it is no JSON.</exception>
    public static JToken Read(InputSection section)
    {
        try
        {
            using var json = new JsonTextReader(new StringReader(section.Text)) { MaxDepth = MaxDepth, DateParseHandling = DateParseHandling.None };
            var root = JToken.Load(json, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
            while (json.Read())
            {
                // Only comments may follow; anything else is a fault of the reader's.
            }

            return root;
        }
        catch (JsonException e)
        {
            int line = Math.Max((e as JsonReaderException)?.LineNumber ?? 1, 1);
            var what = $"this is not valid JSON: {e.Message.TrimEnd('.')}";
            throw OwnName.IsMatch(section.Text.Substring(0, Math.Min(section.Text.Length, Beginning)))
                ? section.Fault(line, what, e)
                : new UnrecognisedException(section.LineInFile(line), what, cause: e);
        }
    }

    /// <summary>The line where a token stands, or 1 where it was not read from a file.</summary>
    public static int LineOf(JToken token) => token is IJsonLineInfo info && info.HasLineInfo() ? info.LineNumber : 1;
}
