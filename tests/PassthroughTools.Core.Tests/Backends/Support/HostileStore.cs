using System.Diagnostics;
using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;

namespace PassthroughTools.Core.Tests.Backends.Support;

/// <summary>Opens damaged stores: each is taken or refused, in bounded time and memory, and left as it is.</summary>
internal sealed class HostileStore
{
    private readonly SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);

    public long MostBytes { get; private set; }

    public TimeSpan Longest { get; private set; }

    public int Taken => outcomes.GetValueOrDefault("taken");

    /// <summary>The small store that is damaged: every kind of record, a journal of some lines.</summary>
    public static StoreFolder Sample()
    {
        var state = SampleInventory.Of(3, 2);
        var vm = SampleInventory.VM(7) with
        {
            AdvancedSettings = VMRecord.NoSettings.Set("key", "value"),
            Notes = "Jäger",
            Snapshots = [new SnapshotRecord { Id = "s-1", Name = "before", Created = DateTime.UnixEpoch }],
            Devices =
            [
                new AttachmentRecord { Key = 13000, Technology = DirectPathTechnology.Dynamic,
                    AllowedDevices = [new AllowedDevice(0x15b3, 0x1017)], HardwareLabel = "a" },
                new AttachmentRecord { Key = 13001, Technology = DirectPathTechnology.Enhanced, DeviceClass = "com.vendor.flex",
                    ConfigParameters = VMRecord.NoSettings.Set("a", "b") },
            ],
        };
        var host = SampleInventory.Host([0, 1, 2]) with
        {
            DvxClasses = [new DvxClassRecord { Name = "com.vendor.flex" }],
            DeviceGroups =
                [new DeviceGroupRecord { Name = "pair", Members = [SampleInventory.Address(1), SampleInventory.Address(2)] }],
        };
        state = state.Apply(0, [new HostPut(host), new VMPut(vm), new VMPut(SampleInventory.VM(1).Holding(1))]);
        return new StoreFolder().With(state).Committing(Do.Attach(0, 0), Do.PowerOn(0), Do.Note(1, "x"), Do.Create("new"));
    }

    public void Open(StoreFolder folder, int seed)
    {
        var before = folder.Contents();
        long size = before.Values.Sum(static file => (long)file.Length);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        string outcome;
        try
        {
            using var store = folder.Open();
            outcome = "taken";
            store.Events();
            Use(store.Read(), seed);
        }
        catch (PassthroughException refusal)
        {
            outcome = refusal.Id.ToString();
            refusal.Message.Contains(folder.Folder, StringComparison.Ordinal).ShouldBeTrue($"seed {seed}: {refusal.Message}");
            refusal.Message.Length.ShouldBeLessThan(1500, $"seed {seed}");
            refusal.Message.Any(char.IsControl).ShouldBeFalse($"seed {seed}");
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
        }

        Longest = TimeSpan.FromTicks(Math.Max(Longest.Ticks, clock.Elapsed.Ticks));
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), $"seed {seed}");
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        MostBytes = Math.Max(MostBytes, allocated);
        allocated.ShouldBeLessThan((4L << 20) + (200 * size), $"seed {seed}");
        folder.Contents().ShouldBe(before, $"seed {seed}");
        outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
    }

    public override string ToString() =>
        $"{string.Join(", ", outcomes.Select(static outcome => $"{outcome.Key} {outcome.Value}"))}; longest "
        + $"{Longest.TotalMilliseconds:0} ms, most memory {MostBytes >> 10} KB";

    /// <summary>A store that is taken can be written, read again and worked with.</summary>
    private static void Use(InventoryState state, int seed)
    {
        using var copy = new StoreFolder().With(state);
        copy.State().ShouldBeState(state);
        foreach (var operation in RandomOperation.OfEveryKind(state, new Random(seed)))
        {
            try
            {
                state.Apply(state.Revision + 1, operation.Decide(state).Changes);
            }
            catch (PassthroughException)
            {
                // Refused.
            }
        }
    }
}
