namespace VMware.Vim;

/// <summary>VIM VirtualMachineConfigSpecEncryptedFtModes: whether a machine's Fault Tolerance is encrypted.</summary>
public enum VirtualMachineConfigSpecEncryptedFtModes : long
{
    ftEncryptionDisabled,
    ftEncryptionOpportunistic,
    ftEncryptionRequired,
}
