namespace VMware.Vim;

/// <summary>A machine's power state.</summary>
public enum VirtualMachinePowerState : long
{
    poweredOff,
    poweredOn,
    suspended,
}
