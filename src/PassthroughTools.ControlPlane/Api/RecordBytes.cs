using System.Runtime.CompilerServices;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// Records as the JSON that answers hold, each put into words once: a record never changes, so its words are kept for as long as
/// it is in some inventory.
/// </summary>
internal static class RecordBytes
{
    private static readonly ConditionalWeakTable<object, byte[]> Kept = [];

    public static byte[] Of(ClusterRecord cluster) => Of(cluster, static (writer, record) => writer.Write(record));

    public static byte[] Of(HostRecord host) => Of(host, static (writer, record) => writer.Write(record));

    public static byte[] Of(VMRecord vm) => Of(vm, static (writer, record) => writer.Write(record));

    private static byte[] Of<T>(T record, Action<RecordWriter, T> write)
        where T : class
    {
        if (Kept.TryGetValue(record, out var kept)) return kept;
        var bytes = JsonAnswer.ToBytes(json => write(new RecordWriter(json), record));
        Kept.AddOrUpdate(record, bytes);
        return bytes;
    }
}
