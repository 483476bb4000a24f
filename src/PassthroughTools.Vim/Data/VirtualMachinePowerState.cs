namespace PassthroughTools.Vim.Data;

/// <summary>VIM VirtualMachinePowerState.</summary>
public enum VirtualMachinePowerState : long
{
    poweredOff,
    poweredOn,
    suspended,
}
