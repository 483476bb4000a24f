using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.Vim.Soap;

namespace PassthroughTools.Backends.VSphere.Calls;

/// <summary>Takes and removes snapshots.</summary>
internal static class Snapshots
{
    public static Task CreateAsync(VSphereCall call, CreateSnapshot operation) => call.DoAsync(
        call.VM,
        "take a snapshot of",
        "CreateSnapshot_Task",
        SoapArgument.Of("name", operation.NewName),
        SoapArgument.Of("description", operation.Description),
        SoapArgument.Of<bool?>("memory", operation.Memory),
        SoapArgument.Of<bool?>("quiesce", operation.Quiesce));

    public static Task RemoveAsync(VSphereCall call, RemoveSnapshot operation) => call.Running.DoAsync(
        $"remove a snapshot of VM '{call.VM.Name}'",
        call.State.View(call.VM),
        MoRefs.Of(operation.SnapshotId, "VirtualMachineSnapshot"),
        "RemoveSnapshot_Task",
        SoapArgument.Of<bool?>("removeChildren", operation.RemoveChildren));
}
