using PassthroughTools.Operations;

namespace PassthroughTools.StoreWorker;

/// <summary>Creates VMs.</summary>
internal static class Creation
{
    public static void Run(string path, string prefix, int count)
    {
        using var store = Sessions.Open(path, minJournalBytes: 64 * 1024);
        var host = store.ReadAsync(default).GetAwaiter().GetResult().Hosts.Values.First();
        for (int i = 0; i < count; i++)
        {
            var create = new CreateVM { NewName = FormattableString.Invariant($"{prefix}-{i}"), VMHostId = host.Id };
            if (store.TryCommit(create, prefix) is null) throw new InvalidOperationException($"{create.NewName} was refused.");
        }
    }
}
