namespace VMware.Vim;

/// <summary>The managers of a host's configuration.</summary>
public sealed class HostConfigManager : DynamicData
{
    public ManagedObjectReference? PciPassthruSystem { get; set; }

    public ManagedObjectReference? GraphicsManager { get; set; }

    public ManagedObjectReference? AssignableHardwareManager { get; set; }
}
