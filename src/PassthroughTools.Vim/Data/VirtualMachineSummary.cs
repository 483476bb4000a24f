namespace VMware.Vim;

/// <summary>A machine in short.</summary>
public sealed class VirtualMachineSummary : DynamicData
{
    public ManagedObjectReference? Vm { get; set; }

    public VirtualMachineRuntimeInfo? Runtime { get; set; }

    public VirtualMachineGuestSummary? Guest { get; set; }

    public VirtualMachineConfigSummary? Config { get; set; }

    public VirtualMachineStorageSummary? Storage { get; set; }

    public VirtualMachineQuickStats? QuickStats { get; set; }

    public ManagedEntityStatus? OverallStatus { get; set; }
}
