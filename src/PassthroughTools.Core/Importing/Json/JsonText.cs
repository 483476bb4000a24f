using System;
using System.IO;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Files;

namespace PassthroughTools.Importing.Json;

/// <summary>Reads JSON into tokens that know their lines, within a bound on its depth.</summary>
internal static class JsonText
{
    private const int MaxDepth = 32;

    /// <exception cref="PassthroughException">InputMalformed.</exception>
    public static JToken Read(string path, string text)
    {
        try
        {
            using var json = new JsonTextReader(new StringReader(text)) { MaxDepth = MaxDepth, DateParseHandling = DateParseHandling.None };
            var root = JToken.Load(json, new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
            while (json.Read())
            {
                // Only comments may follow; anything else is a fault of the reader's.
            }

            return root;
        }
        catch (JsonReaderException e)
        {
            throw Malformed.At(path, Math.Max(e.LineNumber, 1), $"this is not valid JSON: {e.Message.TrimEnd('.')}", e);
        }
        catch (JsonException e)
        {
            throw Malformed.Whole(path, $"this is not valid JSON: {e.Message.TrimEnd('.')}", e);
        }
    }

    /// <summary>The line where a token stands, or 1 where it was not read from a file.</summary>
    public static int LineOf(JToken token) => token is IJsonLineInfo info && info.HasLineInfo() ? info.LineNumber : 1;
}
