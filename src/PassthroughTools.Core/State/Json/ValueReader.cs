using System.Globalization;
using Newtonsoft.Json;
using PassthroughTools.Inventory;

namespace PassthroughTools.State.Json;

/// <summary>
/// Reads values from JSON as a stream. Strict: a wrong type or a value out of range is a <see cref="FormatException"/> with the
/// place.
/// </summary>
internal class ValueReader
{
    private readonly JsonTextReader json;
    private readonly Dictionary<string, string> interned = new(StringComparer.Ordinal);

    public ValueReader(JsonTextReader json)
    {
        this.json = json;
        json.MaxDepth = 32;
        json.DateParseHandling = DateParseHandling.None;
        json.FloatParseHandling = FloatParseHandling.Double;
        json.PropertyNameTable = PropertyNames.Instance;
    }

    /// <summary>Goes to the next token; the end of the text is a fault.</summary>
    public JsonToken Next()
    {
        do
        {
            if (!json.Read()) throw Fault("the text ends too early");
        }
        while (json.TokenType == JsonToken.Comment);

        return json.TokenType;
    }

    /// <summary>Passes over the current value.</summary>
    public void Skip() => json.Skip();

    /// <summary>The current value as a text of its own.</summary>
    public string Raw()
    {
        if (json.TokenType != JsonToken.StartObject) throw Fault("an object is expected");
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var copy = new JsonTextWriter(text) { Formatting = Formatting.None, Culture = CultureInfo.InvariantCulture })
            copy.WriteToken(json);
        return text.ToString();
    }

    /// <summary>Enters an object whose opening brace is the current token.</summary>
    public void Enter()
    {
        if (json.TokenType != JsonToken.StartObject) throw Fault("an object is expected");
    }

    /// <summary>The next property's name, its value being the current token; null at the object's end.</summary>
    public string? NextProperty()
    {
        if (Next() == JsonToken.EndObject) return null;
        var name = (string)json.Value!;
        Next();
        return name;
    }

    public List<T> Array<T>(Func<T> read)
    {
        if (json.TokenType != JsonToken.StartArray) throw Fault("an array is expected");
        var items = new List<T>();
        while (Next() != JsonToken.EndArray) items.Add(read());
        return items;
    }

    public string? Text() => json.TokenType switch
    {
        JsonToken.String => (string)json.Value!,
        JsonToken.Null => null,
        _ => throw Fault("text is expected"),
    };

    public string RequiredText() => Text() is { Length: > 0 } text ? text : throw Fault("text is expected");

    public long Long(long least, long most) =>
        json.TokenType == JsonToken.Integer && json.Value is long value && value >= least && value <= most
        ? value
        : throw Fault(FormattableString.Invariant($"a whole number from {least} to {most} is expected"));

    /// <summary>Text that many records share, kept once.</summary>
    protected string? SharedText()
    {
        if (Text() is not { } text) return null;
        if (interned.TryGetValue(text, out var known)) return known;
        interned.Add(text, text);
        return text;
    }

    public int Int(int least, int most) => (int)Long(least, most);

    /// <summary>A number, whole or not, as far as a decimal holds it.</summary>
    public decimal Number() => json.Value switch
    {
        long whole => whole,
        double number when Math.Abs(number) < 1e15 => (decimal)number,
        _ => throw Fault("a number is expected"),
    };

    /// <summary>A size: a number from 0 on, whole or not.</summary>
    protected decimal? OptionalSize() =>
        json.TokenType == JsonToken.Null ? null : Number() is >= 0 and var size ? size
            : throw Fault("a number from 0 on is expected");

    protected long? OptionalLong(long least, long most) => json.TokenType == JsonToken.Null ? null : Long(least, most);

    protected T? OptionalName<T>() where T : struct, Enum => json.TokenType == JsonToken.Null ? null : Name<T>();

    protected T? Optional<T>(Func<T> read) where T : class => json.TokenType == JsonToken.Null ? null : read();

    protected int? OptionalInt(int least, int most) => json.TokenType == JsonToken.Null ? null : Int(least, most);

    public bool Flag() => json.TokenType == JsonToken.Boolean ? (bool)json.Value! : throw Fault("true or false is expected");

    protected bool? OptionalFlag() => json.TokenType == JsonToken.Null ? null : Flag();

    protected PciId Id() =>
        PciId.TryParse(Text(), out var id) ? id : throw Fault("a PCI identifier such as \"0x10de\" is expected");

    protected Guid? OptionalUuid()
    {
        if (Text() is not { } text) return null;
        return Guid.TryParseExact(text, "D", out var uuid)
            ? uuid
            : throw Fault("a UUID such as \"564d3f2a-0b1c-4d5e-8f90-a1b2c3d4e5f6\" is expected");
    }

    public PciAddress Address() =>
        PciAddress.TryParse(Text(), out var address)
            ? address
            : throw Fault("a PCI address such as \"0000:03:00.0\" is expected");

    protected PciAddress? OptionalAddress() => json.TokenType == JsonToken.Null ? null : Address();

    public AllowedDevice Allowed() =>
        AllowedDevice.TryParse(Text(), out var allowed)
            ? allowed
            : throw Fault("a vendor and device ID such as \"10de:1eb8\" is expected");

    public DateTime Time() => JsonTime.TryParse(Text(), out var time)
        ? time
        : throw Fault("a time in ISO 8601 with Z or an offset is expected, as in 2026-11-28T10:00:00Z");

    public T Name<T>() where T : struct, Enum
    {
        if (JsonName<T>.TryParse(Text(), out var value)) return value;
        var what = $"one of {string.Join(", ", JsonName<T>.All)} is expected";
        throw json.TokenType == JsonToken.String ? new NewerFormException(Place(what)) : Fault(what);
    }

    public SortedMap<string, string> Map()
    {
        Enter();
        var entries = new List<KeyValuePair<string, string>>();
        while (NextProperty() is { } key) entries.Add(new(key, Text() ?? throw Fault("text is expected")));
        return SortedMap<string, string>.TryCreate(entries, StringComparer.OrdinalIgnoreCase, out var map, out var twice)
            ? map
            : throw Fault($"'{twice}' occurs twice");
    }

    /// <summary>A fault at the current token.</summary>
    public FormatException Fault(string what) => new(Place(what));

    /// <summary>A property that the format does not have.</summary>
    /// <param name="property">The property.</param>
    /// <param name="kind">What the object is.</param>
    /// <param name="record">Its record, whose properties are listed; null for what nobody writes by hand.</param>
    public FormatException Unknown(string property, string kind, Type? record = null) =>
        new NewerFormException(
            Place($"a {kind} has no property '{property}'{(record is null ? "" : PropertyList.Of(record, property))}"));

    /// <summary>A property that is not there and has to be.</summary>
    public FormatException Missing(string kind, string property) => Fault($"a {kind} needs the property '{property}'");

    private string Place(string what) => string.Format(
        CultureInfo.InvariantCulture, "line {0}, position {1}{2}: {3}", json.LineNumber, json.LinePosition, json.Path.Length > 0
            ? $" ({json.Path})" : "", what);
}
