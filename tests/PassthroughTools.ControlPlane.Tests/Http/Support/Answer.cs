using System.Text.Json;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>An answer as it came over the wire.</summary>
internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The media type without its parameters; null where there is none.</summary>
    public string? MediaType => this["Content-Type"]?.Split(';')[0];

    /// <summary>The body as JSON.</summary>
    public JsonElement Json => Parse(Body);

    /// <summary>The id of a problem.</summary>
    public string? ProblemId => Json.GetProperty("id").GetString();

    /// <summary>A header, its values joined by commas; null where there is none.</summary>
    public string? this[string header] => Headers.GetValueOrDefault(header);

    /// <summary>A JSON text, in which no property stands twice.</summary>
    public static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text, Strict);
        return document.RootElement.Clone();
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Status} {MediaType} {(Body.Length > 500 ? Body[..500] + "..." : Body)}");
}
