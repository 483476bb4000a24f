namespace VMware.Vim;

/// <summary>What machines with a vGPU profile can do on a host.</summary>
public sealed class HostSharedGpuCapabilities : DynamicData
{
    public string? Vgpu { get; set; }

    public bool DiskSnapshotSupported { get; set; }

    public bool MemorySnapshotSupported { get; set; }

    public bool SuspendSupported { get; set; }

    public bool MigrateSupported { get; set; }
}
