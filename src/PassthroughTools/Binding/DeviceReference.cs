using PassthroughTools.Errors;
using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>A passthrough device: the object, a host's PCI device, or an id or name with wildcards.</summary>
public sealed class DeviceReference : ObjectReference<PassthroughDevice>
{
    /// <summary>Takes the object.</summary>
    public DeviceReference(PassthroughDevice item)
        : base(ObjectKinds.Device, item)
    {
    }

    /// <summary>Takes a host's PCI device.</summary>
    public DeviceReference(PciDevice item)
        : base(ObjectKinds.Device, new PassthroughDevice(item.VMHost, item.Record))
    {
    }

    /// <summary>Takes a PCI address or name.</summary>
    public DeviceReference(string name)
        : base(ObjectKinds.Device, name)
    {
    }

    /// <summary>The object; an id alone, which every host may have, is not enough where no host is given.</summary>
    /// <exception cref="PassthroughException">DeviceNotFound: it is an id or a name.</exception>
    internal PassthroughDevice Known => Item ?? throw new PassthroughException(
        ErrorId.DeviceNotFound, $"Device '{Name}' by id needs its host. Pipe the device in: Get-PassthroughDevice -VMHost ... -Id '{Name}'", Name);
}
