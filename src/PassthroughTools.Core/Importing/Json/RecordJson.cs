using System.Globalization;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.Importing.Json;

/// <summary>
/// Records as JSON objects and back, by the store's own reader and writer: so an import merges objects and compares records
/// without a second list of their properties.
/// </summary>
internal static class RecordJson
{
    public static JObject Of(ClusterRecord cluster) => Written(writer => writer.Write(cluster));

    public static JObject Of(HostRecord host) => Written(writer => writer.Write(host));

    public static JObject Of(PciDeviceRecord device) => Written(writer => writer.Write(device));

    public static JObject Of(VMRecord vm) => Written(writer => writer.Write(vm));

    /// <exception cref="FormatException">A property is unknown or its value is not what the store takes.</exception>
    public static ClusterRecord Cluster(JObject json) => Read(json, static reader => reader.Cluster());

    /// <exception cref="FormatException">A property is unknown or its value is not what the store takes.</exception>
    /// <exception cref="ArgumentException">A key of a map stands there twice.</exception>
    public static HostRecord Host(JObject json) => Read(json, static reader => reader.Host());

    /// <exception cref="FormatException">A property is unknown or its value is not what the store takes.</exception>
    public static PciDeviceRecord Device(JObject json) => Read(json, static reader => reader.Device());

    /// <exception cref="FormatException">A property is unknown or its value is not what the store takes.</exception>
    /// <exception cref="ArgumentException">A key of a map stands there twice.</exception>
    public static VMRecord VM(JObject json) => Read(json, static reader => reader.VM());

    private static JObject Written(Action<RecordWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var json = new JsonTextWriter(text);
        write(new RecordWriter(json));
        using var reader = new JsonTextReader(new StringReader(text.ToString())) { DateParseHandling = DateParseHandling.None };
        return JObject.Load(reader);
    }

    private static T Read<T>(JObject json, Func<RecordReader, T> read)
    {
        using var text = new JsonTextReader(new StringReader(json.ToString(Formatting.None)));
        var reader = new RecordReader(text);
        reader.Next();
        return read(reader);
    }
}
