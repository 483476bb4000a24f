using FsCheck;
using FsCheck.Fluent;
using PassthroughTools.Backends;
using PassthroughTools.Backends.Rehearsal;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Core.Tests.Properties;

/// <summary>Random sequences of all operations on random inventories, committed to a store and rehearsed beside it.</summary>
public sealed class OperationSequenceProperties(ITestOutputHelper output)
{
    private static readonly int Sequences = LongRun.Times(sample: 100, whole: 2000);

    private readonly SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public void Invariants_hold_after_every_step_and_the_journal_gives_the_same_state()
    {
        Check.One(SeededConfig.Of(Sequences), Prop.ForAll(Sequence(), Run));

        foreach (var outcome in outcomes) output.WriteLine($"{outcome.Value,6}  {outcome.Key}");
        int steps = outcomes.Values.Sum(), committed = outcomes.Where(
            static outcome => outcome.Key.EndsWith("committed", StringComparison.Ordinal)).Sum(static outcome => outcome.Value);
        committed.ShouldBeGreaterThan(steps / 10, "enough is not refused");
        foreach (var kind in new[] { nameof(AttachFixedDevice), nameof(AttachDynamicDevice), nameof(AttachEnhancedDevice),
            nameof(PowerOnVM), nameof(RestartHost), nameof(SetDeviceMode) })
            outcomes.ShouldContainKey(kind + " committed");
        foreach (var id in new[] { ErrorId.DeviceInUse, ErrorId.TooManyDevices, ErrorId.DeviceNotAvailable, ErrorId.VMNotFound,
            ErrorId.MmioSizeTooSmall })
            outcomes.Keys.ShouldContain(key => key.EndsWith(" " + id, StringComparison.Ordinal));
    }

    /// <summary>
    /// A seed for the inventory, then one for each step; a sequence that fails is cut down to the steps that matter.
    /// </summary>
    private static Arbitrary<int[]> Sequence() => Arb.From(
        Gen.Choose(10, 100).SelectMany(static length => Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1), length)),
        static steps => Shorter(steps));

    private static IEnumerable<int[]> Shorter(int[] steps)
    {
        for (int size = (steps.Length - 1) / 2; size > 0; size /= 2)
        {
            for (int start = 1; start + size <= steps.Length; start += size)
                yield return [.. steps[..start], .. steps[(start + size)..]];
        }
    }

    private void Run(int[] steps)
    {
        var initial = WithClone(RandomInventory.Of(steps[0]));
        Invariants.Check(initial);
        using var folder = new StoreFolder().With(initial);
        using var store = steps[0] % 2 == 0 ? folder.Open() : folder.OpenFolding();
        using var rehearsal = new RehearsalBackend("", initial);
        var state = store.Read();
        foreach (int step in steps.Skip(1)) state = Step(RandomOperation.On(state, new Random(step)), state, store, rehearsal);

        folder.State().ShouldBeState(state, "read from the disk again");
        initial.Replaying(folder.Events()).ShouldBeState(state, "all events one after the other");
        rehearsal.Read().ShouldBeState(state, "rehearsed");
    }

    /// <summary>With a clone of a machine that has a Fixed device, where there is one that can.</summary>
    private static InventoryState WithClone(InventoryState state)
    {
        foreach (var vm in state.VMs.Values)
        {
            foreach (var device in state.Hosts.Find(vm.HostId)!.Devices)
            {
                using var rehearsal = new RehearsalBackend("", state);
                if (Try(rehearsal, new AttachFixedDevice { VMId = vm.Id, VMHostId = vm.HostId,
                    Address = device.Address }).Commit is not { } commit) continue;
                var clone = commit.State.VMs.Find(vm.Id)! with { Id = "VirtualMachine-vm-99", Name = "clone" };
                return InventoryState.Create(
                    state.Catalog, "", 0, 1, [.. state.Clusters.Values], [.. state.Hosts.Values],
                    [.. commit.State.VMs.Values, clone]);
            }
        }

        return state;
    }

    private InventoryState Step(Operation operation, InventoryState state, JsonStoreBackend store, RehearsalBackend rehearsal)
    {
        var (commit, refusal) = Try(store, operation);
        var (imagined, imaginedRefusal) = Try(rehearsal, operation);
        (imaginedRefusal?.Id).ShouldBe(refusal?.Id, $"{operation}: {imaginedRefusal?.Message} {refusal?.Message}");
        (imaginedRefusal?.Message).ShouldBe(refusal?.Message, "what is rehearsed is refused in the same words");
        if (commit is null)
        {
            Count($"{operation.Name} {refusal!.Id}");
            store.Read().ShouldBeSameAs(state, "a refusal changes nothing");
            return state;
        }

        Count($"{operation.Name} {(commit.Event is null ? "is as asked" : "committed")}");
        imagined.ShouldNotBeNull(operation.ToString()).Event?.Summary.ShouldBe(commit.Event!.Summary);
        if (commit.Event is null) commit.State.ShouldBeSameAs(state, "what is as asked changes nothing");
        else commit.State.Revision.ShouldBe(state.Revision + 1);
        Invariants.Check(commit.State);
        return commit.State;
    }

    private void Count(string outcome) => outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;

    private static (Commit? Commit, PassthroughException? Refusal) Try(JournalBackend backend, Operation operation)
    {
        try
        {
            return (backend.Commit(operation), null);
        }
        catch (PassthroughException refusal)
        {
            return (null, refusal);
        }
    }
}
