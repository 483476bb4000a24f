namespace PassthroughTools.State;

/// <summary>
/// A DVX device class that a host offers for Enhanced DirectPath (vSphere Web Services API, HostDvxClass).
/// </summary>
public sealed record DvxClassRecord
{
    /// <summary>The class name, such as com.vendor.device.</summary>
    public required string Name { get; init; }

    /// <summary>Whether devices of the class can be checkpointed: suspend, resume and memory snapshots.</summary>
    public bool CheckpointSupported { get; init; }

    /// <summary>Whether the class tracks DMA in software; with checkpoints this allows vMotion.</summary>
    public bool SwDmaTracingSupported { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
