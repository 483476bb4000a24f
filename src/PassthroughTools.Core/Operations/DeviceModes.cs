using PassthroughTools.Capabilities;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Which modes a device offers.</summary>
internal static class DeviceModes
{
    /// <summary>
    /// The modes that the host reports; where it reports none: host for every device, directPath for one that can be passed
    /// through, enhancedDirectPath for one that the catalog or the host's DVX classes list for it.
    /// </summary>
    public static IReadOnlyList<DeviceMode> Configurable(Catalog catalog, HostRecord host, PciDeviceRecord device)
    {
        if (device.ConfigurableModes is { } reported) return reported;

        // Arrays, since PowerShell cannot index the type that a collection expression for an interface has.
        if (!device.PassthroughCapable) return new[] { DeviceMode.Host };
        return CapabilityResolver.OffersEnhanced(catalog, host, device)
            ? new[] { DeviceMode.Host, DeviceMode.DirectPath, DeviceMode.EnhancedDirectPath }
            : new[] { DeviceMode.Host, DeviceMode.DirectPath };
    }
}
