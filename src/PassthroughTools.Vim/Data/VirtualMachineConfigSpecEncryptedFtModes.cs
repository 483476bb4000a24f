namespace PassthroughTools.Vim.Data;

/// <summary>VIM VirtualMachineConfigSpecEncryptedFtModes: whether a machine's Fault Tolerance is encrypted.</summary>
public enum VirtualMachineConfigSpecEncryptedFtModes : long
{
    ftEncryptionDisabled,
    ftEncryptionOpportunistic,
    ftEncryptionRequired,
}
