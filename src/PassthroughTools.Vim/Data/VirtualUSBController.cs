namespace PassthroughTools.Vim.Data;

/// <summary>A USB controller.</summary>
public sealed class VirtualUSBController : VirtualController
{
    public bool? AutoConnectDevices { get; set; }

    public bool? EhciEnabled { get; set; }
}
