using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>The keywords of JSON Schema that look at a value alone.</summary>
internal static partial class SchemaKeywords
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>What a keyword finds wrong with a value, or null.</summary>
    /// <exception cref="NotSupportedException">The keyword, or its argument, is not known.</exception>
    public static string? Fault(JsonElement value, string keyword, JsonElement argument) => keyword switch
    {
        "type" => HasType(value, argument) ? null : $"it is {value.ValueKind} and not {argument.GetRawText()}",
        "const" => JsonElement.DeepEquals(value, argument) ? null : $"it is not {argument.GetRawText()}",
        "enum" => argument.EnumerateArray().Any(one => JsonElement.DeepEquals(value, one))
            ? null
            : $"{Excerpt(value)} is none of {argument.GetRawText()}",
        "required" => Missing(value, argument) is { } missing ? $"the property '{missing}' is missing" : null,
        "dependentRequired" => MissingBeside(value, argument) is { } missing
            ? $"the property '{missing}' is missing beside another"
            : null,
        "pattern" => value.ValueKind != JsonValueKind.String
            || Regex.IsMatch(value.GetString()!, argument.GetString()!, RegexOptions.CultureInvariant, Patience)
            ? null
            : $"{Excerpt(value)} does not fit {argument.GetString()}",
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= argument.GetInt32()
            ? null
            : $"{Excerpt(value)} is too short",
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length <= argument.GetInt32()
            ? null
            : $"{Excerpt(value)} is too long",
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= argument.GetInt32() ? null
            : "it has too many items",
        "maxProperties" => value.ValueKind != JsonValueKind.Object || value.GetPropertyCount() <= argument.GetInt32() ? null
            : "it has too many properties",
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= argument.GetDecimal()
            ? null
            : $"{value} is too small",
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= argument.GetDecimal()
            ? null
            : $"{value} is too large",
        "format" => HasFormat(value, argument.GetString()!) ? null : $"{Excerpt(value)} is no {argument.GetString()}",
        _ => throw new NotSupportedException($"The validator does not know the keyword '{keyword}'."),
    };

    private static bool HasType(JsonElement value, JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => HasType(value, one.GetString()))
        : HasType(value, type.GetString());

    private static bool HasType(JsonElement value, string? type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number
            && value.GetRawText().All(static c => char.IsAsciiDigit(c) || c == '-'),
        var other => throw new NotSupportedException($"The validator does not know the type '{other}'."),
    };

    private static bool HasFormat(JsonElement value, string format) => format switch
    {
        "int32" => value.ValueKind != JsonValueKind.Number || value.TryGetInt32(out _),
        "int64" => value.ValueKind != JsonValueKind.Number || value.TryGetInt64(out _),
        "date-time" => value.ValueKind != JsonValueKind.String
            || (DateTimeForm().IsMatch(value.GetString()!)
                && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _)),
        _ => throw new NotSupportedException($"The validator does not know the format '{format}'."),
    };

    private static string? Missing(JsonElement value, JsonElement names) => value.ValueKind != JsonValueKind.Object
        ? null
        : names.EnumerateArray().Select(static name => name.GetString()!)
            .FirstOrDefault(name => !value.TryGetProperty(name, out _));

    private static string? MissingBeside(JsonElement value, JsonElement names) => value.ValueKind != JsonValueKind.Object
        ? null
        : names.EnumerateObject().Where(name => value.TryGetProperty(name.Name, out _)).Select(name => Missing(value, name.Value))
            .FirstOrDefault(static missing => missing is not null);

    private static string Excerpt(JsonElement value) =>
        value.GetRawText() is { Length: > 80 } text ? text[..80] + "..." : value.GetRawText();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DateTimeForm();
}
