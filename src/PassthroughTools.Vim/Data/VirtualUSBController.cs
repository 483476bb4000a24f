namespace VMware.Vim;

/// <summary>A USB controller.</summary>
public sealed class VirtualUSBController : VirtualController
{
    public bool? AutoConnectDevices { get; set; }

    public bool? EhciEnabled { get; set; }
}
