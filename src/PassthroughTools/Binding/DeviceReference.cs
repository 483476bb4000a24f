using System.Management.Automation;
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
        : base(ObjectKinds.Device, Passed(item))
    {
    }

    /// <summary>Takes a PCI address or name.</summary>
    public DeviceReference(string name)
        : base(ObjectKinds.Device, name)
    {
    }

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public DeviceReference(PSObject value)
        : base(ObjectKinds.Device, Of(value))
    {
    }

    /// <summary>That an id alone, which every host may have, is not enough where no host is given.</summary>
    /// <exception cref="PassthroughException">DeviceNotFound: it is an id or a name.</exception>
    internal void RequireObject()
    {
        if (Name is null) return;
        throw new PassthroughException(
            ErrorId.DeviceNotFound,
            $"Device '{Name}' by id needs its host. Pipe the device in: Get-PassthroughDevice -VMHost ... -Id '{Name}'",
            Name);
    }

    private static Given Of(PSObject value)
    {
        var given = Given.Of(value, takesNames: true, typeof(PassthroughDevice), typeof(PciDevice));
        return given.Item is PciDevice item ? given with { Item = Passed(item) } : given;
    }

    private static PassthroughDevice Passed(PciDevice item) => new(item.VMHost, item.Record);
}
