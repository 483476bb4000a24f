namespace VMware.Vim;

/// <summary>Where a machine's files are.</summary>
public sealed class VirtualMachineFileInfo : DynamicData
{
    public string? VmPathName { get; set; }

    public string? SnapshotDirectory { get; set; }

    public string? SuspendDirectory { get; set; }

    public string? LogDirectory { get; set; }
}
