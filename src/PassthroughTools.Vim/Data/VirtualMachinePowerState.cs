namespace PassthroughTools.Vim.Data;

/// <summary>A machine's power state.</summary>
public enum VirtualMachinePowerState : long
{
    poweredOff,
    poweredOn,
    suspended,
}
