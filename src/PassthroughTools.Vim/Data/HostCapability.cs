namespace VMware.Vim;

/// <summary>What a host can do.</summary>
public sealed class HostCapability : DynamicData
{
    public bool? VmDirectPathGen2Supported { get; set; }

    public bool? DeviceRebindWithoutRebootSupported { get; set; }
}
