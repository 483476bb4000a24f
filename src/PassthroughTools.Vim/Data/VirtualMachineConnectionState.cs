namespace VMware.Vim;

/// <summary>Whether the server reaches a machine.</summary>
public enum VirtualMachineConnectionState : long
{
    connected,
    disconnected,
    orphaned,
    inaccessible,
    invalid,
}
