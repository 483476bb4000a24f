using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Importing;
using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Inventory;
using PassthroughTools.Projection.Reading;
using PassthroughTools.State;
using PassthroughTools.Vim.Data;
using PassthroughTools.Vim.Xml;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>Whatever a server tells, an inventory is made of it, and the same whether it is told at once or bit by bit.</summary>
public sealed class VimInventoryProperties
{
    private const int Mutilations = 2000;

    private static readonly object?[] Others =
    [
        null, "", "x", "%2f", 0, -1, int.MaxValue, 7L, long.MinValue, (short)-5, (sbyte)-5, true, 1.5, DateTime.MinValue, new object(),
        Array.Empty<string>(), new string?[] { null }, new ManagedObjectReference(), new ManagedObjectReference("HostSystem-host-2"),
        new ManagedObjectReference("VirtualMachine-vm-11"), new ManagedObjectReference("ClusterComputeResource-domain-c9"),
        new VirtualDevice?[] { null, new VirtualPCIPassthrough(), new VirtualPCIPassthrough { Key = -7 } },
        new HostPciDevice?[] { null, new() { Id = "z" } }, new HostPciPassthruInfo?[] { null, new() }, new OptionValue?[] { null, new() },
        VirtualMachinePowerState.poweredOn, HostSystemConnectionState.disconnected,
    ];

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
            for (int times = random.Next(1, 6); times > 0; times--) Mutilate(told, random);
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
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var inventory = new VimInventory(Catalog.BuiltIn, "");
            var kept = new List<(ManagedObjectReference MoRef, string Path, object? Value)>();
            for (int round = 0; round < 4; round++)
            {
                var told = VimReadBack.Told(States[random.Next(States.Count)]);
                for (int times = random.Next(3); times > 0; times--) Mutilate(told, random);
                foreach (var one in told.OrderBy(_ => random.Next()).Take(random.Next(2) == 0 ? told.Count : 9).ToList())
                {
                    inventory.Put(one.MoRef, one.Path, one.Value);
                    kept.RemoveAll(other => other.MoRef.Equals(one.MoRef)
                        && (other.Path == one.Path || other.Path.StartsWith(one.Path + ".", StringComparison.Ordinal)));
                    kept.Add(one);
                    if (random.Next(60) == 0) inventory.Read();
                }

                if (random.Next(2) == 0)
                {
                    var gone = kept[random.Next(kept.Count)].MoRef;
                    inventory.Remove(gone);
                    kept.RemoveAll(one => one.MoRef.Equals(gone));
                }

                var whole = new VimInventory(Catalog.BuiltIn, "");
                foreach (var (moRef, path, value) in kept) whole.Put(moRef, path, value);
                var (expected, state) = (whole.Read(), inventory.Read());
                VimReadBack.Document(state).ShouldBe(VimReadBack.Document(expected), $"seed {seed}, round {round}");
                inventory.LeftOut.ShouldBe(whole.LeftOut, $"seed {seed}, round {round}");
                inventory.Read().ShouldBeSameAs(state);
                Indexes(state, expected);
            }
        }
    }

    private static IReadOnlyList<InventoryState> States { get; } =
        [RoundTripTests.Whole(), .. Enumerable.Range(0, 12).Select(static seed => VimReadBack.Used(RandomInventory.Of(seed), seed))];

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
            state.VMsOn(host.Id).Select(static vm => vm.Id).ShouldBe(expected.VMsOn(host.Id).Select(static vm => vm.Id), ignoreOrder: true);
            foreach (var device in host.Devices)
            {
                var place = new DeviceRef(host.Id, device.Address);
                state.HoldersOf(place).Select(static vm => vm.Id).ShouldBe(expected.HoldersOf(place).Select(static vm => vm.Id));
            }
        }
    }

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
                var clone = new ManagedObjectReference { Type = moRef.Type, Value = $"{moRef.Value}{random.Next(100)}" };
                told.AddRange([.. told.Where(one => one.MoRef.Equals(moRef)).Select(one => (clone, one.Path, one.Value))]);
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
                string => random.Next(6) switch { 0 => "", 1 => "-5f00", 2 => "%", 3 => "0000:41:00.0", 4 => "directPath", _ => new string('x', 5000) },
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
