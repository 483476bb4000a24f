using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Attaches devices, or requests for devices, to a virtual machine that is powered off. What it asks of the machine, its host and
/// the devices is asked here one after the other, and by the preflight all at once.
/// </summary>
public abstract record AttachOperation : Operation
{
    private protected AttachOperation()
    {
    }

    /// <summary>The virtual machine's id.</summary>
    public abstract string VMId { get; init; }

    /// <inheritdoc/>
    public sealed override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        AttachRequirements.EnforceReconfigurable(state, vm, Action);
        Devices(state, vm).Enforce();
        var changed = Attached(state, vm);
        AttachRequirements.Fit(state, state.Host(vm.HostId), changed).Enforce();
        return new Decision
        {
            Changes = [new VMPut(changed)],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = Summary(state, changed),
            DeviceKey = changed.Devices.Except(vm.Devices).First().Key,
        };
    }

    /// <summary>What it does, as the subject of a sentence.</summary>
    internal virtual string Action => "attaching a passthrough device";

    /// <summary>What the devices that it names must be.</summary>
    /// <exception cref="Errors.PassthroughException">There is no such device, or none that this host can give.</exception>
    internal virtual IEnumerable<Finding> Devices(InventoryState state, VMRecord vm) => [];

    /// <summary>The machine with what is attached.</summary>
    /// <exception cref="Errors.PassthroughException">There is no such device.</exception>
    internal abstract VMRecord Attached(InventoryState state, VMRecord vm);

    /// <summary>What was done, as a sentence.</summary>
    private protected abstract string Summary(InventoryState state, VMRecord changed);
}
