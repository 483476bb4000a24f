namespace PassthroughTools.Vim.Data;

/// <summary>Whether the server reaches a machine.</summary>
public enum VirtualMachineConnectionState : long
{
    connected,
    disconnected,
    orphaned,
    inaccessible,
    invalid,
}
