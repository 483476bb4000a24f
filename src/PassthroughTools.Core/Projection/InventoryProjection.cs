using PassthroughTools.State;
using PassthroughTools.Vim.Views;
using VMware.Vim;

namespace PassthroughTools.Projection;

/// <summary>An inventory as VIM has it: the properties of the managed objects that it stands for.</summary>
internal static class InventoryProjection
{
    /// <summary>A property of a managed object; null where there is none, or none is known.</summary>
    /// <param name="state">The inventory.</param>
    /// <param name="moRef">The managed object.</param>
    /// <param name="property">The property's name, such as config.</param>
    public static object? Property(InventoryState state, ManagedObjectReference moRef, string property)
    {
        if (moRef.Type == nameof(ServiceInstance))
            return property == "content" ? new ServiceContent { About = new AboutInfo() } : null;
        string id = moRef.ToString();
        if (state.VMs.Find(id) is { } vm) return MachineProjection.Property(state, vm, property);
        if (state.Hosts.Find(id) is { } host) return HostProjection.Property(state, host, property);
        if (state.Clusters.Find(id) is { } cluster) return ClusterProjection.Property(state, cluster, property);
        if (moRef.Type == "VirtualMachineSnapshot")
            return property == "vm" && state.VMOfSnapshot(id) is { } whole ? MoRefs.Of(whole) : null;
        return MoRefs.OwnerOf(moRef) is { } owner && state.Hosts.Find(owner) is { } owning
           ? OfHostPart(state, owning, property)
           : null;
    }

    private static object? OfHostPart(InventoryState state, HostRecord host, string property) => property switch
    {
        "pciPassthruInfo" => HostProjection.Passthrough(host),
        "graphicsInfo" => HostProjection.Graphics(state, host),
        "graphicsConfig" => HostProjection.GraphicsConfig(host),
        _ => null,
    };
}
