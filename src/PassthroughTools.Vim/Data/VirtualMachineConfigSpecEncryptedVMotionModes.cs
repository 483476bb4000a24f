namespace VMware.Vim;

/// <summary>VIM VirtualMachineConfigSpecEncryptedVMotionModes: whether a machine's live migration is encrypted.</summary>
public enum VirtualMachineConfigSpecEncryptedVMotionModes : long
{
    disabled,
    opportunistic,
    required,
}
