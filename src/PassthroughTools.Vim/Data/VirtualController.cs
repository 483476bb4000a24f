namespace VMware.Vim;

/// <summary>A controller that other devices hang on.</summary>
public class VirtualController : VirtualDevice
{
    public int BusNumber { get; set; }

    /// <summary>The keys of the devices on it.</summary>
    public int[]? Device { get; set; }
}
