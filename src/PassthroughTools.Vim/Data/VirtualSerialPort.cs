namespace VMware.Vim;

/// <summary>A serial port.</summary>
public sealed class VirtualSerialPort : VirtualDevice
{
    public bool YieldOnPoll { get; set; }
}
