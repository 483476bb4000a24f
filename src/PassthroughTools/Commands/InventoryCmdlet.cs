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
            foreach (var id in ids)
            {
                if (find(state, id) is { } item) yield return item;
            }
        }
    }

    /// <summary>The hosts that a location means: a cluster's, or the host itself; nothing there is a non-terminating error.</summary>
    private protected IEnumerable<Found<HostRecord>> FindHosts(LocationReference location)
    {
        if (location.Item is VMHost host) return Find(new VMHostReference(host));
        if (location.Item is Cluster cluster) return Find(new ClusterReference(cluster)).SelectMany(HostsOf);
        var pattern = new NamePattern(location.Name!);
        var hosts = new List<Found<HostRecord>>();
        bool any = false;
        foreach (var server in Servers)
        {
            Attempt(() =>
            {
                var state = server.Read(StopToken);
                var clusters = pattern.Select(state.Clusters.Values, state.ClustersNamed, static found => found.Name);
                var single = pattern.Select(state.Hosts.Values, state.HostsNamed, static found => found.Name);
                any |= clusters.Count > 0 || single.Count > 0;
                hosts.AddRange(clusters.SelectMany(found => HostsOf(new Found<ClusterRecord>(server, state, found))));
                hosts.AddRange(single.Select(found => new Found<HostRecord>(server, state, found)));
            });
        }

        if (!any && !pattern.IsPattern)
        {
            WriteError(ErrorRecords.Of(new PassthroughException(
                ErrorId.ClusterNotFound, $"There is no cluster or host '{location.Name}'. See what there is: Get-Cluster, Get-VMHost", location.Name)));
        }

        return hosts;
    }

    /// <summary>The machines or templates of some names, at some locations.</summary>
    private protected IEnumerable<VirtualMachineBase> Machines(string[]? names, LocationReference[]? locations, bool isTemplate)
    {
        if (locations is null)
        {
            return (names ?? ["*"]).SelectMany(name => Find(new VMReference(name), isTemplate)).Select(static found => found.State.View(found.Record));
        }

        var patterns = names?.Select(static name => new NamePattern(name)).ToList();
        return locations.SelectMany(FindHosts)
            .SelectMany(host => host.State.VMsOn(host.Record.Id)
                .Where(vm => vm.IsTemplate == isTemplate && (patterns is null || patterns.Any(pattern => pattern.Fits(vm.Name))))
                .Select(vm => host.State.View(vm)));
    }

    private static IEnumerable<Found<HostRecord>> HostsOf(Found<ClusterRecord> cluster) => cluster.State.Hosts.Values
        .Where(host => host.ClusterId == cluster.Record.Id).Select(host => new Found<HostRecord>(cluster.Server, cluster.State, host));
}
