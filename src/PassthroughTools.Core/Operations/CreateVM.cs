using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Json;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Creates a virtual machine, powered off and without devices.</summary>
public sealed record CreateVM : Operation
{
    // No source limits them. The inventory is kept in memory, so that something must.
    private const int MaxVMs = 100_000;

    /// <summary>The name; no other virtual machine or template may have it.</summary>
    [Most(VMValues.MaxNameLength)]
    public required string NewName { get; init; }

    /// <summary>The host's id.</summary>
    public required string VMHostId { get; init; }

    /// <summary>The number of virtual CPUs.</summary>
    public int NumCpu { get; init; } = 1;

    /// <summary>Cores per virtual socket.</summary>
    public int CoresPerSocket { get; init; } = 1;

    /// <summary>The memory in MB.</summary>
    public long MemoryMB { get; init; } = 1024;

    /// <summary>The virtual hardware version, or null for the newest that the host offers.</summary>
    public int? HardwareVersion { get; init; }

    /// <summary>The firmware; BIOS is vSphere's own default.</summary>
    public Firmware Firmware { get; init; }

    /// <summary>The guest operating system, as VIM names it.</summary>
    [Most(VMValues.MaxLabelLength)]
    public string? GuestId { get; init; }

    /// <summary>Notes.</summary>
    [Most(VMValues.MaxTextLength)]
    public string? Notes { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var host = state.Host(VMHostId);
        HostRequirements.InService(state, host).Enforce();
        if (state.VMs.Count >= MaxVMs)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                FormattableString.Invariant($"The inventory has {state.VMs.Count} VMs and templates, and may have {MaxVMs}. ")
                + "Remove one first.",
                NewName);
        }

        var vm = new VMRecord
        {
            Id = FormattableString.Invariant($"VirtualMachine-vm-{state.NextId}"),
            Name = VMValues.CheckedName(state, NewName, null),
            HostId = host.Id,
            NumCpu = NumCpu,
            CoresPerSocket = CoresPerSocket,
            MemoryMB = MemoryMB,
            HardwareVersion = VMValues.CheckedHardwareVersion(host, HardwareVersion ?? HardwareVersions.NewestOn(host.Version)),
            Firmware = Firmware,
            GuestId = VMValues.CheckedLabel(GuestId, "A guest id"),
            Notes = VMValues.CheckedText(Notes, "A note"),
        };
        VMValues.Check(state, vm, null);
        return new Decision { Changes = [new VMPut(vm)], Target = vm.Name, TargetId = vm.Id,
            Summary = $"VM '{vm.Name}' created on host '{host.Name}'" };
    }
}
