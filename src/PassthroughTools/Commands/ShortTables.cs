using System.Management.Automation;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>
/// Hosts and clusters have a table of their own where their inventory tells nothing of hardware and services, as esxcli does not:
/// PowerCLI's columns for that would be empty. The view is found by a type name that is put before theirs.
/// </summary>
internal sealed class ShortTables
{
    private InventoryState? asked;
    private bool hasHardware;
    private bool hasServices;

    /// <summary>An object as it is written.</summary>
    public object? Of(object? written)
    {
        if (written is not (VMHost or Cluster)) return written;
        Ask(((InventoryObject)written).ReadFrom);
        if (written is VMHost ? hasHardware : hasServices) return written;
        var shown = PSObject.AsPSObject(written);
        var name = $"{written.GetType().FullName}#{(written is VMHost ? "WithoutHardware" : "WithoutServices")}";
        if (shown.TypeNames[0] != name) shown.TypeNames.Insert(0, name);
        return shown;
    }

    private void Ask(InventoryState state)
    {
        if (ReferenceEquals(asked, state)) return;
        asked = state;
        hasHardware = state.Hosts.Values.Any(static host => host.Hardware is not null);
        hasServices = state.Clusters.Values.Any(static cluster => cluster.Services is not null);
    }
}
