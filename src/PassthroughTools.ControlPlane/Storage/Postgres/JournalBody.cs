using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using PassthroughTools.Backends;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>An event as the text of the journal's column body.</summary>
internal static class JournalBody
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Writes an event.</summary>
    /// <exception cref="EncoderFallbackException">A text in it holds half a surrogate pair.</exception>
    public static string Write(InventoryEvent committed)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.None,
            Culture = CultureInfo.InvariantCulture }) EventJson.Write(json, committed);
        var body = text.ToString();
        Utf8.GetByteCount(body);
        return body;
    }

    /// <summary>Reads an event.</summary>
    /// <exception cref="FormatException">The text is no event.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static InventoryEvent Read(string body) => Read(new StringReader(body));

    /// <summary>As above, of a text that is read as it comes.</summary>
    public static InventoryEvent Read(TextReader body)
    {
        using var json = new JsonTextReader(body);
        var reader = new RecordReader(json);
        reader.Next();
        return EventJson.Read(reader);
    }
}
