using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Importing;
using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Projection;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>
/// Whatever differs between two inventories differs between what VIM objects say of them, or is on the list of what they do not
/// say.
/// </summary>
public sealed class VimLimitsTests(ITestOutputHelper output)
{
    [Fact]
    public void WhatDiffersIsSaidOrOnTheList()
    {
        var found = new SortedDictionary<string, (int Said, int Unsaid)>(StringComparer.Ordinal);
        foreach (var state in new[] { RoundTripTests.Whole(), WithSnapshots(RandomInventory.Of(3)), RandomInventory.Of(7) })
        {
            var before = Said(state);
            foreach (var (name, after) in Variants(state))
            {
                var property = name.Replace("Record", "", StringComparison.Ordinal);
                var (said, unsaid) = found.TryGetValue(property, out var count) ? count : default;
                found[property] = Said(after) == before ? (said, unsaid + 1) : (said + 1, unsaid);
            }
        }

        foreach (var (property, (said, unsaid)) in found) output.WriteLine($"{property}: {said} said, {unsaid} not");
        var limits = VimLimits.All.ToDictionary(static limit => limit.Property, StringComparer.Ordinal);
        found.Where(pair => pair.Value.Unsaid > 0 && !limits.ContainsKey(pair.Key)).Select(static pair => pair.Key)
            .ShouldBeEmpty("VIM does not say it, and it is not on the list");
        found.Where(pair => pair.Value.Said > 0 && limits.TryGetValue(pair.Key, out var limit) && limit.When is null)
            .Select(static pair => pair.Key).ShouldBeEmpty("VIM says it, and it is on the list");
        limits.Keys.Where(name => !found.TryGetValue(name, out var count) || count.Unsaid == 0)
            .ShouldBeEmpty("it is on the list for nothing");
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

    private static string Said(InventoryState state) => string.Join('\n', ProjectionProperties.Values(state)
        .Where(static pair => pair.Value is not null).Select(static pair => ProjectionProperties.Written(pair.Value)));

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
