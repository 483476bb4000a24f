using PassthroughTools.Inventory;
using PassthroughTools.Operations;

namespace PassthroughTools.Sessions;

/// <summary>
/// What a task is called where vCenter runs it: its VIM method, as in PowerCLI's tasks, and that in words. Source: vSphere Web
/// Services API reference, VirtualMachine, HostSystem and Folder.
/// </summary>
/// <param name="Method">The VIM method, such as PowerOnVM_Task.</param>
/// <param name="Description">What it does.</param>
internal sealed record VimTask(string Method, string Description)
{
    public static VimTask Of(Operation operation) => operation switch
    {
        PowerOnVM => new("PowerOnVM_Task", "Power on virtual machine"),
        PowerOffVM => new("PowerOffVM_Task", "Power off virtual machine"),
        SuspendVM => new("SuspendVM_Task", "Suspend virtual machine"),
        RestartVM => new("ResetVM_Task", "Reset virtual machine"),
        MoveVM => new("RelocateVM_Task", "Relocate virtual machine"),
        CreateVM => new("CreateVM_Task", "Create virtual machine"),
        RemoveVM => new("Destroy_Task", "Delete virtual machine"),
        CreateSnapshot => new("CreateSnapshot_Task", "Create virtual machine snapshot"),
        RemoveSnapshot => new("RemoveSnapshot_Task", "Remove snapshot"),
        SetHostState { State: VMHostState.Maintenance } => new("EnterMaintenanceMode_Task", "Enter maintenance mode"),
        SetHostState { State: VMHostState.Disconnected } => new("DisconnectHost_Task", "Disconnect host"),
        SetHostState => new("ExitMaintenanceMode_Task", "Exit maintenance mode"),
        RestartHost => new("RebootHost_Task", "Reboot host"),
        _ => new("ReconfigVM_Task", "Reconfigure virtual machine"),
    };
}
