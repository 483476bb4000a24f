using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Importing;
using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Inventory;
using PassthroughTools.Projection.Reading;
using PassthroughTools.State;
using PassthroughTools.Vim.Xml;
using Shouldly;
using VMware.Vim;
using Xunit;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>Whatever a server tells, an inventory is made of it, and the same whether it is told at once or bit by bit.</summary>
public sealed class VimInventoryProperties
{
    private const int Mutilations = 2000;

    private static readonly object?[] Others =
    [
        null, "", "x", "%2f", 0, -1, int.MaxValue, 7L, long.MinValue, (short)-5, (sbyte)-5, true, 1.5, DateTime.MinValue,
        new object(), Array.Empty<string>(), new string?[] { null },
        new ManagedObjectReference(), new ManagedObjectReference("HostSystem-host-2"),
        new ManagedObjectReference("VirtualMachine-vm-11"), new ManagedObjectReference("ClusterComputeResource-domain-c9"),
        new VirtualDevice?[] { null, new VirtualPCIPassthrough(), new VirtualPCIPassthrough { Key = -7 } },
        new HostPciDevice?[] { null, new() { Id = "z" } }, new HostPciPassthruInfo?[] { null, new() },
        new OptionValue?[] { null, new() },
        VirtualMachinePowerState.poweredOn, HostSystemConnectionState.disconnected,
    ];

    private static readonly string[] Texts = ["", "-5f00", "%", "0000:41:00.0", "directPath", new('x', 5000)];

    /// <summary>A property is missing, of another type, told twice, of another object, or a part of it is any of that.</summary>
    [Fact]
    public void WhatIsMutilatedIsReadAsFarAsItGoes()
    {
        int kept = 0;
        for (int i = 0; i < Mutilations; i++)
        {
            var random = new Random(i);
            var inventory = new VimInventory(Catalog.BuiltIn, "");
            var told = VimReadBack.Told(States[i % States.Count]);
            for (int times = random.Next(1, 12); times > 0; times--) Mutilate(told, random);
            foreach (var (moRef, path, value) in told) inventory.Put(moRef, path, value);
            var state = inventory.Read();

            VimReadBack.ShouldBeStored(state, $"mutilation {i}");
            OneOwnerEach(state);
            inventory.LeftOut.ShouldAllBe(static words => words.Length > 20 && words.EndsWith('.'));
            kept += state.VMs.Count;
        }

        kept.ShouldBeGreaterThan(Mutilations, "most is read");
    }

    /// <summary>What is told in any order, taken back, told again and changed meanwhile is what was told last.</summary>
    [Fact]
    public void BitByBitIsAsAtOnce()
    {
        int contested = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var inventory = new VimInventory(Catalog.BuiltIn, "");
            var told = VimReadBack.Told(States[seed % States.Count]);
            for (int times = random.Next(2, 6); times > 0; times--) Clone(told, told[random.Next(told.Count)].MoRef, random);
            for (int times = random.Next(3); times > 0; times--) Mutilate(told, random);
            var kept = new List<(ManagedObjectReference MoRef, string Path, object? Value)>();
            foreach (var one in told.OrderBy(_ => random.Next()).ToList()) Put(inventory, kept, one);
            for (int step = 0; step < 40; step++)
            {
                Step(inventory, kept, random);
                if (random.Next(2) == 0) continue;
                var whole = new VimInventory(Catalog.BuiltIn, "");
                foreach (var (moRef, path, value) in kept) whole.Put(moRef, path, value);
                var (expected, state) = (whole.Read(), inventory.Read());
                VimReadBack.Document(state).ShouldBe(VimReadBack.Document(expected), $"seed {seed}, step {step}");
                inventory.LeftOut.ShouldBe(whole.LeftOut, $"seed {seed}, step {step}");
                inventory.Read().ShouldBeSameAs(state);
                Indexes(state, expected);
                contested += inventory.LeftOut.Count(static one => one.StartsWith(Remark.TwoOwners, StringComparison.Ordinal));
            }
        }

        contested.ShouldBeGreaterThan(100);
    }

    /// <summary>An object becomes in one respect what another one of its type is, or is told anew, or is gone.</summary>
    private static void Step(
        VimInventory inventory, List<(ManagedObjectReference MoRef, string Path, object? Value)> kept, Random random)
    {
        var (moRef, path, _) = kept[random.Next(kept.Count)];
        if (random.Next(20) == 0)
        {
            inventory.Remove(moRef);
            kept.RemoveAll(one => one.MoRef.Equals(moRef));
            return;
        }

        bool isAny = random.Next(4) == 0;
        var alike = kept.FindAll(one => (isAny || one.Path == path) && one.MoRef.Type == moRef.Type);
        Put(inventory, kept, alike[random.Next(alike.Count)] with { MoRef = moRef });
    }

    private static void Put(
        VimInventory inventory,
        List<(ManagedObjectReference MoRef, string Path, object? Value)> kept,
        (ManagedObjectReference MoRef, string Path, object? Value) one)
    {
        inventory.Put(one.MoRef, one.Path, one.Value);
        kept.RemoveAll(other => other.MoRef.Equals(one.MoRef)
            && (other.Path == one.Path || other.Path.StartsWith(one.Path + ".", StringComparison.Ordinal)));
        kept.Add(one);
    }

    private static void Clone(
        List<(ManagedObjectReference MoRef, string Path, object? Value)> told, ManagedObjectReference moRef, Random random)
    {
        var clone = new ManagedObjectReference { Type = moRef.Type, Value = $"{moRef.Value}{random.Next(100)}" };
        told.AddRange([.. told.Where(one => one.MoRef.Equals(moRef)).Select(one => (clone, one.Path, one.Value))]);
    }

    private static IReadOnlyList<InventoryState> States { get; } =
    [
        RoundTripTests.Whole(),
        .. Enumerable.Range(0, 12).Select(static seed => VimReadBack.Used(RandomInventory.Of(seed), seed)),
    ];

    private static void OneOwnerEach(InventoryState state)
    {
        var owners = new HashSet<DeviceRef>();
        foreach (var vm in state.VMs.Values)
        {
            var held = vm.Devices.Where(static one => one.Device is not null).Select(static one => one.Device!.Value).ToList();
            held.Distinct().Count().ShouldBe(held.Count);
            if (vm.PowerState != VMPowerState.PoweredOff) held.ShouldAllBe(device => owners.Add(device));
        }
    }

    private static void Indexes(InventoryState state, InventoryState expected)
    {
        foreach (var host in expected.Hosts.Values)
        {
            Ids(state.VMsOn(host.Id)).ShouldBe(Ids(expected.VMsOn(host.Id)), ignoreOrder: true);
            foreach (var device in host.Devices)
            {
                var place = new DeviceRef(host.Id, device.Address);
                Ids(state.HoldersOf(place)).ShouldBe(Ids(expected.HoldersOf(place)));
            }
        }
    }

    private static IEnumerable<string> Ids(IEnumerable<VMRecord> vms) => vms.Select(static vm => vm.Id);

    private static void Mutilate(List<(ManagedObjectReference MoRef, string Path, object? Value)> told, Random random)
    {
        int at = random.Next(told.Count);
        var (moRef, path, value) = told[at];
        switch (random.Next(8))
        {
            case 0:
                told.RemoveAt(at);
                break;
            case 1:
                told[at] = (moRef, path, Others[random.Next(Others.Length)]);
                break;
            case 2:
                told.Insert(random.Next(told.Count), (moRef, path, Others[random.Next(Others.Length)]));
                break;
            case 3:
                told[at] = (told[random.Next(told.Count)].MoRef, path, value);
                break;
            case 4:
                Clone(told, moRef, random);
                break;
            case 5 when value is DynamicData data:
                told.RemoveAt(at);
                told.AddRange(VimTypes.ElementsOf(data.GetType())
                    .Select(element => (moRef, $"{path}.{element.Name}", element.Get(data))));
                break;
            default:
                if (value is DynamicData whole) MutilateWithin(whole, random);
                break;
        }
    }

    private static void MutilateWithin(DynamicData data, Random random)
    {
        while (true)
        {
            var elements = VimTypes.ElementsOf(data.GetType());
            if (random.Next(4) > 0) elements = Array.FindAll(elements, one => one.Get(data) is not null);
            if (elements.Length == 0) return;
            var element = elements[random.Next(elements.Length)];
            var value = element.Get(data);
            var inner = value is DynamicData[] { Length: > 0 } list ? list[random.Next(list.Length)] : value as DynamicData;
            if (inner is not null && random.Next(4) > 0)
            {
                data = inner;
                continue;
            }

            object? other = value switch
            {
                Array { Length: > 0 } items => Twice(items, random),
                string => Texts[random.Next(Texts.Length)],
                int => random.Next(3) switch { 0 => int.MinValue, 1 => int.MaxValue, _ => 0 },
                long => random.Next(3) switch { 0 => long.MinValue, 1 => long.MaxValue, _ => 0L },
                short => short.MinValue,
                sbyte => sbyte.MinValue,
                bool flag => !flag,
                _ => null,
            };
            if (other is not null || !element.Type.IsValueType) element.Set(data, other);
            return;
        }
    }

    /// <summary>A list with an item twice, or one of nothing.</summary>
    private static Array Twice(Array items, Random random)
    {
        var type = items.GetType().GetElementType()!;
        var more = Array.CreateInstance(type, items.Length + 1);
        items.CopyTo(more, 0);
        if (random.Next(2) == 0) more.SetValue(items.GetValue(random.Next(items.Length)), items.Length);
        return more;
    }
}
