using System.Globalization;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.StoreWorker;

/// <summary>Attaches, detaches, powers and restarts at random until it is killed.</summary>
internal static class Churn
{
    public static void Run(string path, int seed, long minJournalBytes)
    {
        var random = new Random(seed);
        var actor = "churn@" + seed.ToString(CultureInfo.InvariantCulture);
        using var store = Sessions.Open(path, minJournalBytes);
        var state = store.ReadAsync(default).GetAwaiter().GetResult();
        while (true)
        {
            if (store.TryCommit(Next(state, random), actor) is { } commit) state = commit.State;
        }
    }

    private static Operation Next(InventoryState state, Random random)
    {
        var vm = state.VMs.Values.ElementAt(random.Next(state.VMs.Count));
        var host = state.Hosts.Find(vm.HostId)!;
        var device = host.Devices[random.Next(host.Devices.Count)];
        return random.Next(12) switch
        {
            <= 3 => new AttachFixedDevice { VMId = vm.Id, VMHostId = host.Id, Address = device.Address },
            <= 5 => new DetachDevice { VMId = vm.Id, Key = AttachmentRecord.FirstKey + random.Next(3) },
            <= 7 => new PowerOnVM { VMId = vm.Id },
            <= 9 => new PowerOffVM { VMId = vm.Id },
            10 => new SetDeviceMode { VMHostId = host.Id, Address = device.Address,
                HardwareLabel = "label " + random.Next(100).ToString(CultureInfo.InvariantCulture) },

            // Many changes in one commit: all of them or none may be there after a kill.
            _ => new RestartHost { VMHostId = host.Id, Force = true },
        };
    }
}
