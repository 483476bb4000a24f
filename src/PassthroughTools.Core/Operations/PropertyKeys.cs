using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// The keys of a .vmx that are properties of the machine and none of its advanced settings. A vCenter passes over them without a
/// word (vSphere Web Services API, VirtualMachineConfigSpec.extraConfig: keys that conflict with its other fields are ignored).
/// </summary>
internal static class PropertyKeys
{
    private const string Elsewhere = "Change that in the vSphere Client.";

    /// <summary>That a key is no advanced setting, and what changes the property; null where it is one.</summary>
    public static string? Refusal(VMRecord vm, string key) => Of(key.Trim()) is var (what, change)
        ? $"'{key}' is not an advanced setting but a property of VM '{vm.Name}', its {what}: a vCenter ignores such a setting. "
            + change
        : null;

    private static (string What, string Change)? Of(string key) => key.ToLowerInvariant() switch
    {
        "displayname" => ("name", "Use Set-VM -Name."),
        "annotation" => ("notes", "Use Set-VM -Notes."),
        "memsize" => ("memory", "Use Set-VM -MemoryMB."),
        "numvcpus" => ("number of virtual CPUs", "Use Set-VM -NumCpu."),
        "cpuid.corespersocket" => ("number of cores per socket", "Use Set-VM -CoresPerSocket."),
        "firmware" => ("firmware", "Use Set-VM -Firmware."),
        "virtualhw.version" => ("hardware version", "Use Set-VM -HardwareVersion."),
        "sched.mem.min" => ("memory reservation", "Use Set-VMResourceConfiguration -MemReservationMB."),
        "sched.mem.pin" => ("memory reservation", "Use Set-VMResourceConfiguration -MemReservationLockedToMax."),
        "sched.cpu.min" => ("CPU reservation", "Use Set-VMResourceConfiguration -CpuReservationMhz."),
        "sched.mem.max" => ("memory limit", Elsewhere),
        "sched.cpu.max" => ("CPU limit", Elsewhere),
        "sched.mem.shares" => ("memory shares", Elsewhere),
        "sched.cpu.shares" => ("CPU shares", Elsewhere),
        "guestos" => ("guest operating system", Elsewhere),
        "uuid.bios" or "vc.uuid" => ("UUID", Elsewhere),
        _ when SettingName.IsPartOfDevice(key) =>
            ("passthrough devices", "Use Add-PassthroughDevice or Remove-PassthroughDevice."),
        _ when VGpu.IsKey(key) => ("vGPUs", Elsewhere),
        _ when SriovAdapter.IsKey(key) => ("SR-IOV network adapters", Elsewhere),
        _ => null,
    };
}
