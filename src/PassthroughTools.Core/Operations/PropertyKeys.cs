using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// The keys of a .vmx that are properties of the machine and none of its advanced settings. A vCenter passes over them without a
/// word (vSphere Web Services API, VirtualMachineConfigSpec.extraConfig: keys that conflict with its other fields are ignored).
/// </summary>
internal static class PropertyKeys
{
    /// <summary>
    /// What a key says of the machine, and how that is changed; null where it is an advanced setting.
    /// </summary>
    public static (string What, string Change)? Of(string key) => key.ToLowerInvariant() switch
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
        "guestos" => ("guest operating system", "Change that in the vSphere Client."),
        "uuid.bios" or "vc.uuid" => ("UUID", "Change that in the vSphere Client."),
        _ => SettingName.IsPartOfDevice(key)
            ? ("passthrough devices", "Use Add-PassthroughDevice or Remove-PassthroughDevice.")
            : null,
    };
}
