using PassthroughTools.Inventory;
using PassthroughTools.Operations;

namespace PassthroughTools.Sessions;

/// <summary>
/// What a task is called where vCenter runs it: its VIM method, as in PowerCLI's tasks, and that in words. Source: vSphere Web
/// Services API reference, VirtualMachine, HostSystem and Folder; keys: a vCenter's TaskManager.description.methodInfo, as
/// govmomi's simulator has it.
/// </summary>
/// <param name="Method">The VIM method, such as PowerOnVM_Task.</param>
/// <param name="Description">What it does.</param>
/// <param name="Key">The key of these words, by which scripts filter, such as VirtualMachine.powerOn.</param>
internal sealed record VimTask(string Method, string Description, string Key)
{
    public static VimTask Of(Operation operation) => operation switch
    {
        PowerOnVM => new("PowerOnVM_Task", "Power on virtual machine", "VirtualMachine.powerOn"),
        PowerOffVM => new("PowerOffVM_Task", "Power off virtual machine", "VirtualMachine.powerOff"),
        SuspendVM => new("SuspendVM_Task", "Suspend virtual machine", "VirtualMachine.suspend"),
        RestartVM => new("ResetVM_Task", "Reset virtual machine", "VirtualMachine.reset"),
        MoveVM => new("RelocateVM_Task", "Relocate virtual machine", "VirtualMachine.relocate"),
        CreateVM => new("CreateVM_Task", "Create virtual machine", "Folder.createVm"),
        RemoveVM => new("Destroy_Task", "Delete virtual machine", "VirtualMachine.destroy"),
        CreateSnapshot => new("CreateSnapshot_Task", "Create virtual machine snapshot", "VirtualMachine.createSnapshot"),
        RemoveSnapshot => new("RemoveSnapshot_Task", "Remove snapshot", "vm.Snapshot.remove"),
        SetHostState { State: VMHostState.Maintenance } =>
            new("EnterMaintenanceMode_Task", "Enter maintenance mode", "HostSystem.enterMaintenanceMode"),
        SetHostState { State: VMHostState.Disconnected } =>
            new("DisconnectHost_Task", "Disconnect host", "HostSystem.disconnect"),
        SetHostState => new("ExitMaintenanceMode_Task", "Exit maintenance mode", "HostSystem.exitMaintenanceMode"),
        RestartHost => new("RebootHost_Task", "Reboot host", "HostSystem.reboot"),
        _ => new("ReconfigVM_Task", "Reconfigure virtual machine", "VirtualMachine.reconfigure"),
    };
}
