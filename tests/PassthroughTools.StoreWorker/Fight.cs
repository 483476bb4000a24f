using System.Diagnostics;
using PassthroughTools.Operations;

namespace PassthroughTools.StoreWorker;

/// <summary>
/// Attaches whatever device it can get to its own VM, and gives some back: for a time, and until it had a fair share however busy
/// the machine is. At last it gives all back, so that the others get theirs.
/// </summary>
internal static class Fight
{
    private const int FairShare = 10;

    public static void Run(string path, string vmId, int seed, TimeSpan time)
    {
        var random = new Random(seed);
        using var store = Sessions.Open(path, minJournalBytes: 64 * 1024);
        var state = store.ReadAsync(default).GetAwaiter().GetResult();
        var clock = Stopwatch.StartNew();
        for (int commits = 0; ;)
        {
            bool leaving = commits >= FairShare && clock.Elapsed >= time;
            var own = state.VMs.Find(vmId)!;
            var host = state.Hosts.Find(own.HostId)!;
            if (leaving && own.Devices.Count == 0) return;

            // Any device, taken or not: what this process believes of it may be out of date.
            Operation operation = own.Devices.Count > 0 && (leaving || random.Next(3) == 0)
                ? new DetachDevice { VMId = vmId, Key = own.Devices[random.Next(own.Devices.Count)].Key }
                : new AttachFixedDevice { VMId = vmId, VMHostId = host.Id,
                    Address = host.Devices[random.Next(host.Devices.Count)].Address };
            if (store.TryCommit(operation, vmId) is not { } commit) continue;
            state = commit.State;
            commits++;
        }
    }
}
