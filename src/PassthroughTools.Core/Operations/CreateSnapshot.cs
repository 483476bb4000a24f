using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Json;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Takes a snapshot of a virtual machine, with its memory where it has some: running and asked for, or suspended.
/// </summary>
public sealed record CreateSnapshot : Operation
{
    /// <summary>
    /// The longest chain of snapshots that vSphere supports. Source: https://knowledge.broadcom.com/external/article/318825 (best
    /// practices for using snapshots in the vSphere environment).
    /// </summary>
    private const int MaxChain = 32;

    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The snapshot's name.</summary>
    [Most(VMValues.MaxNameLength)]
    public required string NewName { get; init; }

    /// <summary>What it is for.</summary>
    [Most(VMValues.MaxTextLength)]
    public string? Description { get; init; }

    /// <summary>Whether to keep a running machine's memory.</summary>
    public bool Memory { get; init; }

    /// <summary>Whether a vSphere brings the guest's file systems to rest first.</summary>
    public bool Quiesce { get; init; }

    /// <summary>When it is taken, in UTC.</summary>
    public required DateTime Created { get; init; }

    /// <summary>Whether to take it where no source says whether the machine's devices allow that.</summary>
    public bool Force { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        if (!VMValues.IsName(NewName, VMValues.MaxNameLength))
            throw new PassthroughException(ErrorId.ValueInvalid,
                FormattableString.Invariant($"'{NewName}' is no name for a snapshot. A name has 1 ")
                + FormattableString.Invariant($"to {VMValues.MaxNameLength} characters and no control characters."), NewName);
        if (vm.Snapshots.Count >= MaxChain && ChainOf(vm) >= MaxChain)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                FormattableString.Invariant($"VM '{vm.Name}' has {MaxChain} snapshots in a chain, and vSphere supports no more. ")
                + $"Remove one first: {state.Command(vm, "Get-Snapshot")}",
                state.View(vm));
        }

        bool withMemory = vm.PowerState == VMPowerState.Suspended || (Memory && vm.PowerState == VMPowerState.PoweredOn);

        // VIM, HostSharedGpuCapabilities.diskSnapshotSupported: a machine with vGPUs that is powered off can always be
        // snapshotted.
        bool isFree = vm.PowerState == VMPowerState.PoweredOff && vm.Devices.Count == 0 && !SriovAdapter.Of(vm).Any();
        if (!isFree)
        {
            CapabilityRequirements.Has(
                state,
                vm,
                withMemory ? PassthroughFeature.MemorySnapshots : PassthroughFeature.DiskOnlySnapshots,
                withMemory ? "a snapshot with its memory" : "a snapshot",
                "New-Snapshot",
                (withMemory && vm.PowerState == VMPowerState.PoweredOn
                    ? "Take it without -Memory where its devices allow that, or back"
                    : "Back")
                + $" it up in the guest, or detach the device first: {state.Command(vm, "Get-PassthroughDevice")}")
                .Enforce(Force);
        }

        var snapshot = new SnapshotRecord
        {
            Id = FormattableString.Invariant($"VirtualMachineSnapshot-snapshot-{state.NextId}"),
            Name = NewName,
            Description = VMValues.CheckedText(Description, "A description"),
            Created = Created,
            ParentId = vm.CurrentSnapshot?.Id,
            Memory = withMemory,
            PowerState = vm.PowerState == VMPowerState.Suspended ? VMPowerState.Suspended : null,
            Current = true,
        };
        return new Decision
        {
            Changes = [new VMPut(
                vm with { Snapshots = [.. vm.Snapshots.Select(static one => one with { Current = null }), snapshot] })],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = $"Snapshot '{snapshot.Name}' of VM '{vm.Name}' taken{(withMemory ? " with its memory" : "")}",
        };
    }

    /// <summary>How many snapshots stand behind the current one, itself included.</summary>
    private static int ChainOf(VMRecord vm)
    {
        int length = 0;
        for (var one = vm.CurrentSnapshot; one is not null && length <= vm.Snapshots.Count; length++)
            one = vm.Snapshots.FirstOrDefault(parent => parent.Id == one.ParentId);
        return length;
    }
}
