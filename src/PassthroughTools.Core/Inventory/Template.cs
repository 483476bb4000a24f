using PassthroughTools.State;

namespace PassthroughTools.Inventory;

/// <summary>A template: a virtual machine that is only copied, never powered on or changed.</summary>
public sealed class Template : VirtualMachineBase
{
    internal Template(InventoryState state, VMRecord record)
        : base(state, record, nameof(Template))
    {
    }
}
