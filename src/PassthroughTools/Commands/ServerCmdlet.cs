using System;
using System.Collections.Generic;
using System.Linq;
using PassthroughTools.Backends;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>
/// What the cmdlets that work on servers share: which servers, finding objects there, carrying out operations.
/// </summary>
public abstract class ServerCmdlet : PassthroughCmdlet
{
    private IReadOnlyList<VIServer>? chosen;

    /// <summary>The servers that names are looked up on, as the cmdlet's -Server names them; null for the default servers.</summary>
    private protected virtual ServerReference[]? RequestedServers => null;

    /// <summary>The servers that names are looked up on.</summary>
    internal IReadOnlyList<VIServer> Servers => chosen ??= ChooseServers();

    /// <summary>The machines and templates that a reference means; a missing one is a non-terminating error.</summary>
    internal IEnumerable<Found<VMRecord>> Find(VMReference reference) => Find(reference, null);

    /// <summary>As above, but only machines, or only templates.</summary>
    internal IEnumerable<Found<VMRecord>> Find(VMReference reference, bool? isTemplate) => Find(
        reference,
        ErrorId.VMNotFound,
        isTemplate == true ? "template" : "VM",
        isTemplate == true ? "Get-Template" : "Get-VM",
        state => state.VMs.Values.Where(vm => isTemplate is null || vm.IsTemplate == isTemplate),
        (state, name) => state.VMsNamed(name).Where(vm => isTemplate is null || vm.IsTemplate == isTemplate),
        static (state, id) => state.VMs.Find(id),
        static vm => vm.Name);

    /// <summary>The machines and templates that references mean, each once, however many of the names fit it.</summary>
    internal IEnumerable<Found<VMRecord>> FindAll(IEnumerable<VMReference> references) =>
        Once(references.SelectMany(Find), static vm => vm.Id);

    /// <summary>
    /// The machines that are to be changed, each once. No name means a template; an object may be one, which an operation refuses. An
    /// exact name means one machine: where a server has several of it, that is an error, and none is changed.
    /// </summary>
    internal IEnumerable<Found<VMRecord>> FindMachines(IEnumerable<VMReference> references) =>
        Once(references.SelectMany(reference => OneOf(reference, Find(reference, reference.Item is null ? false : null))), static vm => vm.Id);

    /// <summary>The machines and templates that are to be changed, as with <see cref="FindMachines"/>.</summary>
    internal IEnumerable<Found<VMRecord>> FindMeant(IEnumerable<VMReference> references) =>
        Once(references.SelectMany(reference => OneOf(reference, Find(reference))), static vm => vm.Id);

    /// <summary>The hosts that references mean, each once, however many of the names fit it.</summary>
    internal IEnumerable<Found<HostRecord>> FindAll(IEnumerable<VMHostReference> references) =>
        Once(references.SelectMany(Find), static host => host.Id);

    /// <summary>The hosts that a reference means; a missing one is a non-terminating error.</summary>
    internal IEnumerable<Found<HostRecord>> Find(VMHostReference reference) => Find(
        reference,
        ErrorId.VMHostNotFound,
        "host",
        "Get-VMHost",
        static state => state.Hosts.Values,
        static (state, name) => state.HostsNamed(name),
        static (state, id) => state.Hosts.Find(id),
        static host => host.Name);

    /// <summary>The clusters that a reference means; a missing one is a non-terminating error.</summary>
    internal IEnumerable<Found<ClusterRecord>> Find(ClusterReference reference) => Find(
        reference,
        ErrorId.ClusterNotFound,
        "cluster",
        "Get-Cluster",
        static state => state.Clusters.Values,
        static (state, name) => state.ClustersNamed(name),
        static (state, id) => state.Clusters.Find(id),
        static cluster => cluster.Name);

    /// <summary>The one host that a reference means; null where it is missing, which has been written as an error then.</summary>
    /// <exception cref="PassthroughException">VMHostNotFound: no host fits a pattern; AmbiguousName.</exception>
    internal Found<HostRecord>? FindOne(VMHostReference reference)
    {
        var found = Find(reference).ToList();
        return found.Count switch
        {
            1 => found[0],
            0 when reference.Name is not { } name || !new NamePattern(name).IsPattern => null,
            0 => throw new PassthroughException(ErrorId.VMHostNotFound, $"No host fits '{reference}'. See what there is: Get-VMHost", reference.ToString()),
            _ => throw new PassthroughException(
                ErrorId.AmbiguousName, $"'{reference}' fits {found.Count} hosts, and one is needed: {string.Join(", ", found.Take(4).Select(static f => f.Record.Name))}. Give the whole name.", reference.ToString()),
        };
    }

    /// <summary>The server that an object was read from.</summary>
    /// <exception cref="PassthroughException">NotConnected: it is not connected any more.</exception>
    internal static VIServer ServerOf(InventoryObject item) => SessionTable.Current.FindByOrigin(item.State.Origin)
        ?? throw new PassthroughException(
            ErrorId.NotConnected, $"The server that '{item.Name}' was read from is not connected any more. Connect it again and read the object again: Connect-VIServer", item);

    /// <summary>Carries an operation out, and shows how far it is where it takes time.</summary>
    internal Outcome Execute(VIServer server, Operation operation)
    {
        var running = server.BeginAsync(operation, StopToken).GetAwaiter().GetResult();
        if (!running.Ended.IsCompleted)
        {
            using var bar = new ProgressBar(this, MyInvocation.MyCommand.Name);
            do bar.Show(running.Progress);
            while (!ProgressBar.Ended(running.Ended));
        }

        return running.Ended.GetAwaiter().GetResult();
    }

    /// <summary>What a name found, where it means one machine of each server, or fits them as a pattern.</summary>
    private IEnumerable<Found<VMRecord>> OneOf(VMReference reference, IEnumerable<Found<VMRecord>> found)
    {
        if (reference.Item is not null) return found;
        var name = new NamePattern(reference.Name!).Text;
        var all = found.ToList();
        var twins = all.Where(one => string.Equals(one.Record.Name, name, StringComparison.OrdinalIgnoreCase))
            .GroupBy(static one => one.Server).FirstOrDefault(static group => group.Count() > 1);
        if (twins is null) return all;
        var places = twins.Take(4).Select(static one => $"{one.Record.Id} on host '{one.State.View(one.Record).VMHost.Name}'").ToList();
        WriteError(ErrorRecords.Of(new PassthroughException(
            ErrorId.AmbiguousName,
            $"{twins.Count()} VMs are named '{reference.Name}'; specify one: {string.Join(", ", places)}. For the first: "
            + $"Get-VM -Id {twins.First().Record.Id} | {MyInvocation.MyCommand.Name}",
            reference.Name)));
        return [];
    }

    private IEnumerable<Found<TRecord>> Find<TObject, TRecord>(
        ObjectReference<TObject> reference,
        ErrorId notFound,
        string kind,
        string lister,
        Func<InventoryState, IEnumerable<TRecord>> all,
        Func<InventoryState, string, IEnumerable<TRecord>> named,
        Func<InventoryState, string, TRecord?> byId,
        Func<TRecord, string> nameOf)
        where TObject : InventoryObject
        where TRecord : class
    {
        if (reference.Item is { } item)
        {
            Found<TRecord>? fresh = null;
            Attempt(() =>
            {
                var server = ServerOf(item);
                var state = server.Read(StopToken);
                var record = byId(state, item.Id!) ?? throw new PassthroughException(notFound, $"{Capital(kind)} '{item.Name}' does not exist any more. See what there is: {lister}", item);
                fresh = new Found<TRecord>(server, state, record);
            });
            if (fresh is not null) yield return fresh;
            yield break;
        }

        var pattern = new NamePattern(reference.Name!);
        bool any = false;
        foreach (var server in Servers)
        {
            InventoryState? state = null;
            Attempt(() => state = server.Read(StopToken));
            if (state is null) continue;
            foreach (var record in pattern.Select(all(state), name => named(state, name), nameOf))
            {
                any = true;
                yield return new Found<TRecord>(server, state, record);
            }
        }

        if (!any && !pattern.IsPattern)
            WriteError(ErrorRecords.Of(new PassthroughException(notFound, $"There is no {kind} '{reference.Name}'. See what there is: {lister}", reference.Name)));
    }

    private List<VIServer> ChooseServers()
    {
        var table = SessionTable.Current;
        if (RequestedServers is null)
        {
            if (table.Defaults.Count > 0) return [.. table.Defaults];
            Refuse(NoDefaultServer(), null);
        }

        var servers = new List<VIServer>();
        foreach (var reference in RequestedServers!)
        {
            var fitting = table.Servers.Where(server => IsMeant(reference, server)).ToList();
            if (fitting.Count == 0) Refuse($"Server '{reference}' is not connected. Connect it first: Connect-VIServer '{reference}'", reference.ToString());

            // A name alone must not let what is meant for a rehearsal reach its target.
            bool isName = reference.Name is { } name && !new NamePattern(name).IsPattern;
            if (isName && fitting.Exists(static server => server.IsRehearsal) && fitting.Exists(static server => !server.IsRehearsal))
            {
                Refuse(
                    $"'{reference}' names both a server and a rehearsal. Specify the one that Connect-VIServer returned, or disconnect the other.",
                    reference.ToString(),
                    ErrorId.AmbiguousName);
            }

            servers.AddRange(fitting.Where(server => !servers.Contains(server)));
        }

        return servers;

        void Refuse(string message, object? target, ErrorId id = ErrorId.NotConnected) =>
            ThrowTerminatingError(ErrorRecords.Of(new PassthroughException(id, message, target)));
    }

    /// <summary>Whether a reference means a server: the object, its name or pattern, or its path or address in any form.</summary>
    internal bool IsMeant(ServerReference reference, VIServer server)
    {
        if (reference.Server is { } given) return ReferenceEquals(given, server);
        return server.IsNamed(new NamePattern(reference.Name!)) || server.IsTarget(reference.Name!, FileSystemPath);
    }

    /// <summary>Why there is no server to work on where none is named.</summary>
    private protected static string NoDefaultServer() => SessionTable.Current.Servers is { Count: > 0 } connected
        ? $"No default server is connected. Name the one to use: -Server '{connected[0].Name}'"
        : "No server is connected. Connect one first, such as a local store: Connect-VIServer ./lab.json";

    /// <summary>Each object once.</summary>
    private protected static IEnumerable<Found<T>> Once<T>(IEnumerable<Found<T>> all, Func<T, string> idOf)
    {
        var seen = new HashSet<(VIServer, string)>();
        return all.Where(found => seen.Add((found.Server, idOf(found.Record))));
    }

    private static string Capital(string kind) => char.ToUpperInvariant(kind[0]) + kind.Substring(1);
}
