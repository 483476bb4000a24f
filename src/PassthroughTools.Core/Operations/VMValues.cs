using System;
using System.Linq;
using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// What a virtual machine's values may be. Limits: vSphere 8 configuration maximums (768 virtual CPUs, 24 TB memory; names have at
/// most 80 characters).
/// </summary>
internal static class VMValues
{
    private const int MaxNameLength = 80;
    private const int MaxCpus = 768;
    private const long MinMemoryMB = 4;
    private const long MaxMemoryMB = 24L * 1024 * 1024;

    /// <summary>The name where it is fit and free.</summary>
    /// <exception cref="PassthroughException">ValueInvalid, NameInUse.</exception>
    public static string CheckedName(InventoryState state, string name, string? ownId)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength || name.Any(char.IsControl))
            throw new PassthroughException(ErrorId.ValueInvalid, FormattableString.Invariant($"'{name}' is no name for a VM. A name has 1 to {MaxNameLength} characters and no control characters."), name);
        if (state.VMsNamed(name).FirstOrDefault(vm => vm.Id != ownId) is { } other)
            throw new PassthroughException(ErrorId.NameInUse, $"The name '{name}' belongs to a {(other.IsTemplate ? "template" : "VM")} on host '{state.Host(other.HostId).Name}'. Choose another name.", name);
        return name;
    }

    /// <summary>The hardware version where the host offers it.</summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static int CheckedHardwareVersion(HostRecord host, int version)
    {
        int newest = HardwareVersions.NewestOn(host.Version);
        if (version >= 3 && (host.Version is null || version <= newest)) return version;
        throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"Host '{host.Name}' with ESXi {host.Version ?? "of a version that is not known"} does not offer hardware version {HardwareVersions.Format(version)}. Choose one up to {HardwareVersions.Format(newest)}.",
            HardwareVersions.Format(version));
    }

    /// <summary>Refuses CPU and memory values that no virtual machine can have.</summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static void Check(VMRecord vm)
    {
        if (vm.NumCpu is < 1 or > MaxCpus)
            throw Invalid(vm, FormattableString.Invariant($"{vm.NumCpu} virtual CPUs"), FormattableString.Invariant($"1 to {MaxCpus}"));
        if (vm.CoresPerSocket < 1 || vm.NumCpu % vm.CoresPerSocket != 0)
            throw Invalid(vm, FormattableString.Invariant($"{vm.CoresPerSocket} cores per socket"), FormattableString.Invariant($"a divisor of its {vm.NumCpu} virtual CPUs"));
        if (vm.MemoryMB is < MinMemoryMB or > MaxMemoryMB || vm.MemoryMB % 4 != 0)
            throw Invalid(vm, FormattableString.Invariant($"{vm.MemoryMB} MB memory"), FormattableString.Invariant($"a multiple of 4 MB from {MinMemoryMB} MB to {MaxMemoryMB} MB (24 TB)"));
        if (vm.MemoryReservationMB < 0 || vm.MemoryReservationMB > vm.MemoryMB)
            throw Invalid(vm, FormattableString.Invariant($"{vm.MemoryReservationMB} MB memory reserved"), FormattableString.Invariant($"at most its {vm.MemoryMB} MB memory"));
        if (vm.CpuReservationMhz < 0)
            throw Invalid(vm, FormattableString.Invariant($"{vm.CpuReservationMhz} MHz reserved"), "0 or more");
    }

    private static PassthroughException Invalid(VMRecord vm, string value, string allowed) =>
        new(ErrorId.ValueInvalid, $"VM '{vm.Name}' cannot have {value}. Choose {allowed}.", vm.Name);
}
