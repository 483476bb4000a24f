namespace VMware.Vim;

/// <summary>A machine's configuration.</summary>
public sealed class VirtualMachineConfigInfo : DynamicData
{
    public string? ChangeVersion { get; set; }

    public DateTime? Modified { get; set; }

    public string? Name { get; set; }

    public string? GuestFullName { get; set; }

    /// <summary>The virtual hardware version, such as vmx-21.</summary>
    public string? Version { get; set; }

    public string? Uuid { get; set; }

    public DateTime? CreateDate { get; set; }

    public string? InstanceUuid { get; set; }

    public string? LocationId { get; set; }

    public bool Template { get; set; }

    public string? GuestId { get; set; }

    public string? AlternateGuestName { get; set; }

    public string? Annotation { get; set; }

    public VirtualMachineFileInfo? Files { get; set; }

    public ToolsConfigInfo? Tools { get; set; }

    public VirtualMachineFlagInfo? Flags { get; set; }

    public bool? RebootPowerOff { get; set; }

    public VirtualHardware? Hardware { get; set; }

    public ResourceAllocationInfo? CpuAllocation { get; set; }

    public ResourceAllocationInfo? MemoryAllocation { get; set; }

    public LatencySensitivity? LatencySensitivity { get; set; }

    public bool? MemoryHotAddEnabled { get; set; }

    public bool? CpuHotAddEnabled { get; set; }

    public bool? CpuHotRemoveEnabled { get; set; }

    /// <summary>In MB.</summary>
    public long? HotPlugMemoryLimit { get; set; }

    /// <summary>In MB.</summary>
    public long? HotPlugMemoryIncrementSize { get; set; }

    public VirtualMachineAffinityInfo? CpuAffinity { get; set; }

    public VirtualMachineAffinityInfo? MemoryAffinity { get; set; }

    public OptionValue[]? ExtraConfig { get; set; }

    public string? SwapPlacement { get; set; }

    public VirtualMachineBootOptions? BootOptions { get; set; }

    public bool? ChangeTrackingEnabled { get; set; }

    /// <summary>bios or efi.</summary>
    public string? Firmware { get; set; }

    public int? MaxMksConnections { get; set; }

    public bool? GuestAutoLockEnabled { get; set; }

    public ManagedByInfo? ManagedBy { get; set; }

    public bool? MemoryReservationLockedToMax { get; set; }

    public bool? NestedHVEnabled { get; set; }

    public bool? VPMCEnabled { get; set; }

    public bool? MessageBusTunnelEnabled { get; set; }

    public string? MigrateEncryption { get; set; }

    public string? FtEncryptionMode { get; set; }

    public bool? SevEnabled { get; set; }

    public VirtualMachineVirtualDeviceGroups? DeviceGroups { get; set; }

    public bool? FixedPassthruHotPlugEnabled { get; set; }
}
