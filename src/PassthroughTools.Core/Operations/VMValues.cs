using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Operations;

/// <summary>
/// What a virtual machine's values may be. Limits: vSphere 8 configuration maximums (768 virtual CPUs, 24 TB memory; names have
/// at most 80 characters).
/// </summary>
internal static class VMValues
{
    /// <summary>How many characters a name has at most.</summary>
    public const int MaxNameLength = 80;

    /// <summary>
    /// How many characters a text has at most that is for people to read, and a label that devices are asked for by. No source
    /// limits them; the inventory is kept in memory, so that something must.
    /// </summary>
    public const int MaxTextLength = 16_384, MaxLabelLength = 255, MaxCount = 256;

    private const int MaxCpus = 768;
    private const long MinMemoryMB = 4;
    private const long MaxMemoryMB = 24L * 1024 * 1024;

    /// <summary>768 CPUs of 10 GHz; the store's format keeps less than <see cref="long"/> has.</summary>
    private const long MaxCpuMhz = MaxCpus * 10_000L;

    /// <summary>
    /// Whether text can name something: neither blank nor too long, no control characters, no half of a surrogate pair.
    /// </summary>
    public static bool IsName(string? text, int maxLength) =>
        !string.IsNullOrWhiteSpace(text) && text!.Length <= maxLength && !text.Any(char.IsControl)
            && SurrogatePairs.AreWhole(text);

    /// <summary>The name where it is fit and free.</summary>
    /// <exception cref="PassthroughException">ValueInvalid, NameInUse.</exception>
    public static string CheckedName(InventoryState state, string name, string? ownId)
    {
        if (!IsName(name, MaxNameLength))
            throw new PassthroughException(ErrorId.ValueInvalid,
                FormattableString.Invariant($"{Malformed.Quote(name)} is no name for a VM. A name has 1 ")
                + FormattableString.Invariant($"to {MaxNameLength} characters and no control characters."), name);
        if (state.VMsNamed(name).FirstOrDefault(vm => vm.Id != ownId) is { } other)
            throw new PassthroughException(ErrorId.NameInUse,
                $"The name '{name}' belongs to a {(other.IsTemplate ? "template" : "VM")} on host "
                + $"'{state.Host(other.HostId).Name}'. Choose another name.", name);
        return name;
    }

    /// <summary>Notes or a description, where it is not too long.</summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static string? CheckedText(string? text, string what) => Checked(text, MaxTextLength, what);

    /// <summary>A short text, such as a hardware label, where it is not too long.</summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static string? CheckedLabel(string? label, string what) => Checked(label, MaxLabelLength, what);

    /// <summary>What is asked for of a device, where it is not too much.</summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static void CheckCount(int count, string what)
    {
        if (count > MaxCount)
            throw new PassthroughException(ErrorId.ValueInvalid,
                FormattableString.Invariant($"{count} {what} are too many: a device has at most {MaxCount}."), count);
    }

    private static string? Checked(string? text, int most, string what)
    {
        if (text is null || text.Length <= most) return text;
        throw new PassthroughException(
            ErrorId.ValueInvalid,
            FormattableString.Invariant($"{what} of {text.Length} characters is too long: it has at most {most}. Shorten it."),
            text.Substring(0, 60));
    }

    /// <summary>The hardware version where the host offers it.</summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static int CheckedHardwareVersion(HostRecord host, int version)
    {
        int newest = HardwareVersions.NewestOn(host.Version);
        if (version is >= HardwareVersions.Oldest and <= HardwareVersions.Newest && (host.Version is null || version <= newest))
            return version;
        throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"Host '{host.Name}' with ESXi {host.Version ?? "of a version that is not known"} does not offer hardware "
            + $"version {HardwareVersions.Format(version)}. Choose one "
            + $"from {HardwareVersions.Format(HardwareVersions.Oldest)} to {HardwareVersions.Format(newest)}.",
            HardwareVersions.Format(version));
    }

    /// <summary>
    /// Refuses CPU and memory values that no virtual machine can have. What stays as it was <paramref name="before"/> is not
    /// judged: an imported machine may have values of its own. The refusal's target is the machine where it exists.
    /// </summary>
    /// <exception cref="PassthroughException">ValueInvalid.</exception>
    public static void Check(InventoryState state, VMRecord vm, VMRecord? before)
    {
        bool cpus = vm.NumCpu != before?.NumCpu, memory = vm.MemoryMB != before?.MemoryMB;
        if (cpus && vm.NumCpu is < 1 or > MaxCpus)
            throw Invalid(FormattableString.Invariant($"{vm.NumCpu} virtual CPUs"),
                FormattableString.Invariant($"1 to {MaxCpus}"));
        if ((cpus || vm.CoresPerSocket != before?.CoresPerSocket)
            && (vm.CoresPerSocket < 1 || vm.NumCpu % vm.CoresPerSocket != 0))
            throw Invalid(FormattableString.Invariant($"{vm.CoresPerSocket} cores per socket"),
                FormattableString.Invariant($"a divisor of its {vm.NumCpu} virtual CPUs"));
        if (memory && MemoryFault(vm.MemoryMB) is { } fault)
        {
            throw Invalid(
                FormattableString.Invariant($"{vm.MemoryMB} MB memory: {fault}"),
                FormattableString.Invariant($"a multiple of 4 MB from {MinMemoryMB} MB to {MaxMemoryMB} MB (24 TB)"));
        }

        if (vm.MemoryReservationMB != before?.MemoryReservationMB
            && (vm.MemoryReservationMB < 0 || vm.MemoryReservationMB > vm.MemoryMB))
            throw Invalid(FormattableString.Invariant($"{vm.MemoryReservationMB} MB memory reserved"),
                FormattableString.Invariant($"0 MB to its {vm.MemoryMB} MB memory"));
        if (vm.CpuReservationMhz != before?.CpuReservationMhz && vm.CpuReservationMhz is < 0 or > MaxCpuMhz)
            throw Invalid(FormattableString.Invariant($"{vm.CpuReservationMhz} MHz CPU reserved"),
                FormattableString.Invariant($"0 to {MaxCpuMhz} MHz"));

        static string? MemoryFault(long megabytes) => megabytes switch
        {
            < 0 => "it is less than nothing",
            < MinMemoryMB => FormattableString.Invariant($"a VM has at least {MinMemoryMB} MB"),
            > MaxMemoryMB => "a VM has at most 24 TB",
            _ when megabytes % 4 != 0 => "it is no multiple of 4 MB",
            _ => null,
        };

        PassthroughException Invalid(string value, string allowed) => new(
            ErrorId.ValueInvalid, $"VM '{(before ?? vm).Name}' cannot have {value}. Choose {allowed}.",
            before is null ? vm.Name : state.View(before));
    }
}
