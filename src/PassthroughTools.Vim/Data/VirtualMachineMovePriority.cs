namespace VMware.Vim;

/// <summary>How soon a machine is moved.</summary>
public enum VirtualMachineMovePriority : long
{
    lowPriority,
    highPriority,
    defaultPriority,
}
