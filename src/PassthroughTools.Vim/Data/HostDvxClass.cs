namespace VMware.Vim;

/// <summary>A DVX device class of a host, for Enhanced DirectPath I/O.</summary>
public sealed class HostDvxClass : DynamicData
{
    public string? DeviceClass { get; set; }

    public bool CheckpointSupported { get; set; }

    public bool SwDMATracingSupported { get; set; }

    public bool SriovNic { get; set; }
}
