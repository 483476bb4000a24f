using PassthroughTools.Inventory;

namespace PassthroughTools.Capabilities;

/// <summary>What is published of passthrough technologies and device models, each fact with its source.</summary>
public sealed class Catalog
{
    private readonly Lazy<Content> content;

    internal Catalog(
        IReadOnlyList<TechnologyEntry> technologies,
        IReadOnlyList<ModelEntry> models,
        IReadOnlyList<AlternativeEntry> alternatives,
        IReadOnlyDictionary<string, string> sources,
        IReadOnlyDictionary<AllowedDevice, ModelEntry>? bars = null)
    {
        var given = new Content(technologies, models, alternatives, sources, bars);
        content = new Lazy<Content>(() => given);
    }

    private Catalog(Func<Catalog> load) => content = new Lazy<Content>(() => load().content.Value);

    /// <summary>The catalog that ships with the module. It is read when it is first asked for something.</summary>
    public static Catalog BuiltIn { get; } = new(LoadBuiltIn);

    /// <summary>The technologies.</summary>
    public IReadOnlyList<TechnologyEntry> Technologies => content.Value.Technologies;

    /// <summary>The device models.</summary>
    public IReadOnlyList<ModelEntry> Models => content.Value.Models;

    /// <summary>Other ways, which are told of and never recommended.</summary>
    public IReadOnlyList<AlternativeEntry> Alternatives => content.Value.Alternatives;

    /// <summary>The publications that it cites, in full, by the short keys that its file has for them.</summary>
    public IReadOnlyDictionary<string, string> Sources => content.Value.Sources;

    /// <summary>The model of a vendor and device ID, or null.</summary>
    public ModelEntry? FindModel(PciId vendorId, PciId deviceId) =>
        content.Value.ModelsById.TryGetValue(new AllowedDevice(vendorId, deviceId), out var model) ? model : null;

    /// <summary>The entry that says what the largest BAR of a vendor and device ID maps, or null.</summary>
    internal ModelEntry? FindBar(PciId vendorId, PciId deviceId) =>
        content.Value.BarsById.TryGetValue(new AllowedDevice(vendorId, deviceId), out var model) ? model : null;

    /// <summary>The technology of a key, or null.</summary>
    public TechnologyEntry? FindTechnology(string key) =>
        content.Value.TechnologiesByKey.TryGetValue(key, out var entry) ? entry : null;

    /// <summary>
    /// This catalog with the entries of an administrator's file added: an entry with a known key takes that entry's place, and a
    /// PCI ID belongs to the model that names it last. What a device's BAR maps stays known where the added entry does not say.
    /// </summary>
    /// <exception cref="Errors.PassthroughException">InputMalformed: the file is no catalog; AccessDenied, FileNotFound: it
    /// cannot be read.</exception>
    public Catalog WithFile(string path) => With(CatalogReader.ReadFile(path));

    /// <summary>As <see cref="WithFile"/>, from a text.</summary>
    /// <param name="text">The catalog's JSON.</param>
    /// <param name="definedIn">What the entries are said to stand in.</param>
    /// <exception cref="Errors.PassthroughException">InputMalformed: the text is no catalog.</exception>
    internal Catalog With(TextReader text, string definedIn) => With(CatalogReader.Read(text, definedIn));

    private Catalog With(Catalog added) => new(
        Merge(Technologies, added.Technologies),
        Merge(Models, added.Models),
        Merge(Alternatives, added.Alternatives),
        Merge(Sources, added.Sources),
        content.Value.BarsById);

    private static Dictionary<string, string> Merge(IReadOnlyDictionary<string, string> own,
        IReadOnlyDictionary<string, string> added) =>
        own.Where(source => !added.ContainsKey(source.Key)).Concat(added)
            .ToDictionary(static source => source.Key, static source => source.Value, StringComparer.Ordinal);

    private static List<T> Merge<T>(IReadOnlyList<T> own, IReadOnlyList<T> added) where T : CatalogEntry
    {
        var merged = own.Where(
            entry => !added.Any(other => string.Equals(other.Key, entry.Key, StringComparison.OrdinalIgnoreCase))).ToList();
        merged.AddRange(added);
        return merged;
    }

    private static Catalog LoadBuiltIn()
    {
        using var stream = typeof(Catalog).Assembly.GetManifestResourceStream("catalog.json")!;
        using var reader = new StreamReader(stream);
        return CatalogReader.Read(reader, "built-in");
    }

    private sealed class Content
    {
        public Content(
            IReadOnlyList<TechnologyEntry> technologies,
            IReadOnlyList<ModelEntry> models,
            IReadOnlyList<AlternativeEntry> alternatives,
            IReadOnlyDictionary<string, string> sources,
            IReadOnlyDictionary<AllowedDevice, ModelEntry>? bars)
        {
            Sources = sources;
            Technologies = technologies;
            Models = models;
            Alternatives = alternatives;
            TechnologiesByKey = technologies.ToDictionary(static entry => entry.Key, StringComparer.OrdinalIgnoreCase);
            foreach (var bar in bars ?? new Dictionary<AllowedDevice, ModelEntry>()) BarsById[bar.Key] = bar.Value;
            foreach (var model in models)
            {
                foreach (var id in model.PciIds)
                {
                    ModelsById[id] = model;
                    if (model.Bar is not null) BarsById[id] = model;
                }
            }
        }

        public IReadOnlyList<TechnologyEntry> Technologies { get; }

        public IReadOnlyList<ModelEntry> Models { get; }

        public IReadOnlyList<AlternativeEntry> Alternatives { get; }

        public IReadOnlyDictionary<string, string> Sources { get; }

        public Dictionary<string, TechnologyEntry> TechnologiesByKey { get; }

        public Dictionary<AllowedDevice, ModelEntry> ModelsById { get; } = [];

        public Dictionary<AllowedDevice, ModelEntry> BarsById { get; } = [];
    }
}
