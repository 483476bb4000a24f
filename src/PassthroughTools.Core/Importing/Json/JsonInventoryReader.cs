using Newtonsoft.Json.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.State.Json;

namespace PassthroughTools.Importing.Json;

/// <summary>
/// Reads a document of the store's shape: what <c>Export-PassthroughInventory</c> wrote, a store itself, or one written by hand
/// with some properties only. The objects are taken apart later, when they are merged.
/// </summary>
internal static class JsonInventoryReader
{
    private static readonly string[] OwnProperties = ["schemaVersion", "clusters", "hosts", "vms"];

    /// <summary>Whether a document has a store's version, or nothing but what a store has, be it wrong.</summary>
    public static bool IsInventory(JToken root) =>
        root is JObject { Count: > 0 } document
        && (document["schemaVersion"] is not null
            || document.Properties().All(static property => OwnProperties.Contains(property.Name, StringComparer.Ordinal)));

    /// <exception cref="PassthroughException">InputMalformed; InputVersionUnsupported: a newer version wrote it.</exception>
    public static JsonInventory Read(string path, JObject root)
    {
        IReadOnlyList<JObject> clusters = [], hosts = [], vms = [];
        bool hasVersion = false;
        foreach (var property in root.Properties())
        {
            switch (property.Name)
            {
                case "schemaVersion":
                    CheckVersion(path, property.Value);
                    hasVersion = true;
                    break;
                case "clusters": clusters = Objects(path, property); break;
                case "hosts": hosts = Objects(path, property); break;
                case "vms": vms = Objects(path, property); break;
                // of the store that it was exported from
                case "revision" or "nextId" or RecordReader.RetiredSimulation or "checksum": break;
                default:
                    var others = PropertyList.Of(OwnProperties, property.Name);
                    throw Malformed.At(path, JsonText.LineOf(property),
                        $"a store has no property {Malformed.Quote(property.Name)}{others}");
            }
        }

        return hasVersion
            ? new JsonInventory(path, clusters, hosts, vms)
            : throw Malformed.Whole(path, "the property 'schemaVersion' is missing");
    }

    private static void CheckVersion(string path, JToken value)
    {
        if (value is JValue { Type: JTokenType.Integer, Value: long version and >= 1 })
        {
            if (version == InventoryJson.SchemaVersion) return;
            throw new PassthroughException(
                ErrorId.InputVersionUnsupported,
                FormattableString.Invariant($"File '{path}' has schemaVersion {version}; this version of PassthroughTools ")
                + FormattableString.Invariant(
                    $"reads {InventoryJson.SchemaVersion}. Update the module: Update-Module PassthroughTools"),
                path);
        }

        throw Malformed.At(path, JsonText.LineOf(value),
            FormattableString.Invariant($"schemaVersion must be {InventoryJson.SchemaVersion}"));
    }

    private static List<JObject> Objects(string path, JProperty property)
    {
        if (property.Value is not JArray array)
            throw Malformed.At(path, JsonText.LineOf(property), $"{property.Name} must be an array");
        var objects = new List<JObject>(array.Count);
        foreach (var item in array)
            objects.Add(item as JObject
                ?? throw Malformed.At(path, JsonText.LineOf(item), $"each of {property.Name} must be an object"));
        return objects;
    }
}
