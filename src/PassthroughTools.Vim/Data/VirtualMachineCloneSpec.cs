namespace VMware.Vim;

/// <summary>What a clone of a machine is to be.</summary>
public sealed class VirtualMachineCloneSpec : DynamicData
{
    public VirtualMachineRelocateSpec? Location { get; set; }

    public bool Template { get; set; }

    public VirtualMachineConfigSpec? Config { get; set; }

    public bool PowerOn { get; set; }

    public ManagedObjectReference? Snapshot { get; set; }

    public bool? Memory { get; set; }

    public string? TpmProvisionPolicy { get; set; }
}
