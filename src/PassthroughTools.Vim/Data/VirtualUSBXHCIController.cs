namespace VMware.Vim;

/// <summary>A USB 3 controller.</summary>
public sealed class VirtualUSBXHCIController : VirtualController
{
    public bool? AutoConnectDevices { get; set; }
}
