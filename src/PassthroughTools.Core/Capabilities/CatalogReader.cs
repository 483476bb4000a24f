using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Capabilities;

/// <summary>Reads a catalog's JSON; what it cannot understand it refuses with the place.</summary>
internal static class CatalogReader
{
    private const int SchemaVersion = 1;
    private const int MaxMemoryGB = 65536;
    private static readonly string[] Bases = ["published", "observed", "derived"];
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
            using var reader = new JsonTextReader(text)
            {
                MaxDepth = 16,
                DateParseHandling = DateParseHandling.None,
                FloatParseHandling = FloatParseHandling.Decimal,
            };
            var root = JObject.Load(reader,
                new JsonLoadSettings { DuplicatePropertyNameHandling = DuplicatePropertyNameHandling.Error });
            while (reader.Read())
            {
                // To the end: the reader refuses what is no comment there.
            }

            Known(root, "schemaVersion", "sources", "technologies", "models", "alternatives");
            if (root["schemaVersion"] is not { } version) throw new FormatException("schemaVersion is missing");
            if (version is not JValue { Value: (long)SchemaVersion })
                throw Fault(version, $"this version reads schemaVersion {SchemaVersion}");
            var sources = Section(root, "sources")?.Properties()
                .ToDictionary(static source => source.Name, static source => Text(source.Value), StringComparer.Ordinal) ?? [];
            return new Catalog(
                Entries(root, "technologies", entry => ReadTechnology(entry, sources, definedIn)),
                Entries(root, "models", entry => ReadModel(entry, sources, definedIn)),
                Entries(root, "alternatives", entry => ReadAlternative(entry, sources, definedIn)),
                sources);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidCastException or ArgumentException
            or OverflowException)
        {
            throw new PassthroughException(
                ErrorId.InputMalformed,
                $"Catalog '{definedIn}' cannot be read: {e.Message.TrimEnd('.')}. Compare it with the entries that "
                + "Get-PassthroughCapability shows.",
                definedIn,
                e);
        }
    }

    private static List<T> Entries<T>(JObject root, string property, Func<JObject, T> read) where T : CatalogEntry
    {
        var entries = new List<T>();
        foreach (var token in List(root, property))
        {
            var entry = read(token as JObject ?? throw Fault(token, "an object is expected"));
            if (entries.Any(other => string.Equals(other.Key, entry.Key, StringComparison.OrdinalIgnoreCase)))
                throw Fault(token["key"]!, $"key '{entry.Key}' occurs twice");
            entries.Add(entry);
        }

        return entries;
    }

    private static TechnologyEntry ReadTechnology(JObject entry, Dictionary<string, string> sources, string definedIn)
    {
        Known(entry, "key", "name", "aliases", "kind", "since", "performance", "rdma", "sharing", "selectedBy", "source",
            "offers", "features");
        var features = Facts<PassthroughFeature>(Section(entry, "features"), "feature", fact => ReadFact(fact, sources));

        // The keys of older catalog files.
        var key = Required(entry, "key");
        if (key is "FixedDirectPath" or "DynamicDirectPath" or "EnhancedDirectPath")
            key = key.Substring(0, key.Length - "DirectPath".Length);
        return new TechnologyEntry(key, Required(entry, "name"), Required(entry, "kind"), features, definedIn)
        {
            Aliases = [.. List(entry, "aliases").Select(Text)],
            Since = Optional(entry, "since"),
            Performance = Optional(entry, "performance"),
            Rdma = Optional(entry, "rdma"),
            Sharing = Optional(entry, "sharing"),
            SelectedBy = Optional(entry, "selectedBy"),
            Source = Source(entry, "source", sources),
            Offers = SortedMap<TechnologyOffer, CatalogFact>.Create(
                [.. Facts<TechnologyOffer>(Section(entry, "offers"), "offer", fact => ReadFact(fact, sources))],
                Comparer<TechnologyOffer>.Default),
        };
    }

    private static ModelEntry ReadModel(JObject entry, Dictionary<string, string> sources, string definedIn)
    {
        Known(entry, "key", "name", "kind", "pciIds", "idSource", "memoryGB", "memorySource", "bar", "enhanced");
        var enhanced = Section(entry, "enhanced");
        if (enhanced is not null) Known(enhanced, "source", "features");
        var source = enhanced is null ? null : Source(enhanced, "source", sources);
        var features = Facts<PassthroughFeature>(enhanced is null ? null : Section(enhanced, "features"), "feature",
            fact => new CatalogFact(Value(fact), source ?? definedIn, null));
        return new ModelEntry(Required(entry, "key"), Required(entry, "name"), Required(entry, "kind"), features, definedIn)
        {
            PciIds = [.. List(entry, "pciIds").Select(Ids)],
            IdSource = Source(entry, "idSource", sources),
            MemoryGB = MemoryGB(entry["memoryGB"]),
            MemorySource = Source(entry, "memorySource", sources),
            Bar = Section(entry, "bar") is { } bar ? ReadBar(bar, sources, definedIn) : null,
        };
    }

    private static AlternativeEntry ReadAlternative(JObject entry, Dictionary<string, string> sources, string definedIn)
    {
        Known(entry, "key", "name", "aliases", "kind", "ended", "status", "keeps", "loses", "confidence", "sources");
        return new AlternativeEntry(Required(entry, "key"), Required(entry, "name"), Required(entry, "kind"), definedIn)
        {
            Aliases = [.. List(entry, "aliases").Select(Text)],
            HasEnded = entry["ended"] switch
            {
                null => false,
                JValue { Value: bool ended } => ended,
                var other => throw Fault(other, "true or false is expected"),
            },
            Status = Required(entry, "status"),
            Keeps = Optional(entry, "keeps"),
            Loses = Optional(entry, "loses"),
            Confidence = Optional(entry, "confidence"),
            Source = Sources(entry, sources, definedIn),
        };
    }

    private static string Sources(JObject entry, Dictionary<string, string> sources, string definedIn)
    {
        var named = List(entry, "sources").Select(source => Source(source, sources)).ToList();
        return named.Count == 0 ? definedIn : string.Join("; ", named);
    }

    private static DeviceBar ReadBar(JObject bar, Dictionary<string, string> sources, string definedIn)
    {
        Known(bar, "sizeGB", "basis", "otherGB", "publishedRegionGB", "publishedRegionForTwoGB", "note", "sources");
        return new DeviceBar
        {
            SizeGB = BarGB(bar["sizeGB"] ?? throw Fault(bar, "sizeGB is missing")),
            Basis = Basis(bar["basis"]),
            OtherGB = bar["otherGB"] is { } other ? BarGB(other) : null,
            PublishedRegionGB = RegionGB(bar["publishedRegionGB"]),
            PublishedRegionForTwoGB = RegionGB(bar["publishedRegionForTwoGB"]),
            Note = Optional(bar, "note"),
            Source = Sources(bar, sources, definedIn),
        };
    }

    private static int? RegionGB(JToken? token)
    {
        if (token is null) return null;
        var region = BarGB(token);
        return region < 1 ? throw Fault(token, "a whole number is expected") : (int)region;
    }

    /// <summary>A BAR's size is a power of two of bytes, and 16 at least (PCI Local Bus Specification 3.0, 6.2.5.1).</summary>
    private static decimal BarGB(JToken token)
    {
        decimal? size = token switch
        {
            JValue { Value: long whole } => whole,
            JValue { Value: decimal part } => part,
            _ => null,
        };
        if (size is > 0 and <= DeviceBar.MaxGB)
        {
            decimal bytes = size.Value * (1L << 30);
            if (bytes >= 16 && bytes == decimal.Truncate(bytes) && ((long)bytes & ((long)bytes - 1)) == 0) return size.Value;
        }

        throw Fault(token, $"a power of two up to {DeviceBar.MaxGB} is expected, such as 64 or 0.25");
    }

    private static BarBasis Basis(JToken? token) => token is null ? BarBasis.Stated : Array.IndexOf(Bases, Text(token)) switch
    {
        0 => BarBasis.Published,
        1 => BarBasis.Observed,
        2 => BarBasis.Derived,
        _ => throw Fault(token, $"one of {string.Join(", ", Bases)} is expected"),
    };

    private static Dictionary<T, CatalogFact> Facts<T>(JObject? map, string kind, Func<JToken, CatalogFact> read)
        where T : struct, Enum
    {
        var facts = new Dictionary<T, CatalogFact>();
        foreach (var property in map?.Properties() ?? [])
        {
            var names = Enum.GetNames(typeof(T));
            int index = Array.IndexOf(names, property.Name);
            if (index < 0) throw Fault(property, $"there is no {kind} '{property.Name}'; {kind}s are {string.Join(", ", names)}");
            facts[((T[])Enum.GetValues(typeof(T)))[index]] = read(property.Value);
        }

        return facts;
    }

    private static CatalogFact ReadFact(JToken token, Dictionary<string, string> sources)
    {
        var fact = token as JObject ?? throw Fault(token, "an object with value and source is expected");
        Known(fact, "value", "source", "note");
        return new CatalogFact(
            Value(fact["value"] ?? throw Fault(fact, "value is missing")),
            Source(fact, "source", sources) ?? throw Fault(fact, "source is missing"), Optional(fact, "note"));
    }

    private static string Value(JToken token) => token is JValue { Value: string value } && Array.IndexOf(Values, value) >= 0
        ? value
        : throw Fault(token, $"one of {string.Join(", ", Values)} is expected");

    private static AllowedDevice Ids(JToken token) => AllowedDevice.TryParse(Text(token), out var ids)
        ? ids
        : throw Fault(token, $"'{Text(token)}' is no vendor and device ID; write vendor:device in hexadecimal, as in 10de:1eb8");

    private static int? MemoryGB(JToken? token) => token switch
    {
        null or { Type: JTokenType.Null } => null,
        JValue { Value: long and >= 1 and <= MaxMemoryGB and var size } => (int)size,
        _ => throw Fault(token, $"a whole number from 1 to {MaxMemoryGB} is expected"),
    };

    private static string? Source(JObject entry, string property, Dictionary<string, string> sources) =>
        entry[property] is { } token ? Source(token, sources) : null;

    private static string Source(JToken token, Dictionary<string, string> sources) =>
        sources.TryGetValue(Text(token), out var citation)
            ? citation
            : throw Fault(token, $"'{Text(token)}' is not among the sources");

    private static string Required(JObject entry, string property) =>
        Optional(entry, property) is { Length: > 0 } text ? text : throw Fault(entry, $"{property} is missing");

    private static string? Optional(JObject entry, string property) => entry[property] is { } token ? Text(token) : null;

    private static string Text(JToken token) =>
        token is JValue { Value: string text } ? text : throw Fault(token, "text is expected");

    private static JObject? Section(JObject entry, string property) => entry[property] switch
    {
        null => null,
        JObject section => section,
        var other => throw Fault(other, "an object is expected"),
    };

    private static JArray List(JObject entry, string property) => entry[property] switch
    {
        null => [],
        JArray list => list,
        var other => throw Fault(other, "a list is expected"),
    };

    /// <summary>A misspelt property would be lost without a word.</summary>
    private static void Known(JObject entry, params string[] names)
    {
        var unknown = entry.Properties().FirstOrDefault(property => Array.IndexOf(names, property.Name) < 0);
        if (unknown is not null)
            throw Fault(unknown, $"there is no property '{unknown.Name}' here; there are {string.Join(", ", names)}");
    }

    private static FormatException Fault(JToken token, string what) => new(string.Format(
        CultureInfo.InvariantCulture, "line {0}{1}: {2}", ((IJsonLineInfo)token).LineNumber,
        token.Path.Length == 0 ? "" : $" ({token.Path})", what));
}
