namespace PassthroughTools.Capabilities;

/// <summary>How it is known what a device's largest BAR maps, from weakest to strongest.</summary>
public enum BarBasis : long
{
    /// <summary>Neither the host's inventory nor the catalog knows the device: a high-end GPU is taken to map 16 GB.</summary>
    Assumed,

    /// <summary>Concluded from the device's memory or kind, and not seen on one.</summary>
    Derived,

    /// <summary>Read from a device: lspci, nvidia-smi, a driver's log or vmware.log.</summary>
    Observed,

    /// <summary>The vendor or VMware states it, or states the region from which it follows.</summary>
    Published,

    /// <summary>The inventory, or a catalog file of one's own, gives it.</summary>
    Stated,
}
