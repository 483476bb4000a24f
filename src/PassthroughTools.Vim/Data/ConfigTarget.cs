namespace VMware.Vim;

/// <summary>What a host or cluster offers to machines.</summary>
public sealed class ConfigTarget : DynamicData
{
    public int? NumCpus { get; set; }

    public int? NumCpuCores { get; set; }

    public int? NumNumaNodes { get; set; }

    public int? MaxCpusPerHost { get; set; }

    public int? MaxMemMBOptimalPerf { get; set; }

    public int? SupportedMaxMemMB { get; set; }

    public bool? AutoVmotion { get; set; }

    public VirtualMachinePciPassthroughInfo[]? PciPassthrough { get; set; }

    public VirtualMachineSriovInfo[]? Sriov { get; set; }

    public VirtualMachinePciSharedGpuPassthroughInfo[]? SharedGpuPassthroughTypes { get; set; }

    public VirtualMachineDynamicPassthroughInfo[]? DynamicPassthrough { get; set; }

    public VirtualMachineVgpuDeviceInfo[]? VgpuDeviceInfo { get; set; }

    public VirtualMachineVgpuProfileInfo[]? VgpuProfileInfo { get; set; }

    public VirtualMachineVendorDeviceGroupInfo[]? VendorDeviceGroupInfo { get; set; }

    public VirtualMachineDvxClassInfo[]? DvxClassInfo { get; set; }
}
