using System.Text.Json;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>As much of JSON Schema (2020-12) as the OpenAPI document uses; a keyword that it does not know throws.</summary>
/// <param name="document">What references point into.</param>
internal sealed class SchemaValidator(JsonElement document)
{
    private static readonly string[] Words = ["description", "title", "default", "example", "examples", "discriminator"];

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>The schemas' properties that valid values had, as in "#/components/schemas/Host/id".</summary>
    public IReadOnlySet<string> Seen => seen;

    /// <summary>What is wrong with a value, each with its place; nothing where it is valid.</summary>
    public IReadOnlyList<string> Faults(JsonElement value, JsonElement schema, string schemaPlace = "#")
    {
        var check = new Check(this, []);
        check.Value(value, schema, "$", schemaPlace);
        if (check.Faults.Count == 0) seen.UnionWith(check.Seen);
        return check.Faults;
    }

    /// <summary>The schemas' keywords that are no more than words.</summary>
    public static bool IsWord(string keyword) =>
        Words.Contains(keyword, StringComparer.Ordinal) || keyword.StartsWith("x-", StringComparison.Ordinal);

    /// <summary>What a reference points to.</summary>
    public JsonElement Resolve(string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            throw new NotSupportedException($"The reference {reference} is not local.");
        var found = document;
        foreach (var part in reference[2..].Split('/').Select(
            static part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (!found.TryGetProperty(part, out found))
                throw new NotSupportedException($"The reference {reference} points nowhere.");
        }

        return found;
    }

    /// <summary>One value's check, or that of a branch that may turn out not to count.</summary>
    private sealed class Check(SchemaValidator validator, List<string> faults)
    {
        public List<string> Faults => faults;

        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

        public void Value(JsonElement value, JsonElement schema, string place, string schemaPlace)
        {
            if (schema.ValueKind is JsonValueKind.True) return;
            foreach (var keyword in schema.EnumerateObject())
            {
                switch (keyword.Name)
                {
                    case "$ref": Value(value, validator.Resolve(keyword.Value.GetString()!), place,
                        keyword.Value.GetString()!); break;
                    case "oneOf": OneOf(value, keyword.Value, place, schemaPlace); break;
                    case "anyOf": AnyOf(value, keyword.Value, place, schemaPlace); break;
                    case "properties": Properties(value, keyword.Value, place, schemaPlace); break;
                    case "additionalProperties": Others(value, schema, keyword.Value, place, schemaPlace); break;
                    case "items": Items(value, keyword.Value, place, schemaPlace); break;
                    default:
                        if (!IsWord(keyword.Name) && SchemaKeywords.Fault(value, keyword.Name, keyword.Value) is { } fault)
                            faults.Add($"{place}: {fault}");
                        break;
                }
            }
        }

        private void Properties(JsonElement value, JsonElement properties, string place, string schemaPlace)
        {
            if (value.ValueKind != JsonValueKind.Object) return;
            foreach (var property in properties.EnumerateObject())
            {
                if (!value.TryGetProperty(property.Name, out var given)) continue;
                Seen.Add($"{schemaPlace}/{property.Name}");
                Value(given, property.Value, $"{place}.{property.Name}", $"{schemaPlace}/{property.Name}");
            }
        }

        private void Others(JsonElement value, JsonElement schema, JsonElement others, string place, string schemaPlace)
        {
            if (value.ValueKind != JsonValueKind.Object) return;
            foreach (var given in value.EnumerateObject())
            {
                if (schema.TryGetProperty("properties", out var known) && known.TryGetProperty(given.Name, out _)) continue;
                if (others.ValueKind == JsonValueKind.False) faults.Add($"{place}: the property '{given.Name}' is not allowed");
                else Value(given.Value, others, $"{place}.{given.Name}", $"{schemaPlace}/*");
            }
        }

        private void Items(JsonElement value, JsonElement items, string place, string schemaPlace)
        {
            if (value.ValueKind != JsonValueKind.Array) return;
            int i = 0;
            foreach (var item in value.EnumerateArray())
                Value(item, items, FormattableString.Invariant($"{place}[{i++}]"), $"{schemaPlace}/[]");
        }

        private void OneOf(JsonElement value, JsonElement schemas, string place, string schemaPlace)
        {
            var branches = Branches(value, schemas, place, schemaPlace);
            int valid = branches.Count(static branch => branch.Faults.Count == 0);
            if (valid == 1) return;
            faults.Add(FormattableString.Invariant($"{place}: {valid} of the schemas of oneOf fit, and not one"));
            if (valid == 0) faults.AddRange(branches.MinBy(static branch => branch.Faults.Count)?.Faults ?? []);
        }

        private void AnyOf(JsonElement value, JsonElement schemas, string place, string schemaPlace)
        {
            var branches = Branches(value, schemas, place, schemaPlace);
            if (branches.Any(static branch => branch.Faults.Count == 0)) return;
            faults.Add($"{place}: none of the schemas of anyOf fits");
            faults.AddRange(branches.MinBy(static branch => branch.Faults.Count)?.Faults ?? []);
        }

        private List<Check> Branches(JsonElement value, JsonElement schemas, string place, string schemaPlace)
        {
            var branches = new List<Check>();
            foreach (var schema in schemas.EnumerateArray())
            {
                var branch = new Check(validator, []);
                branch.Value(value, schema, place, FormattableString.Invariant($"{schemaPlace}/{branches.Count}"));
                branches.Add(branch);
                if (branch.Faults.Count == 0) Seen.UnionWith(branch.Seen);
            }

            return branches;
        }
    }
}
