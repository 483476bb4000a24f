namespace VMware.Vim;

/// <summary>Whether VMware Tools are there, run and are current.</summary>
public enum VirtualMachineToolsStatus : long
{
    toolsNotInstalled,
    toolsNotRunning,
    toolsOld,
    toolsOk,
}
