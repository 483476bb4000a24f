namespace VMware.Vim;

/// <summary>The VMCI device.</summary>
public sealed class VirtualMachineVMCIDevice : VirtualDevice
{
    public long? Id { get; set; }

    public bool? AllowUnrestrictedCommunication { get; set; }
}
