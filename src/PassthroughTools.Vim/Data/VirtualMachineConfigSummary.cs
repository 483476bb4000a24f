namespace VMware.Vim;

/// <summary>A machine's configuration in short.</summary>
public sealed class VirtualMachineConfigSummary : DynamicData
{
    public string? Name { get; set; }

    public bool Template { get; set; }

    public string? VmPathName { get; set; }

    public int? MemorySizeMB { get; set; }

    /// <summary>In MHz.</summary>
    public int? CpuReservation { get; set; }

    /// <summary>In MB.</summary>
    public int? MemoryReservation { get; set; }

    public int? NumCpu { get; set; }

    public int? NumEthernetCards { get; set; }

    public int? NumVirtualDisks { get; set; }

    public string? Uuid { get; set; }

    public string? InstanceUuid { get; set; }

    public string? GuestId { get; set; }

    public string? GuestFullName { get; set; }

    public string? Annotation { get; set; }

    public ManagedByInfo? ManagedBy { get; set; }

    public bool? TpmPresent { get; set; }

    public int? NumVmiopBackings { get; set; }

    /// <summary>The virtual hardware version, such as vmx-21.</summary>
    public string? HwVersion { get; set; }
}
