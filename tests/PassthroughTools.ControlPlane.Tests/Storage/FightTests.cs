using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.ControlPlane.Tests.Storage;

/// <summary>Two replicas, and clients of both that want the same devices.</summary>
public sealed class FightTests(PostgresServer server, ITestOutputHelper output) : PostgresTest(server)
{
    private const int Clients = 8;
    private const int Devices = 64;
    private static readonly int Each = LongRun.Times(sample: 60, whole: 1000);

    [SkippableFact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task Every_device_has_one_owner_at_every_revision_and_every_answer_is_in_the_journal_once()
    {
        var replicas = new[] { await OpenAsync(Devices, vms: Clients), await OpenAsync() };
        var acknowledged = new ConcurrentBag<InventoryEvent>();
        var refusals = new ConcurrentBag<ErrorId>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients)
            .Select(client => Task.Run(() => FightAsync(replicas[client % 2], client, acknowledged, refusals))));
        clock.Stop();

        var events = await ShouldAgreeAsync(replicas);
        var state = Seed;
        foreach (var committed in events)
        {
            state = state.Apply(committed.Sequence, committed.Changes);
            var held = state.VMs.Values.SelectMany(static vm => vm.Devices).Select(static attachment => attachment.Device!.Value)
                .ToList();
            held.Distinct().Count().ShouldBe(held.Count, $"revision {committed.Sequence}: {committed.Summary}");
        }

        acknowledged.OrderBy(static committed => committed.Sequence).Select(Text).ShouldBe(events.Select(Text));
        (acknowledged.Count + refusals.Count).ShouldBe(Clients * Each);
        refusals.ShouldAllBe(static id => id == ErrorId.DeviceInUse || id == ErrorId.TooManyDevices);
        acknowledged.Select(static committed => committed.Actor).Distinct(StringComparer.Ordinal).Count().ShouldBe(Clients);
        output.WriteLine($"{acknowledged.Count} changes and {refusals.Count} refusals in {clock.Elapsed.TotalSeconds:0.0} s");
    }

    private static async Task FightAsync(Replica replica, int client, ConcurrentBag<InventoryEvent> acknowledged,
        ConcurrentBag<ErrorId> refusals)
    {
        var random = new Random(client);
        for (int i = 0; i < Each; i++)
        {
            var mine = (await replica.ReadAsync()).VMs.Find(Lab.VMId(client))!.Devices;
            Operation operation = mine.Count >= 8
                ? Lab.Detach(client, mine[random.Next(mine.Count)].Key)
                : Lab.Attach(client, random.Next(Devices));
            try
            {
                acknowledged.Add((await replica.AskAsync(operation, $"{client}-{i}", $"client-{client}")).Event!);
            }
            catch (PassthroughException refusal)
            {
                refusals.Add(refusal.Id);
            }
        }
    }

    private static string Text(InventoryEvent committed) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{committed.Sequence} {committed.Actor} {committed.Request!.Key} {committed.Summary}");
}
