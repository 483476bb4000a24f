using Newtonsoft.Json;
using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>A snapshot of a virtual machine.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public sealed class VirtualMachineSnapshot(IVimClient client, ManagedObjectReference moRef) : ViewBase(client, moRef)
{
    /// <summary>Its machine.</summary>
    [JsonIgnore]
    public ManagedObjectReference? Vm => Read<ManagedObjectReference>();

    /// <summary>Removes it. Waits until it is done.</summary>
    public void RemoveSnapshot(bool removeChildren, bool? consolidate) =>
        Call(nameof(RemoveSnapshot), removeChildren, consolidate);

    /// <summary>Removes it. Returns the task.</summary>
    public ManagedObjectReference RemoveSnapshot_Task(bool removeChildren, bool? consolidate) =>
        Begin(nameof(RemoveSnapshot_Task), removeChildren, consolidate);
}
