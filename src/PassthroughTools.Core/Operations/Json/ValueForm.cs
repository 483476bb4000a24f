using System.Reflection;
using Newtonsoft.Json;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.Operations.Json;

/// <summary>How the values of a type stand in an operation's JSON.</summary>
internal sealed class ValueForm
{
    /// <summary>How many parts the files of an import have together: an export of 64 MB has as many.</summary>
    private const long MaxParts = 7_000_000;

    private const int FileParts = 100, ObjectParts = 4;

    private static readonly Dictionary<Type, ValueForm> Forms = new()
    {
        [typeof(string)] = Of("""{"type":"string"}""", static reader => reader.Text(),
            static (json, value) => json.WriteValue(value)),
        [typeof(bool)] = Of("""{"type":"boolean"}""", static reader => reader.Flag(),
            static (json, value) => json.WriteValue(value)),
        [typeof(int)] = Of("""{"type":"integer","format":"int32"}""", static reader => reader.Int(int.MinValue, int.MaxValue),
            static (json, value) => json.WriteValue(value)),
        [typeof(long)] = Of("""{"type":"integer","format":"int64"}""", static reader => reader.Long(long.MinValue, long.MaxValue),
            static (json, value) => json.WriteValue(value)),
        [typeof(decimal)] = Of("""{"type":"number"}""", static reader => reader.Number(),
            static (json, value) => json.WriteValue(value)),
        [typeof(DateTime)] = Of(
            $$"""{"type":"string","format":"date-time","description":"{{JsonTime.Accepted}}"}""",
            static reader => reader.Time(),
            static (json, value) => json.WriteValue(JsonTime.Format(value))),
        [typeof(IReadOnlyList<PciAddress>)] = Of<IReadOnlyList<PciAddress>>(
            """{"type":"array","items":{"type":"string","description":"A PCI address, as in 0000:03:00.0."}}""",
            static reader => reader.Array(reader.Address),
            static (json, value) => WriteArray(json, value, address => json.WriteValue(address.ToString()))),
        [typeof(PciAddress)] = Of(
            """{"type":"string","description":"A PCI address, as in 0000:03:00.0."}""",
            static reader => reader.Address(),
            static (json, value) => json.WriteValue(value.ToString())),
        [typeof(IReadOnlyList<AllowedDevice>)] = Of<IReadOnlyList<AllowedDevice>>(
            """{"type":"array","items":{"type":"string","description":"A vendor and device ID, as in 10de:1eb8."}}""",
            static reader => reader.Array(reader.Allowed),
            static (json, value) => WriteArray(json, value, device => json.WriteValue(device.ToString()))),
        [typeof(SortedMap<string, string>)] = Of(
            $$$"""
            {"type":"object","additionalProperties":{"type":"string","maxLength":{{{VMValues.MaxTextLength}}}},
            "description":"Values by names of at most {{{VMValues.MaxLabelLength}}} characters."}
            """,
            static reader => reader.Map(),
            static (json, value) =>
            {
                json.WriteStartObject();
                foreach (var pair in value)
                {
                    json.WritePropertyName(pair.Key);
                    json.WriteValue(pair.Value);
                }

                json.WriteEndObject();
            }),
        [typeof(IReadOnlyList<Operation>)] = Of<IReadOnlyList<Operation>>(
            """{"type":"array","items":{"$ref":"#/components/schemas/Operation"}}""",
            static reader => reader.Array(() => OperationJson.Read(reader.Raw())),
            static (json, value) => WriteArray(json, value, part => json.WriteRawValue(OperationJson.Write(part)))),
        [typeof(IReadOnlyList<ImportFile>)] = Of<IReadOnlyList<ImportFile>>(
            """{"type":"array","items":{"type":"object","required":["path","text"],"additionalProperties":false,"""
            + """ "properties":{"path":{"type":"string"},"text":{"type":"string"}}}}""",
            ReadFiles,
            static (json, value) => WriteArray(json, value, file => WriteFile(json, file))),
    };

    private readonly Func<RecordReader, object?> read;
    private readonly Action<JsonTextWriter, object> write;

    private ValueForm(string schema, Func<RecordReader, object?> read, Action<JsonTextWriter, object> write)
    {
        Schema = schema;
        this.read = read;
        this.write = write;
    }

    /// <summary>The JSON schema of the values.</summary>
    public string Schema { get; }

    /// <summary>The form of a type's values; a nullable type has its values' form.</summary>
    public static ValueForm For(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Forms.TryGetValue(type, out var form)) return form;
        if (!type.IsEnum) throw new InvalidOperationException($"{type.Name} has no JSON form.");
        return (ValueForm)typeof(ValueForm).GetMethod(nameof(OfEnum),
            BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null)!;
    }

    /// <summary>Reads a value, which is the current token.</summary>
    /// <exception cref="FormatException">It is no such value.</exception>
    public object? Read(RecordReader reader) => read(reader);

    /// <summary>Writes a value.</summary>
    public void Write(JsonTextWriter json, object value) => write(json, value);

    private static ValueForm OfEnum<T>() where T : struct, Enum => Of(
        $$"""{"type":"string","enum":[{{string.Join(",", JsonName<T>.All.Select(static name => $"\"{name}\""))}}]}""",
        static reader => reader.Name<T>(),
        static (json, value) => json.WriteValue(JsonName<T>.Of(value)));

    private static ValueForm Of<T>(string schema, Func<RecordReader, T?> read, Action<JsonTextWriter, T> write) =>
        new(schema, reader => read(reader), (json, value) => write(json, (T)value));

    private static void WriteArray<T>(JsonTextWriter json, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray();
        foreach (var item in items) write(item);
        json.WriteEndArray();
    }

    private static IReadOnlyList<ImportFile> ReadFiles(RecordReader reader)
    {
        long parts = 0;
        return reader.Array(() =>
        {
            var (path, text) = ReadFile(reader);
            parts += PartsOf(text);
            return parts <= MaxParts ? new ImportFile(path, text) : throw new PassthroughException(
                ErrorId.RequestTooLarge,
                FormattableString.Invariant($"The files have more than {MaxParts / 1_000_000} million lines, fields and values. ")
                + "Nothing was imported. Import fewer files at a time.");
        });
    }

    /// <summary>
    /// About how many lines, fields and values a text has: each becomes an object, however short it is. A file counts as some.
    /// </summary>
    private static long PartsOf(string text)
    {
        long parts = FileParts;
        foreach (char c in text)
        {
            if (c == '{') parts += ObjectParts;
            else if (c is '\n' or '\r' or ',' or '[' or ':' or '<' or '=') parts++;
        }

        return parts;
    }

    private static (string Path, string Text) ReadFile(RecordReader reader)
    {
        string? path = null, text = null;
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "path": path = reader.RequiredText(); break;
                case "text": text = reader.Text(); break;
                default: throw reader.Unknown(property, "file");
            }
        }

        return (path ?? throw reader.Fault("a file needs the property 'path'"),
            text ?? throw reader.Fault("a file needs the property 'text'"));
    }

    private static void WriteFile(JsonTextWriter json, ImportFile file)
    {
        json.WriteStartObject();
        json.Property("path", file.Path);
        json.Property("text", file.Text);
        json.WriteEndObject();
    }
}
