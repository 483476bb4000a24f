using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;

namespace PassthroughTools.Capabilities;

/// <summary>Reads a catalog's JSON; what it cannot understand it refuses with the place.</summary>
internal static class CatalogReader
{
    private const int SchemaVersion = 1;
    private static readonly string[] Values = ["yes", "no", "conditional", "limited", "unknown"];

    public static Catalog ReadFile(string path)
    {
        using var reader = new StringReader(InputFile.ReadText(path));
        return Read(reader, path);
    }

    /// <exception cref="PassthroughException">InputMalformed: the text is no catalog.</exception>
    public static Catalog Read(TextReader text, string definedIn)
    {
        try
        {
            using var reader = new JsonTextReader(text) { MaxDepth = 16, DateParseHandling = DateParseHandling.None };
            var root = JObject.Load(reader);
            int? version = root.Value<int?>("schemaVersion");
            if (version != SchemaVersion) throw new FormatException($"schemaVersion is {version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}; this version reads {SchemaVersion}");
            var sources = root["sources"]?.ToObject<Dictionary<string, string>>() ?? [];
            return new Catalog(
                Entries(root, "technologies", entry => ReadTechnology(entry, sources, definedIn)),
                Entries(root, "models", entry => ReadModel(entry, sources, definedIn)));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidCastException or ArgumentException or OverflowException)
        {
            throw new PassthroughException(
                ErrorId.InputMalformed,
                $"Catalog '{definedIn}' cannot be read: {e.Message.TrimEnd('.')}. Compare it with the entries that Get-PassthroughCapability shows.",
                definedIn,
                e);
        }
    }

    private static List<T> Entries<T>(JObject root, string property, Func<JObject, T> read) where T : CatalogEntry
    {
        var entries = new List<T>();
        foreach (var token in root[property] as JArray ?? [])
        {
            var entry = read(token as JObject ?? throw new FormatException($"{token.Path} is no object"));
            if (entries.Any(other => string.Equals(other.Key, entry.Key, StringComparison.OrdinalIgnoreCase)))
                throw new FormatException($"key '{entry.Key}' occurs twice in {property}");
            entries.Add(entry);
        }

        return entries;
    }

    private static TechnologyEntry ReadTechnology(JObject entry, Dictionary<string, string> sources, string definedIn)
    {
        var features = Features(entry["features"] as JObject, fact => ReadFact(fact, sources));
        return new TechnologyEntry(Required(entry, "key"), Required(entry, "name"), Required(entry, "kind"), features, definedIn)
        {
            Aliases = entry["aliases"]?.ToObject<string[]>() ?? [],
            Since = Optional(entry, "since"),
            Performance = Optional(entry, "performance"),
            Rdma = Optional(entry, "rdma"),
            Sharing = Optional(entry, "sharing"),
            SelectedBy = Optional(entry, "selectedBy"),
            Source = Source(entry, "source", sources),
        };
    }

    private static ModelEntry ReadModel(JObject entry, Dictionary<string, string> sources, string definedIn)
    {
        var enhanced = entry["enhanced"] as JObject;
        var source = enhanced is null ? null : Source(enhanced, "source", sources);
        var features = Features(enhanced?["features"] as JObject, fact => new CatalogFact(Value(fact), source ?? definedIn, null));
        int? memory = entry.Value<int?>("memoryGB");
        if (memory is < 1 or > 65536) throw new FormatException($"{entry.Path}.memoryGB is out of range");
        return new ModelEntry(Required(entry, "key"), Required(entry, "name"), Required(entry, "kind"), features, definedIn)
        {
            PciIds = [.. (entry["pciIds"]?.ToObject<string[]>() ?? []).Select(AllowedDevice.Parse)],
            IdSource = Source(entry, "idSource", sources),
            MemoryGB = memory,
            MemorySource = Source(entry, "memorySource", sources),
        };
    }

    private static Dictionary<PassthroughFeature, CatalogFact> Features(JObject? map, Func<JToken, CatalogFact> read)
    {
        var features = new Dictionary<PassthroughFeature, CatalogFact>();
        foreach (var property in map?.Properties() ?? [])
        {
            if (!Enum.TryParse(property.Name, out PassthroughFeature feature) || !Enum.IsDefined(typeof(PassthroughFeature), feature))
                throw new FormatException($"{property.Path}: there is no feature '{property.Name}'");
            features[feature] = read(property.Value);
        }

        return features;
    }

    private static CatalogFact ReadFact(JToken token, Dictionary<string, string> sources)
    {
        var fact = token as JObject ?? throw new FormatException($"{token.Path} is no object");
        return new CatalogFact(Value(fact["value"]), Source(fact, "source", sources) ?? throw new FormatException($"{fact.Path} has no source"), Optional(fact, "note"));
    }

    private static string Value(JToken? token)
    {
        var value = (token as JValue)?.Value as string;
        return Array.IndexOf(Values, value) >= 0
            ? value!
            : throw new FormatException($"{token?.Path ?? "a fact's value"} must be one of {string.Join(", ", Values)}");
    }

    private static string? Source(JObject entry, string property, Dictionary<string, string> sources)
    {
        if (Optional(entry, property) is not { } key) return null;
        return sources.TryGetValue(key, out var citation) ? citation : throw new FormatException($"{entry.Path}.{property}: '{key}' is not among the sources");
    }

    private static string Required(JObject entry, string property) =>
        Optional(entry, property) is { Length: > 0 } text ? text : throw new FormatException($"{entry.Path}.{property} is missing");

    private static string? Optional(JObject entry, string property) => entry[property] switch
    {
        null => null,
        JValue { Value: string text } => text,
        var other => throw new FormatException($"{other.Path} must be text"),
    };
}
