#pragma warning disable MA0048 // the completers of object names, a line of work each
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Binding;

/// <summary>Completes the names of virtual machines.</summary>
public sealed class VMNameCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) =>
        States(boundParameters).SelectMany(static state => state.AllVMs()).Select(static vm => (vm.Name, $"{vm.PowerState} on {vm.VMHost.Name}"));
}

/// <summary>Completes the names of templates.</summary>
public sealed class TemplateNameCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) =>
        States(boundParameters).SelectMany(static state => state.AllTemplates()).Select(static template => (template.Name, $"Template on {template.VMHost.Name}"));
}

/// <summary>Completes the names of hosts.</summary>
public sealed class VMHostNameCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) =>
        States(boundParameters).SelectMany(static state => state.AllHosts()).Select(static host => (host.Name, $"{host.ConnectionState}, ESXi {host.Version}"));
}

/// <summary>Completes the names of clusters.</summary>
public sealed class ClusterNameCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) =>
        States(boundParameters).SelectMany(static state => state.AllClusters()).Select(static cluster => (cluster.Name, "Cluster"));
}

/// <summary>Completes the names of clusters and hosts.</summary>
public sealed class LocationNameCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) => States(boundParameters).SelectMany(static state =>
        state.AllClusters().Select(static cluster => (cluster.Name, "Cluster")).Concat(state.AllHosts().Select(static host => (host.Name, "Host"))));
}

/// <summary>Completes the names of connected servers, also from their file names or hosts.</summary>
public sealed class ServerNameCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) =>
        SessionTable.Current.Servers.Select(static server => (server.Name, $"{server.Backend}{(server.IsRehearsal ? ", rehearsal" : "")}"));

    private protected override bool IsBegun(BegunName begun, string name) =>
        begun.Fits(name) || begun.Fits(System.IO.Path.GetFileName(name)) || begun.Fits(ControlPlaneTarget.ShortNameOf(name));
}

/// <summary>Completes the ids of tasks.</summary>
public sealed class TaskIdCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) =>
        SessionTable.Current.Servers.SelectMany(static server => server.Tasks.All).Select(static task => (task.Id, $"{task.Name} {task.Target}: {task.State}"));
}

/// <summary>Completes the names of operations.</summary>
public sealed class OperationNameCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) => Operation.Names.Select(static name => (name, "Operation"));
}

/// <summary>Completes PCI addresses: of the hosts that -VMHost names, or that have the machines that -VM names, else of all.</summary>
public sealed class DeviceIdCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters)
    {
        var hosts = Names(boundParameters["VMHost"]);
        var machines = Names(boundParameters["VM"]);
        return States(boundParameters)
            .SelectMany(state => state.AllHosts().Where(host => IsMeant(hosts, host.Name)
                && (machines is null || state.VMsOn(host.Id).Any(vm => IsMeant(machines, vm.Name)))))
            .SelectMany(static host => host.PassthroughDevices())
            .Select(static device => (device.Id!, $"{device.Name} on {device.VMHost!.Name}"));
    }

    private static bool IsMeant(IReadOnlyList<NamePattern>? names, string name) => names is null || names.Any(pattern => pattern.Fits(name));
}

/// <summary>Completes DVX device classes.</summary>
public sealed class DeviceClassCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) => States(boundParameters)
        .SelectMany(static state => state.Hosts.Values).SelectMany(static host => host.DvxClasses)
        .Select(static dvxClass => dvxClass.Name).Distinct(System.StringComparer.OrdinalIgnoreCase).Select(static name => (name, "DVX device class"));
}

/// <summary>Completes the names of device groups.</summary>
public sealed class DeviceGroupCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) => States(boundParameters)
        .SelectMany(static state => state.Hosts.Values).SelectMany(static host => host.DeviceGroups)
        .Select(static group => group.Name).Distinct(System.StringComparer.OrdinalIgnoreCase)
        .Select(static name => (name, "Device group"));
}

/// <summary>Completes the keys of the catalog's technologies.</summary>
public sealed class TechnologyCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) =>
        Catalog.BuiltIn.Technologies.Concat<CatalogEntry>(Catalog.BuiltIn.Alternatives).Select(static way => (way.Key, way.Name));
}

/// <summary>Completes the keys of the catalog's device models.</summary>
public sealed class ModelCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) => Catalog.BuiltIn.Models.Select(static model =>
        (model.Key, model.MemoryGB is { } memory ? string.Format(CultureInfo.InvariantCulture, "{0}, {1} GB", model.Name, memory) : model.Name));
}

/// <summary>Completes the names of advanced settings that passthrough uses.</summary>
public sealed class AdvancedSettingCompleter : CachedCompleter
{
    private protected override IEnumerable<(string Name, string Tip)> Candidates(IDictionary boundParameters) =>
    [
        (Mmio.MmioSizing.EnableKey, "TRUE maps 64-bit MMIO"),
        (Mmio.MmioSizing.SizeKey, "The size of the 64-bit MMIO region in GB"),
    ];
}
