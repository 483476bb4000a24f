using System.Globalization;
using PassthroughTools.Backends;
using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Operations;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>Eight processes at one store.</summary>
[Collection(ProcessCollection.Name)]
public sealed class FightTests(ITestOutputHelper output)
{
    private const int Processes = 8;
    private const int Devices = 16;

    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task Every_device_has_one_owner_at_every_revision()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(Devices, Processes));
        var fighters = Range(Processes)
            .Select(i => Worker.Start("fight", folder.Snapshot, SampleInventory.VMId(i), Text(i),
                Text(LongRun.Times(sample: 1000, whole: 60_000)))).ToList();
        var acknowledged = await Task.WhenAll(fighters.Select(static fighter => fighter.Finish()));
        fighters.ForEach(static fighter => fighter.Dispose());

        var events = folder.Events();
        output.WriteLine(
            $"{events.Count} changes, by process: {string.Join(", ", acknowledged.Select(static lines => lines.Count))}");
        var state = SampleInventory.Of(Devices, Processes);
        foreach (var committed in events)
        {
            state = state.Replaying([committed]);
            var held = state.VMs.Values.SelectMany(static vm => vm.Devices).Select(static attachment => attachment.Device!.Value)
                .ToList();
            held.Distinct().Count().ShouldBe(held.Count, $"revision {committed.Sequence}: {committed.Summary}");
        }

        folder.State().ShouldBeState(state);
        for (int i = 0; i < Processes; i++)
        {
            var mine = events.Where(committed => committed.Actor == SampleInventory.VMId(i));
            mine.Select(Acknowledge).ShouldBe(acknowledged[i].Select(Acknowledgement.Parse), $"process {i}");
            acknowledged[i].Count.ShouldBeGreaterThanOrEqualTo(10, $"process {i} got its turn too rarely");
        }

        events.Count(static committed => committed.Operation == nameof(AttachFixedDevice)).ShouldBeGreaterThan(Devices);
        events.Select(static committed => committed.Actor).Order(StringComparer.Ordinal).Distinct(StringComparer.Ordinal).Count()
            .ShouldBe(Processes);
    }

    [Fact]
    public async Task Machines_that_eight_processes_create_are_all_there_and_the_sequence_has_no_gap()
    {
        const int Each = 100;
        using var folder = new StoreFolder().With(SampleInventory.Of(1, 0));
        var creators = Range(Processes).Select(i => Worker.Start("create", folder.Snapshot, $"p{i}", Text(Each))).ToList();
        var acknowledged = await Task.WhenAll(creators.Select(static creator => creator.Finish()));
        creators.ForEach(static creator => creator.Dispose());

        var state = folder.State();
        var events = folder.Events();
        events.Select(static committed => committed.Sequence).ShouldBe(Range(Processes * Each).Select(static i => i + 1L));
        state.Revision.ShouldBe(Processes * Each);
        state.VMs.Count.ShouldBe(Processes * Each, "no id was given twice");
        foreach (int i in Range(Processes))
        {
            acknowledged[i].Count.ShouldBe(Each);
            events.Where(committed => committed.Actor == $"p{i}").Select(Acknowledge)
                .ShouldBe(acknowledged[i].Select(Acknowledgement.Parse));
            foreach (int number in Range(Each)) state.VMsNamed($"p{i}-{number}").Count().ShouldBe(1);
        }

        SampleInventory.Of(1, 0).Replaying(events).ShouldBeState(state);
    }

    private static Acknowledgement Acknowledge(InventoryEvent committed) =>
        new(committed.Sequence, committed.Operation, committed.Summary);

    private static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
