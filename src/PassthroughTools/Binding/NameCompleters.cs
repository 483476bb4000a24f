#pragma warning disable MA0048 // the completers of names, a line of work each
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Binding;

/// <summary>Completes the names of virtual machines.</summary>
public sealed class VMNameCompleter() : NameCompleter(static (InventoryState state) =>
    state.AllVMs().Select(static vm => (vm.Name, $"{vm.PowerState} on {vm.VMHost.Name}")));

/// <summary>Completes the names of templates.</summary>
public sealed class TemplateNameCompleter() : NameCompleter(static (InventoryState state) =>
    state.AllTemplates().Select(static template => (template.Name, $"Template on {template.VMHost.Name}")));

/// <summary>Completes the names of hosts.</summary>
public sealed class VMHostNameCompleter() : NameCompleter(static (InventoryState state) =>
    state.AllHosts().Select(static host => (host.Name, $"{host.ConnectionState}, ESXi {host.Version}")));

/// <summary>Completes the names of clusters.</summary>
public sealed class ClusterNameCompleter() : NameCompleter(static (InventoryState state) =>
    state.AllClusters().Select(static cluster => (cluster.Name, "Cluster")));

/// <summary>Completes the names of clusters and hosts.</summary>
public sealed class LocationNameCompleter() : NameCompleter(static (InventoryState state) =>
    ObjectKinds.Location.All(state).Select(static place => (place.Name, place is Cluster ? "Cluster" : "Host")));

/// <summary>Completes the names of connected servers, also from their file names or hosts.</summary>
public sealed class ServerNameCompleter() : NameCompleter(static () =>
    SessionTable.Current.Servers.Select(
        static server => (server.Name, $"{server.Backend}{(server.IsRehearsal ? ", rehearsal" : "")}")))
{
    private protected override bool IsBegun(BegunName begun, string name) =>
        begun.Fits(name) || begun.Fits(System.IO.Path.GetFileName(name)) || begun.Fits(ControlPlaneTarget.ShortNameOf(name));
}

/// <summary>Completes the ids of tasks.</summary>
public sealed class TaskIdCompleter() : NameCompleter(static () => SessionTable.Current.Servers
    .SelectMany(static server => server.Tasks.All)
    .Select(static task => (task.Id, $"{task.Command} {task.Target}: {task.State}")));

/// <summary>Completes the types of managed objects that Get-View lists.</summary>
public sealed class ViewTypeCompleter()
    : NameCompleter(static () => ViewTypeReference.Listed.Select(static name => (name, "View")));

/// <summary>Completes the names of operations.</summary>
public sealed class OperationNameCompleter()
    : NameCompleter(static () => Operation.Names.Select(static name => (name, "Operation")));

/// <summary>
/// Completes PCI addresses: of the hosts that -VMHost names, or that have the machines that -VM names, else of all.
/// </summary>
public sealed class DeviceIdCompleter() : NameCompleter(Ids)
{
    private static IEnumerable<(string Name, string Tip)> Ids(IDictionary boundParameters)
    {
        var hosts = Names(boundParameters["VMHost"]);
        var machines = Names(boundParameters["VM"]);
        return Servers(boundParameters["Server"]).SelectMany(static server => server.Last.AllHosts())
            .Where(host => IsMeant(hosts, host.Name)
                && (machines is null || host.ReadFrom.VMsOn(host.Id).Any(vm => IsMeant(machines, vm.Name))))
            .SelectMany(static host => host.PassthroughDevices())
            .Select(static device => (device.Id!, $"{device.Name} on {device.VMHost!.Name}"));
    }

    private static bool IsMeant(IReadOnlyList<NamePattern>? names, string name) =>
        names is null || names.Any(pattern => pattern.Fits(name));

    /// <summary>
    /// The names that an argument gives, of objects or as texts; null where it is not given, or not known before it runs.
    /// </summary>
    private static IReadOnlyList<NamePattern>? Names(object? argument) => argument switch
    {
        PSObject wrapped => Names(wrapped.BaseObject),
        string text => [new NamePattern(text)],
        InventoryObject item => [new NamePattern(WildcardPattern.Escape(item.Name))],
        IEnumerable many => [.. many.Cast<object?>().SelectMany(static one => Names(one) ?? [])],
        _ => null,
    };
}

/// <summary>Completes DVX device classes.</summary>
public sealed class DeviceClassCompleter() : NameCompleter(static (InventoryState state) =>
    state.Hosts.Values.SelectMany(static host => host.DvxClasses).Select(static dvxClass => dvxClass.Name)
        .Distinct(StringComparer.OrdinalIgnoreCase).Select(static name => (name, "DVX device class")));

/// <summary>Completes the names of device groups.</summary>
public sealed class DeviceGroupCompleter() : NameCompleter(static (InventoryState state) =>
    state.Hosts.Values.SelectMany(static host => host.DeviceGroups).Select(static group => group.Name)
        .Distinct(StringComparer.OrdinalIgnoreCase).Select(static name => (name, "Device group")));

/// <summary>Completes the keys of the catalog's technologies.</summary>
public sealed class TechnologyCompleter() : NameCompleter(static () =>
    Catalog.BuiltIn.Technologies.Concat<CatalogEntry>(Catalog.BuiltIn.Alternatives).Select(static way => (way.Key, way.Name)));

/// <summary>Completes the keys of the catalog's device models.</summary>
public sealed class ModelCompleter() : NameCompleter(static () => Catalog.BuiltIn.Models.Select(static model =>
    (model.Key, model.MemoryGB is { } memory
        ? string.Format(CultureInfo.InvariantCulture, "{0}, {1} GB", model.Name, memory)
        : model.Name)));

/// <summary>Completes the names of advanced settings that passthrough uses.</summary>
public sealed class AdvancedSettingCompleter() : NameCompleter(static () =>
[
    (Mmio.MmioSizing.EnableKey, "TRUE maps 64-bit MMIO"),
    (Mmio.MmioSizing.SizeKey, "The size of the 64-bit MMIO region in GB"),
]);
