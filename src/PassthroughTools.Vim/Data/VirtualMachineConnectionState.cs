namespace PassthroughTools.Vim.Data;

/// <summary>VIM VirtualMachineConnectionState.</summary>
public enum VirtualMachineConnectionState : long
{
    connected,
    disconnected,
    orphaned,
    inaccessible,
    invalid,
}
