using Newtonsoft.Json;

namespace PassthroughTools.State.Json;

/// <summary>Changes as they stand in the journal: an object whose one property says the kind and holds the record.</summary>
internal static class ChangeJson
{
    public static void Write(JsonTextWriter json, IEnumerable<Change> changes)
    {
        var records = new RecordWriter(json);
        json.WriteStartArray();
        foreach (var change in changes)
        {
            json.WriteStartObject();
            switch (change)
            {
                case ClusterPut put:
                    json.WritePropertyName("cluster");
                    records.Write(put.Cluster);
                    break;
                case HostPut put:
                    json.WritePropertyName("host");
                    records.Write(put.Host);
                    break;
                case DevicePut put:
                    json.WritePropertyName("hostId");
                    json.WriteValue(put.HostId);
                    json.WritePropertyName("device");
                    records.Write(put.Device);
                    break;
                case VMPut put:
                    json.WritePropertyName("vm");
                    records.Write(put.VM);
                    break;
                case VMRemoved removed:
                    json.WritePropertyName("removedVM");
                    json.WriteValue(removed.VMId);
                    break;
                case HostRemoved removed:
                    json.WritePropertyName("removedHost");
                    json.WriteValue(removed.HostId);
                    break;
                default:
                    throw new InvalidOperationException($"{change.GetType().Name} has no JSON form.");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>
    /// Reads changes, the opening bracket being the current token. What an older version kept and this one does not is left out.
    /// </summary>
    public static List<Change> Read(RecordReader reader) => [.. reader.Array(() => ReadOne(reader)).OfType<Change>()];

    private static Change? ReadOne(RecordReader reader)
    {
        Change? change = null;
        bool isRetired = false;
        string? hostId = null;
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            if (change is not null || isRetired) throw reader.Fault("a change has one record");
            switch (property)
            {
                case "cluster": change = new ClusterPut(reader.Cluster()); break;
                case "host": change = new HostPut(reader.Host()); break;
                case "hostId": hostId = reader.RequiredText(); break;
                case "device": change = new DevicePut(hostId ?? throw reader.Fault("hostId comes before device"),
                    reader.Device()); break;
                case "vm": change = new VMPut(reader.VM()); break;
                case "removedHost": change = new HostRemoved(reader.RequiredText()); break;
                case "removedVM": change = new VMRemoved(reader.RequiredText()); break;
                case RecordReader.RetiredSimulation:
                    reader.Skip();
                    isRetired = true;
                    break;
                default: throw reader.Unknown(property, "change");
            }
        }

        return isRetired ? null : change ?? throw reader.Fault("a change without a record");
    }
}
