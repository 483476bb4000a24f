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
        var file = JsonSerializer.Deserialize<TokenFile>(utf8, Json) ?? throw new FormatException("it is empty");
        if (file.SchemaVersion > CurrentVersion) throw new NotSupportedException(FormattableString.Invariant($"its schema version {file.SchemaVersion} is newer than this server"));
        if (file.SchemaVersion < 1) throw new FormatException("its schema version is out of range");
        foreach (var token in file.Tokens) (token ?? throw new FormatException("a token is null")).Check();
        if (file.Tokens.GroupBy(static token => token.Id, StringComparer.Ordinal).FirstOrDefault(static group => group.Skip(1).Any()) is { } twice)
            throw new FormatException($"there are two tokens with the id '{twice.Key}'");
        return file.Tokens;
    }

    /// <summary>Writes the tokens: as a file to read, or without a line's end.</summary>
    public static void Write(Stream stream, IReadOnlyList<AccessToken> tokens, bool isIndented = true)
    {
        JsonSerializer.Serialize(stream, new TokenFile { SchemaVersion = CurrentVersion, Tokens = tokens }, isIndented ? Json
            : OneLine);
        if (isIndented) stream.WriteByte((byte)'\n');
    }
}
