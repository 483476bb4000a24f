using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Json;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Changes a virtual machine's values. What is null stays. Its virtual hardware changes while it is powered
/// off; a running one can be given memory and virtual CPUs, and virtual CPUs be taken from it, where its devices allow that.
/// </summary>
public sealed record ChangeVM : Operation
{
    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>The new name.</summary>
    [Most(VMValues.MaxNameLength)]
    public string? NewName { get; init; }

    /// <summary>The number of virtual CPUs.</summary>
    public int? NumCpu { get; init; }

    /// <summary>Cores per virtual socket.</summary>
    public int? CoresPerSocket { get; init; }

    /// <summary>The memory in MB. A reservation that is locked to the memory follows it.</summary>
    public long? MemoryMB { get; init; }

    /// <summary>The virtual hardware version, not lower than it is.</summary>
    public int? HardwareVersion { get; init; }

    /// <summary>The firmware.</summary>
    public Firmware? Firmware { get; init; }

    /// <summary>Notes; empty removes them.</summary>
    [Most(VMValues.MaxTextLength)]
    public string? Notes { get; init; }

    /// <summary>Whether to change a running machine where no source says whether its devices allow that.</summary>
    public bool Force { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        var changed = vm with
        {
            Name = NewName is null ? vm.Name : VMValues.CheckedName(state, NewName, vm.Id),
            Notes = Notes is null ? vm.Notes : Notes.Length == 0 ? null : VMValues.CheckedText(Notes, "A note"),
            NumCpu = NumCpu ?? vm.NumCpu,
            CoresPerSocket = CoresPerSocket ?? vm.CoresPerSocket,
            MemoryMB = MemoryMB ?? vm.MemoryMB,
            Firmware = Firmware ?? vm.Firmware,
            HardwareVersion = HardwareVersion is { } version ? Upgraded(state, vm, version) : vm.HardwareVersion,
        };
        bool follows = changed.MemoryReservationLockedToMax && changed.MemoryMB != vm.MemoryMB;
        if (follows || changed.MemoryReservationMB > changed.MemoryMB)
            changed = changed with { MemoryReservationMB = changed.MemoryMB };
        VMValues.Check(state, changed, vm);
        var words = Words(vm, changed);
        EnforceChangeable(state, vm, changed);
        return new Decision
        {
            Changes = words.Count == 0 ? [] : [new VMPut(changed)],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = words.Count == 0 ? $"VM '{vm.Name}' is as asked" : $"VM '{vm.Name}' changed: {string.Join(", ", words)}",
        };
    }

    private void EnforceChangeable(InventoryState state, VMRecord vm, VMRecord changed)
    {
        bool isRunning = vm.PowerState == VMPowerState.PoweredOn;
        if (isRunning && changed.MemoryMB > vm.MemoryMB)
        {
            Has(PassthroughFeature.HotAddMemory, "adding memory while it runs").Enforce(Force);
            if (vm.Devices.Count > 0) VMRequirements.MemoryReserved(state, changed).Enforce();
        }

        if (isRunning && changed.NumCpu != vm.NumCpu)
            Has(PassthroughFeature.HotAddRemoveVcpu, "changing its virtual CPUs while it runs").Enforce(Force);
        var cold = isRunning && changed.MemoryMB > vm.MemoryMB ? changed with { MemoryMB = vm.MemoryMB } : changed;
        if (isRunning) cold = cold with { NumCpu = vm.NumCpu };
        if (Hardware(cold) != Hardware(vm)) VMRequirements.PoweredOff(state, vm, "changing the virtual hardware").Enforce();

        Finding Has(PassthroughFeature feature, string action) =>
            CapabilityRequirements.Has(state, vm, feature, action, "Set-VM",
                $"Power it off first: {state.Command(vm, "Stop-VM")}");
    }

    private static int Upgraded(InventoryState state, VMRecord vm, int version)
    {
        if (version == vm.HardwareVersion) return version;
        if (version > vm.HardwareVersion) return VMValues.CheckedHardwareVersion(state.Host(vm.HostId), version);
        throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"VM '{vm.Name}' has hardware version {HardwareVersions.Format(vm.HardwareVersion)}, which cannot go back "
            + $"to {HardwareVersions.Format(version)}. Create a new VM with the lower version instead.",
            state.View(vm));
    }

    private static (int NumCpu, int CoresPerSocket, long MemoryMB, Firmware Firmware, int HardwareVersion) Hardware(
        VMRecord vm) =>
        (vm.NumCpu, vm.CoresPerSocket, vm.MemoryMB, vm.Firmware, vm.HardwareVersion);

    private static List<string> Words(VMRecord before, VMRecord after)
    {
        var words = new List<string>();
        Add("name", before.Name, after.Name);
        if (before.Notes != after.Notes) words.Add($"notes {Quoted(before.Notes)} -> {Quoted(after.Notes)}");
        Add("CPUs", before.NumCpu, after.NumCpu);
        Add("cores per socket", before.CoresPerSocket, after.CoresPerSocket);
        Add("memory in MB", before.MemoryMB, after.MemoryMB);
        Add("firmware", before.Firmware, after.Firmware);
        Add("hardware version", HardwareVersions.Format(before.HardwareVersion), HardwareVersions.Format(after.HardwareVersion));
        Add("reserved memory in MB", before.MemoryReservationMB, after.MemoryReservationMB);
        return words;

        void Add<T>(string name, T old, T now)
        {
            if (!EqualityComparer<T>.Default.Equals(old, now)) words.Add($"{name} {old} -> {now}");
        }

        // The journal and the event feed keep it for each change.
        static string Quoted(string? text) =>
            text is null ? "none" : $"'{(text.Length > 200 ? text.Substring(0, 200) + "..." : text)}'";
    }
}
