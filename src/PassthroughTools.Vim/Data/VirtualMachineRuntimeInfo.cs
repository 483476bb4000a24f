namespace VMware.Vim;

/// <summary>A machine as it runs.</summary>
public sealed class VirtualMachineRuntimeInfo : DynamicData
{
    public ManagedObjectReference? Host { get; set; }

    public VirtualMachineConnectionState? ConnectionState { get; set; }

    public VirtualMachinePowerState? PowerState { get; set; }

    public bool? ToolsInstallerMounted { get; set; }

    public DateTime? SuspendTime { get; set; }

    public DateTime? BootTime { get; set; }

    /// <summary>In bytes.</summary>
    public long? MemoryOverhead { get; set; }

    /// <summary>In MHz.</summary>
    public int? MaxCpuUsage { get; set; }

    /// <summary>In MB.</summary>
    public int? MaxMemoryUsage { get; set; }

    public int? NumMksConnections { get; set; }

    public bool? CleanPowerOff { get; set; }

    public string? MinRequiredEVCModeKey { get; set; }

    public bool? ConsolidationNeeded { get; set; }
}
