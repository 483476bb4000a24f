using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>A passthrough device: the object, a host's PCI device, or an id or name with wildcards.</summary>
public sealed class DeviceReference : ObjectReference<PassthroughDevice>
{
    /// <summary>Takes the object.</summary>
    public DeviceReference(PassthroughDevice item)
        : base(item)
    {
    }

    /// <summary>Takes a host's PCI device.</summary>
    public DeviceReference(PciDevice item)
        : base(new PassthroughDevice(item.VMHost, item.ExtensionData))
    {
    }

    /// <summary>Takes a PCI address or name.</summary>
    public DeviceReference(string name)
        : base(name)
    {
    }
}
