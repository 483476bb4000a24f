using System.Collections.Concurrent;
using System.Diagnostics;
using PassthroughTools.Backends;
using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Tests.Storage.Support;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;

namespace PassthroughTools.ControlPlane.Tests.Replicas;

/// <summary>
/// Clients that take, look at and give back the devices of one host, each with machines of its own, and what they were answered.
/// </summary>
internal sealed class Fight(Uri address, string token)
{
    private const int Devices = 64, MachinesOfAClient = 4;

    private readonly ConcurrentBag<Attempt> attempts = [];
    private readonly ConcurrentBag<long> acknowledged = [];
    private string hostId = "";
    private string[] machines = [];
    private int asked;

    /// <summary>How many operations have been answered.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>Gives the server the host and the machines of some clients.</summary>
    public async Task PrepareAsync(int clients)
    {
        using var backend = await ConnectAsync();
        var document = System.Text.Encoding.UTF8.GetString(StateRoutes.Document(Lab.Of(Devices, clients * MachinesOfAClient)));
        var made = await backend.ExecuteAsync(new ImportOperation { Files = [new ImportFile("fight.json", document)] }, "",
            CancellationToken.None);
        hostId = made.State.Hosts.Values.Single().Id;
        machines = [.. made.State.VMs.Values.Select(static vm => vm.Id)];
    }

    /// <summary>Has clients ask for something, so many times each.</summary>
    public Task RunAsync(int clients, int operations) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => RunClientAsync(client, operations))));

    /// <summary>Checks what the clients were answered against the journal.</summary>
    public void Check(IReadOnlyList<InventoryEvent> journal)
    {
        journal.Select(static committed => committed.Sequence)
            .ShouldBe(Enumerable.Range(1, journal.Count).Select(static number => (long)number), "no gap, nothing twice");
        journal.Select(static committed => committed.Request?.Key).Where(static key => key is not null)
            .Distinct(StringComparer.Ordinal).Count().ShouldBe(journal.Count, "every request is in the journal once");
        journal.Count.ShouldBeGreaterThan(Asked / 10, "the clients did fight");
        acknowledged.ShouldBeUnique();
        acknowledged.Except(journal.Select(static committed => committed.Sequence)).ShouldBeEmpty();
        acknowledged.Count.ShouldBe(journal.Count - 1, "the import apart, every change was acknowledged once");
        var owners = OwnersIn(journal);
        foreach (var device in attempts.GroupBy(static attempt => attempt.Device))
            History.Fault([.. device], owners[device.Key]).ShouldBeNull($"device {device.Key}");
    }

    private async Task RunClientAsync(int client, int operations)
    {
        var random = new Random(client);
        using var backend = await ConnectAsync();
        var held = new Dictionary<int, (string VM, int Key)>();
        for (int i = 0; i < operations; i++)
        {
            int device = random.Next(Devices);
            if (random.Next(4) == 0) await LookAsync(backend, device);
            else if (held.Remove(device, out var holding)) await GiveBackAsync(backend, device, holding.VM, holding.Key);
            else if (await TakeAsync(backend, device,
                machines[(client * MachinesOfAClient) + random.Next(MachinesOfAClient)]) is { } taken) held.Add(device, taken);
            Interlocked.Increment(ref asked);
        }
    }

    private async Task LookAsync(ControlPlaneBackend backend, int device)
    {
        long began = Stopwatch.GetTimestamp();
        var state = await backend.ReadAsync(CancellationToken.None);
        var owner = state.OwnerOf(new DeviceRef(hostId, Lab.Address(device)))?.Id;
        attempts.Add(new Attempt(device, began, Stopwatch.GetTimestamp(), null, owner is not null, owner));
    }

    private async Task<(string VM, int Key)?> TakeAsync(ControlPlaneBackend backend, int device, string vm)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            var commit = await backend.ExecuteAsync(
                new AttachFixedDevice { VMId = vm, VMHostId = hostId, Address = Lab.Address(device) }, "",
                CancellationToken.None);
            Committed(device, began, commit);
            return (vm, commit.DeviceKey!.Value);
        }
        catch (PassthroughException refusal) when (refusal.Id == ErrorId.DeviceInUse)
        {
            attempts.Add(new Attempt(device, began, Stopwatch.GetTimestamp(), null, WasHeld: true));
            return null;
        }
        catch (PassthroughException refusal) when (refusal.Id == ErrorId.TooManyDevices)
        {
            return null;
        }
    }

    private async Task GiveBackAsync(ControlPlaneBackend backend, int device, string vm, int key)
    {
        long began = Stopwatch.GetTimestamp();
        Committed(device, began,
            await backend.ExecuteAsync(new DetachDevice { VMId = vm, Key = key }, "", CancellationToken.None));
    }

    private void Committed(int device, long began, Outcome outcome)
    {
        acknowledged.Add(outcome.Event!.Value);
        attempts.Add(new Attempt(device, began, Stopwatch.GetTimestamp(), outcome.Event.Value, null));
    }

    private Task<ControlPlaneBackend> ConnectAsync() => ControlPlaneBackend.ConnectAsync(
        new ControlPlaneOptions { Address = address, Token = token, Patience = TimeSpan.FromSeconds(60) }, Catalog.BuiltIn,
        static _ => "", CancellationToken.None);

    /// <summary>Each device's owner after each change of it, from the journal's records alone.</summary>
    private static List<(long Sequence, string? Owner)>[] OwnersIn(IReadOnlyList<InventoryEvent> journal)
    {
        var owners = Enumerable.Range(0, Devices).Select(static _ => new List<(long, string?)>()).ToArray();
        var holding = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        foreach (var committed in journal)
        {
            foreach (var put in committed.Changes.OfType<VMPut>())
            {
                var before = holding.GetValueOrDefault(put.VM.Id) ?? [];
                var after = put.VM.Devices.Select(static device => device.Device!.Value.Address.Bus - 0x10).ToHashSet();
                foreach (int lost in before.Except(after)) owners[lost].Add((committed.Sequence, null));
                foreach (int gained in after.Except(before))
                {
                    owners[gained].LastOrDefault().Item2.ShouldBeNull(
                        $"device {gained} at change {committed.Sequence} has one owner");
                    owners[gained].Add((committed.Sequence, put.VM.Id));
                }

                holding[put.VM.Id] = after;
            }
        }

        return owners;
    }
}
