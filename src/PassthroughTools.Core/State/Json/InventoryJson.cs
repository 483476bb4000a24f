using System.Globalization;
using Newtonsoft.Json;
using PassthroughTools.Capabilities;

namespace PassthroughTools.State.Json;

/// <summary>
/// The store's document: schemaVersion, revision, nextId, clusters, hosts, vms, and a checksum over what stands before it.
/// </summary>
internal static class InventoryJson
{
    public const int SchemaVersion = 1;

    /// <summary>Writes a state as a document for the network: without a checksum, in one line.</summary>
    public static void Write(TextWriter text, InventoryState state)
    {
        using var json = new JsonTextWriter(text) { Formatting = Formatting.None, CloseOutput = false,
            Culture = CultureInfo.InvariantCulture };
        WriteProperties(json, state);
        json.WriteEndObject();
    }

    /// <summary>Writes a state as a readable document, its last line the checksum.</summary>
    public static void Write(TextWriter text, InventoryState state, Func<string> checksum)
    {
        text.NewLine = "\n";
        using var json = new JsonTextWriter(text) { Formatting = Formatting.Indented, Indentation = 1, CloseOutput = false,
            Culture = CultureInfo.InvariantCulture };
        WriteProperties(json, state);
        json.Flush();
        var sum = checksum();
        json.WritePropertyName("checksum");
        json.WriteValue(sum);
        json.WriteEndObject();
        json.Flush();
        text.Write('\n');
    }

    /// <summary>Reads a document. The checksum is the caller's to compare, since it is over bytes.</summary>
    /// <exception cref="FormatException">The text is no such document, or its records do not fit together; the message says
    /// where.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="NotSupportedException">A newer version wrote it.</exception>
    public static InventoryState Read(TextReader text, Catalog catalog, string origin, out string? checksum)
    {
        checksum = null;
        using var json = new JsonTextReader(text);
        var reader = new RecordReader(json);
        long? version = null;
        long revision = 0, nextId = 1;
        List<ClusterRecord> clusters = [];
        List<HostRecord> hosts = [];
        List<VMRecord> vms = [];
        reader.Next();
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "schemaVersion":
                    version = reader.Long(0, int.MaxValue);
                    if (version > SchemaVersion)
                        throw new NotSupportedException(
                            string.Format(CultureInfo.InvariantCulture,
                                "schemaVersion is {0}; this version of PassthroughTools reads {1}", version, SchemaVersion));
                    if (version < 1) throw reader.Fault("schemaVersion counts from 1");
                    break;
                case "revision": revision = reader.Long(0, long.MaxValue / 2); break;
                case "nextId": nextId = reader.Long(1, 1L << 53); break;
                case RecordReader.RetiredSimulation: json.Skip(); break;
                case "clusters": clusters = reader.Array(reader.Cluster); break;
                case "hosts": hosts = reader.Array(reader.Host); break;
                case "vms": vms = reader.Array(reader.VM); break;
                case "checksum": checksum = reader.RequiredText(); break;
                default: throw reader.Unknown(property, "store");
            }
        }

        if (version is null) throw new FormatException("the property 'schemaVersion' is missing");
        while (json.Read())
        {
            if (json.TokenType != JsonToken.Comment) throw reader.Fault("text stands after the end of the document");
        }

        return InventoryState.Create(catalog, origin, revision, nextId, clusters, hosts, vms);
    }

    private static void WriteProperties(JsonTextWriter json, InventoryState state)
    {
        json.WriteStartObject();
        json.WritePropertyName("schemaVersion");
        json.WriteValue(SchemaVersion);
        json.WritePropertyName("revision");
        json.WriteValue(state.Revision);
        json.WritePropertyName("nextId");
        json.WriteValue(state.NextId);
        new RecordWriter(json).WriteInventory(state);
    }
}
