using PassthroughTools.Importing.Vmx;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>What of a vSphere's inventory is copied into a store or a rehearsal.</summary>
internal static class InventoryCopy
{
    /// <summary>
    /// The inventory without what VMware Tools tell of guests, and with those settings only that an import of .vmx files keeps:
    /// others may be secret, such as guestinfo and the passwords of remote consoles.
    /// </summary>
    public static InventoryState Of(InventoryState state) => InventoryState.Create(
        state.Catalog, state.Origin, state.Revision, state.NextId, [.. state.Clusters.Values], [.. state.Hosts.Values],
        [.. state.VMs.Values.Select(Of)])
        .With(state.Unread);

    private static VMRecord Of(VMRecord vm) => vm with
    {
        Guest = null,
        AdvancedSettings = SortedMap<string, string>.Create(
            [.. vm.AdvancedSettings.Where(static setting => IsCopied(setting.Key))], StringComparer.OrdinalIgnoreCase),
    };

    private static bool IsCopied(string key) => VmxSettings.IsKept(key) || SriovAdapter.IsKey(key) || VGpu.IsKey(key);
}
