using System;
using System.Collections.Generic;
using System.Linq;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>What the cmdlets that list an inventory share: objects by id, by name, and by where they are.</summary>
public abstract class InventoryCmdlet : ServerScopedCmdlet
{
    /// <summary>The objects of some ids; an id that is not there gives nothing, as in PowerCLI.</summary>
    private protected IEnumerable<T> ById<T>(string[] ids, Func<InventoryState, string, T?> find) where T : InventoryObject
    {
        foreach (var server in Servers)
        {
            InventoryState? state = null;
            Attempt(() => state = server.Read(StopToken));
            if (state is null) continue;
            foreach (var id in ids.Distinct(StringComparer.Ordinal))
            {
                if (find(state, id) is { } item) yield return item;
            }
        }
    }

    /// <summary>The hosts that a location means: a cluster's, or the host itself; nothing there is a non-terminating error.</summary>
    private protected IReadOnlyList<Found<HostRecord>> FindHosts(LocationReference location) =>
        TryFindHosts(location, out var hosts) ? hosts : [];

    /// <summary>The hosts that locations mean, each once.</summary>
    private protected IEnumerable<Found<HostRecord>> FindAll(IEnumerable<LocationReference> locations) =>
        Once(locations.SelectMany(FindHosts), static host => host.Id);

    /// <summary>As <see cref="FindHosts"/>; false where there is no such location, which has been written as an error then.</summary>
    private protected bool TryFindHosts(LocationReference location, out IReadOnlyList<Found<HostRecord>> found)
    {
        if (location.Item is VMHost host)
        {
            found = [.. Find(new VMHostReference(host))];
            return found.Count > 0;
        }

        if (location.Item is Cluster cluster)
        {
            var fresh = Find(new ClusterReference(cluster)).ToList();
            found = [.. fresh.SelectMany(HostsOf)];
            return fresh.Count > 0;
        }

        var pattern = new NamePattern(location.Name!);
        var hosts = new List<Found<HostRecord>>();
        found = hosts;
        bool any = false;
        foreach (var server in Servers)
        {
            Attempt(() =>
            {
                var state = server.Read(StopToken);
                var clusters = pattern.Select(state.Clusters.Values, state.ClustersNamed, static record => record.Name);
                var single = pattern.Select(state.Hosts.Values, state.HostsNamed, static record => record.Name);
                any |= clusters.Count > 0 || single.Count > 0;
                hosts.AddRange(clusters.SelectMany(record => HostsOf(new Found<ClusterRecord>(server, state, record))));
                hosts.AddRange(single.Select(record => new Found<HostRecord>(server, state, record)));
            });
        }

        if (any || pattern.IsPattern) return true;
        WriteError(ErrorRecords.Of(new PassthroughException(
            ErrorId.ClusterNotFound, $"There is no cluster or host '{location.Name}'. See what there is: Get-Cluster, Get-VMHost", location.Name)));
        return false;
    }

    /// <summary>The machines or templates of some names, or at some locations what the filter of these names lets through.</summary>
    private protected IEnumerable<VirtualMachineBase> Machines(string[]? names, LocationReference[]? locations, NameFilter filter, bool isTemplate)
    {
        if (locations is null)
        {
            return Once((names ?? ["*"]).SelectMany(name => Find(new VMReference(name), isTemplate)), static vm => vm.Id)
                .Select(static found => found.State.View(found.Record));
        }

        return filter.Select(
            [.. FindAll(locations).SelectMany(host => host.State.VMsOn(host.Record.Id)
                .Where(vm => vm.IsTemplate == isTemplate).Select(vm => host.State.View(vm)))],
            static vm => vm.Name);
    }

    /// <summary>Writes an error for each name of a filter that nothing in the whole pipeline had.</summary>
    private protected void WriteMissing(NameFilter filter, ErrorId notFound, string kind, string lister)
    {
        foreach (var name in filter.Missing)
            WriteError(ErrorRecords.Of(new PassthroughException(notFound, $"There is no {kind} '{name}' where it was looked for. See what there is: {lister}", name)));
    }

    private static IEnumerable<Found<HostRecord>> HostsOf(Found<ClusterRecord> cluster) => cluster.State.Hosts.Values
        .Where(host => host.ClusterId == cluster.Record.Id).Select(host => new Found<HostRecord>(cluster.Server, cluster.State, host));
}
