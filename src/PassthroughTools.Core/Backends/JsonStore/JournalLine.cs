using System.Globalization;
using System.Text;
using Newtonsoft.Json;
using PassthroughTools.State.Json;

namespace PassthroughTools.Backends.JsonStore;

/// <summary>
/// The lines of a journal: a head that says after which revision it begins, then one event a line. Each line is a JSON object
/// whose last property is a checksum over what stands before it.
/// </summary>
internal static class JournalLine
{
    /// <summary>The newest version of a journal that this program reads: the second has whose a request's key is.</summary>
    public const int Version = 2;

    /// <summary>The first version, which programs read that know no later one.</summary>
    public const int FirstVersion = 1;

    private const string EventHead = "{\"sequence\":", JournalHead = "{\"journal\":";
    private const string ChecksumHead = ",\"checksum\":\"";
    private const string ChecksumTail = "\"}";
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly int SealLength = ChecksumHead.Length + Checksum.Length + ChecksumTail.Length;

    /// <summary>The head of a journal that begins after a revision, with its line end.</summary>
    public static byte[] Head(long after, int version = FirstVersion) => Seal(json =>
    {
        json.WritePropertyName("journal");
        json.WriteValue(version);
        json.WritePropertyName("after");
        json.WriteValue(after);
    });

    /// <summary>An event's line, with its line end.</summary>
    /// <exception cref="EncoderFallbackException">A text in it holds half a surrogate pair.</exception>
    public static byte[] Of(InventoryEvent committed) => Seal(json => EventJson.WriteProperties(json, committed, hasScope: true));

    /// <summary>The first version of a journal that can have an event.</summary>
    public static int VersionOf(InventoryEvent committed) => committed.Request?.Scope is null ? FirstVersion : Version;

    /// <summary>Whether the bytes, without a line end, are a whole line with the right checksum.</summary>
    public static bool IsSealed(byte[] bytes, int offset, int count)
    {
        int seal = offset + count - SealLength;
        return count > SealLength
            && Checksum.Matches(bytes, seal, ChecksumHead)
            && Checksum.Matches(bytes, offset + count - ChecksumTail.Length, ChecksumTail)
            && Checksum.Matches(bytes, seal + ChecksumHead.Length, Checksum.Of(bytes, offset, count - SealLength));
    }

    /// <summary>The revision after which a journal begins, and its version, from its head.</summary>
    /// <exception cref="FormatException">The line is no journal's head.</exception>
    /// <exception cref="NotSupportedException">A newer version wrote the journal.</exception>
    public static (long After, int Version) ReadHead(byte[] bytes, int offset, int count)
    {
        if (!Checksum.Matches(bytes, offset, JournalHead)) throw new FormatException("it is no journal's head");
        using var json = Json(bytes, offset, count, out var reader);
        long? after = null;
        int? version = null;
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "journal": version = reader.Int(1, int.MaxValue); break;
                case "after": after = reader.Long(0, long.MaxValue / 2); break;
                case "checksum": break;
                default: throw reader.Unknown(property, "journal head");
            }
        }

        if (version > Version)
        {
            throw new NotSupportedException(string.Format(
                CultureInfo.InvariantCulture, "the journal has version {0}, and {1} is the newest known here", version, Version));
        }

        return version is { } read && after is { } begun ? (begun, read) : throw new FormatException("it is no journal's head");
    }

    /// <summary>The sequence number that an event's line begins with; -1 for another line.</summary>
    public static long SequenceOf(byte[] bytes, int offset, int count)
    {
        if (!Checksum.Matches(bytes, offset, EventHead)) return -1;
        long sequence = 0;
        for (int i = offset + EventHead.Length; i < offset + count && bytes[i] is >= (byte)'0' and <= (byte)'9'; i++)
            sequence = (sequence * 10) + (bytes[i] - '0');
        return sequence;
    }

    /// <summary>The event of a line.</summary>
    /// <exception cref="FormatException">The line is no event.</exception>
    /// <exception cref="JsonException">The line is no JSON.</exception>
    public static InventoryEvent Read(byte[] bytes, int offset, int count)
    {
        if (!Checksum.Matches(bytes, offset, EventHead)) throw new FormatException("it is no event");
        using var json = Json(bytes, offset, count, out var reader);
        return EventJson.Read(reader);
    }

    /// <summary>
    /// The idempotency key of an event's line; null where it has none. The changes, which come last, are not read.
    /// </summary>
    /// <exception cref="FormatException">The line is no event.</exception>
    /// <exception cref="JsonException">The line is no JSON.</exception>
    public static UsedKey? ReadKey(byte[] bytes, int offset, int count)
    {
        using var json = Json(bytes, offset, count, out var reader);
        long sequence = 0;
        DateTime time = default;
        string? actor = null;
        reader.Enter();
        while (reader.NextProperty() is { } property and not "changes")
        {
            switch (property)
            {
                case "sequence": sequence = reader.Long(1, long.MaxValue / 2); break;
                case "time": time = reader.Time(); break;
                case "actor": actor = reader.Text(); break;
                case "request":
                    var request = EventJson.Request(reader);
                    return request.Key is { } key ? new UsedKey(sequence, time, request.Scope ?? actor ?? "", key) : null;
                default: reader.Skip(); break;
            }
        }

        return null;
    }

    private static byte[] Seal(Action<JsonTextWriter> write)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.None, AutoCompleteOnClose = false,
            Culture = CultureInfo.InvariantCulture })
        {
            json.WriteStartObject();
            write(json);
        }

        var body = text.ToString();
        int length = Utf8.GetByteCount(body);
        var bytes = new byte[length + SealLength + 1];
        Utf8.GetBytes(body, 0, body.Length, bytes, 0);
        var seal = ChecksumHead + Checksum.Of(bytes, 0, length) + ChecksumTail + "\n";
        Encoding.ASCII.GetBytes(seal, 0, seal.Length, bytes, length);
        return bytes;
    }

    private static JsonTextReader Json(byte[] bytes, int offset, int count, out RecordReader reader)
    {
        var json = new JsonTextReader(new StreamReader(new MemoryStream(bytes, offset, count), Utf8));
        reader = new RecordReader(json);
        reader.Next();
        return json;
    }
}
