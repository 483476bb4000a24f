namespace PassthroughTools.Vim.Data;

/// <summary>VIM VirtualMachineToolsStatus.</summary>
public enum VirtualMachineToolsStatus : long
{
    toolsNotInstalled,
    toolsNotRunning,
    toolsOld,
    toolsOk,
}
