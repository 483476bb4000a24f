namespace VMware.Vim;

/// <summary>A USB device.</summary>
public sealed class VirtualUSB : VirtualDevice
{
    public bool Connected { get; set; }

    public int? Vendor { get; set; }

    public int? Product { get; set; }

    public string[]? Family { get; set; }

    public string[]? Speed { get; set; }
}
