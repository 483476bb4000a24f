namespace VMware.Vim;

/// <summary>A host's configuration.</summary>
public sealed class HostConfigInfo : DynamicData
{
    public ManagedObjectReference? Host { get; set; }

    public AboutInfo? Product { get; set; }

    public HostHyperThreadScheduleInfo? HyperThread { get; set; }

    public HostNetworkInfo? Network { get; set; }

    public OptionValue[]? Option { get; set; }

    public HostPciPassthruInfo[]? PciPassthruInfo { get; set; }

    public HostGraphicsInfo[]? GraphicsInfo { get; set; }

    public string[]? SharedPassthruGpuTypes { get; set; }

    public HostGraphicsConfig? GraphicsConfig { get; set; }

    public HostSharedGpuCapabilities[]? SharedGpuCapabilities { get; set; }
}
