using System.Text.Json;
using System.Text.Json.Serialization;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>The document in a file of tokens. It is read to the letter: what is not understood is damage.</summary>
internal sealed record TokenFile
{
    private const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        MaxDepth = 8,
        WriteIndented = true,
        NewLine = "\n",
    };

    private static readonly JsonSerializerOptions OneLine = new(Json) { WriteIndented = false };

    /// <summary>The version of the document's shape.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The tokens in the order in which they were made.</summary>
    public required IReadOnlyList<AccessToken> Tokens { get; init; }

    /// <summary>Reads the tokens.</summary>
    /// <exception cref="JsonException">It is no such document.</exception>
    /// <exception cref="FormatException">A value in it is out of its range.</exception>
    /// <exception cref="NotSupportedException">A newer version wrote it.</exception>
    public static IReadOnlyList<AccessToken> Read(ReadOnlySpan<byte> utf8)
    {
        // Before the rest, which a newer version may have of another form.
        if (VersionOf(utf8) is > CurrentVersion and var version)
        {
            throw new NotSupportedException(FormattableString.Invariant(
                $"a newer version wrote it: its schema version is {version}, not {CurrentVersion}. Nothing was changed"));
        }

        var file = JsonSerializer.Deserialize<TokenFile>(utf8, Json) ?? throw new FormatException("it is empty");
        if (file.SchemaVersion < 1) throw new FormatException("its schema version is out of range");
        foreach (var token in file.Tokens) (token ?? throw new FormatException("a token is null")).Check();
        if (file.Tokens.GroupBy(static token => token.Id, StringComparer.Ordinal)
            .FirstOrDefault(static group => group.Skip(1).Any()) is { } twice)
            throw new FormatException($"there are two tokens with the id '{twice.Key}'");
        return file.Tokens;
    }

    /// <summary>The version that a document tells; null where it tells none.</summary>
    private static long? VersionOf(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Json.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isVersion = reader.ValueTextEquals("schemaVersion"u8);
            if (!reader.Read()) return null;
            if (!isVersion) reader.Skip();
            else if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out long version)) return version;
            else return null;
        }

        return null;
    }

    /// <summary>Writes the tokens: as a file to read, or without a line's end.</summary>
    public static void Write(Stream stream, IReadOnlyList<AccessToken> tokens, bool isIndented = true)
    {
        JsonSerializer.Serialize(stream, new TokenFile { SchemaVersion = CurrentVersion, Tokens = tokens }, isIndented ? Json
            : OneLine);
        if (isIndented) stream.WriteByte((byte)'\n');
    }
}
