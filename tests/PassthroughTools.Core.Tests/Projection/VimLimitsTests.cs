using System.Collections;
using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Core.Tests.Importing;
using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Inventory;
using PassthroughTools.Projection;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>
/// An inventory that is made into VIM objects, and read from them again, is the same, save for what is on the list of what they
/// do not say: that is not known then.
/// </summary>
public sealed class VimLimitsTests(ITestOutputHelper output)
{
    /// <summary>What is another value then, not an unknown one, as the list tells.</summary>
    private static readonly string[] Others =
    [
        "HostHardware.CpuTotalMhz", "PciDevice.Mode", "PciDevice.ActiveMode", "VM.MemoryReservationMB",
        "Snapshot.Memory", "Snapshot.Current", "Attachment.VendorId", "Attachment.DeviceId",
    ];

    [Fact]
    public void WhatDoesNotComeBackIsOnTheListAndIsUnknown()
    {
        var found = new SortedDictionary<string, (int Back, int Lost)>(StringComparer.Ordinal);
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        InventoryState[] states =
            [RoundTripTests.Whole(), ViewLab.State, WithSnapshots(RandomInventory.Of(3)), RandomInventory.Of(7)];
        foreach (var state in states)
        {
            var variants = Variants(state).Where(static one => VimReadBack.IsStorable(one.State));
            foreach (var (name, variant) in variants.Prepend(("", state)))
            {
                var lost = VimReadBack.Differences(variant, VimReadBack.Of(variant));
                foreach (var (property, read) in lost)
                {
                    found[property] = found.TryGetValue(property, out var count) ? (count.Back, count.Lost + 1) : (0, 1);
                    if (!IsAsTold(property, read)) wrong.Add($"{property} is read as {read} ({name})");
                }

                var own = name.Replace("Record", "", StringComparison.Ordinal);
                if (own.Length > 0 && !lost.Exists(one => one.Property == own))
                    found[own] = found.TryGetValue(own, out var count) ? (count.Back + 1, count.Lost) : (1, 0);
            }
        }

        foreach (var (property, (back, lost)) in found) output.WriteLine($"{property}: {back} came back, {lost} not");
        var limits = VimLimits.All.ToDictionary(static limit => limit.Property, StringComparer.Ordinal);
        found.Where(pair => pair.Value.Lost > 0 && !limits.ContainsKey(pair.Key)).Select(static pair => pair.Key)
            .ShouldBeEmpty("it does not come back, and is not on the list");
        wrong.ShouldBeEmpty();
        limits.Keys.Where(name => !found.TryGetValue(name, out var count) || count.Lost == 0)
            .ShouldBeEmpty("it is on the list for nothing");
    }

    /// <summary>Random inventories have more of a kind than those whose properties are varied.</summary>
    [Fact]
    public void RandomInventoriesComeBackSaveForTheList()
    {
        var limits = VimLimits.All.Select(static limit => limit.Property).ToHashSet(StringComparer.Ordinal);
        for (int seed = 0; seed < 150; seed++)
        {
            var state = VimReadBack.Used(RandomInventory.Of(seed), seed);
            var read = VimReadBack.Of(state);
            VimReadBack.ShouldBeStored(read, $"seed {seed}");
            foreach (var (property, value) in VimReadBack.Differences(state, read))
            {
                limits.Contains(property).ShouldBeTrue($"seed {seed}: {property} {value}");
                IsAsTold(property, value).ShouldBeTrue($"seed {seed}: {property} is read as {value}");
            }
        }
    }

    /// <summary>docs/vim-objects.md has the list, word for word.</summary>
    [Fact]
    public void TheListIsTold() => File.ReadAllText(Path.Combine(Imports.RepositoryRoot, "docs", "vim-objects.md"))
        .ReplaceLineEndings("\n").Split("\n## What VIM objects do not say\n")[1].Split('\n')
        .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
        .ShouldBe(VimLimits.All.Select(static limit => $"| `{limit.Property}` | {limit.When ?? "always"} | {limit.Why} |"));

    /// <summary>The machines with a snapshot, one after it, and one that the machine goes on from.</summary>
    private static InventoryState WithSnapshots(InventoryState state) => With(state, vms:
    [
        .. state.VMs.Values.Select(static vm => vm with
        {
            Snapshots =
            [
                Snapshot(vm, 1, null) with { Memory = true },
                Snapshot(vm, 2, 1),
                Snapshot(vm, 3, 1) with { Current = true, SizeMB = 12 },
            ],
        }),
    ])!;

    private static SnapshotRecord Snapshot(VMRecord vm, int number, int? parent)
    {
        string Id(int? of) => FormattableString.Invariant($"VirtualMachineSnapshot-snapshot-{vm.Id.Split('-')[^1]}{of}");
        var parentId = parent is null ? null : Id(parent);
        return new SnapshotRecord { Id = Id(number), Name = "one", ParentId = parentId, Current = false };
    }

    private static bool IsAsTold(string property, object? read) =>
        IsUnknown(read) || Others.Contains(property, StringComparer.Ordinal);

    private static bool IsUnknown(object? value) => value is null or false or DeviceMode.Unknown
        || (value is PciId id && id == default) || (value is IEnumerable list && !list.GetEnumerator().MoveNext());

    private static IEnumerable<(string Property, InventoryState State)> Variants(InventoryState state)
    {
        foreach (var vm in state.VMs.Values)
        {
            foreach (var (property, other) in RecordVariants.Of(vm))
            {
                if (With(state, vms: [.. state.VMs.Values.Select(one => one == vm ? (VMRecord)other : one)]) is { } made)
                    yield return (property, made);
            }
        }

        foreach (var host in state.Hosts.Values)
        {
            foreach (var (property, other) in RecordVariants.Of(host))
            {
                if (With(state, hosts: [.. state.Hosts.Values.Select(one => one == host ? (HostRecord)other : one)]) is { } made)
                    yield return (property, made);
            }
        }

        foreach (var cluster in state.Clusters.Values)
        {
            foreach (var (property, other) in RecordVariants.Of(cluster))
            {
                if (With(state, clusters: [(ClusterRecord)other]) is { } made) yield return (property, made);
            }
        }
    }

    /// <summary>The state with some records in the place of its own; null where they do not go together.</summary>
    private static InventoryState? With(
        InventoryState state,
        IReadOnlyCollection<ClusterRecord>? clusters = null,
        IReadOnlyCollection<HostRecord>? hosts = null,
        IReadOnlyCollection<VMRecord>? vms = null)
    {
        try
        {
            return InventoryState.Create(
                Catalog.BuiltIn, "", state.Revision, state.NextId,
                clusters ?? [.. state.Clusters.Values], hosts ?? [.. state.Hosts.Values], vms ?? [.. state.VMs.Values]);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
