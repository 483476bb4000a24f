using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Changes virtual machines.</summary>
/// <remarks>
///   <para>Firmware and hardware version change while the machine is powered off. A running machine can be given memory and be
///   given or deprived of CPUs where its devices allow that: one without passthrough devices, or with Enhanced devices of which
///   the catalog says so; where no source says, it is refused unless -Force is given. A memory reservation that is locked to the
///   memory follows it. What is not given stays as it is.</para>
/// </remarks>
/// <example>
///   <para>Prepares a machine for a device with a large MMIO region.</para>
///   <code>Set-VM legacy-01 -HardwareVersion vmx-20 -Firmware Efi</code>
/// </example>
/// <example>
///   <para>Gives several machines more memory.</para>
///   <code>Get-VM flex* | Set-VM -MemoryGB 32</code>
/// </example>
/// <example>
///   <para>Renames a machine and says why in its notes.</para>
///   <code>Set-VM legacy-01 -Name archive-01 -Notes 'Kept until the migration is done'</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "VM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VirtualMachine), typeof(PassthroughTask))]
public sealed class SetVMCommand : VMCmdlet
{
    /// <summary>The new name, which no other machine or template may have.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The virtual hardware version, as vmx-21; it cannot go back.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HardwareVersion { get; set; }

    /// <summary>The memory in MB.</summary>
    [Parameter]
    public long? MemoryMB { get; set; }

    /// <summary>The memory in GB, as 1.5. Give this or -MemoryMB.</summary>
    [Parameter]
    public decimal? MemoryGB { get; set; }

    /// <summary>The number of virtual CPUs.</summary>
    [Parameter]
    public int? NumCpu { get; set; }

    /// <summary>The number of cores in a virtual socket.</summary>
    [Parameter]
    public int? CoresPerSocket { get; set; }

    /// <summary>Notes; empty text removes them.</summary>
    [Parameter]
    [Alias("Description")]
    [AllowEmptyString]
    public string? Notes { get; set; }

    /// <summary>The firmware. Devices with large MMIO regions need Efi.</summary>
    [Parameter]
    [Takes(typeof(Firmware), IsOne = true)]
    public Firmware? Firmware { get; set; }

    /// <summary>
    /// Changes a running machine of which no source says whether its devices allow that. It does not override a source that says
    /// no.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string ActionOn(VirtualMachineBase vm) => new ChangeList()
        .Add("name", vm.Name, Name)
        .Add(
            "hardware version",
            HardwareVersions.Format(vm.Record.HardwareVersion),
            Version is { } version ? HardwareVersions.Format(version) : null)
        .Add("memory", vm.Record.MemoryMB / 1024m, Memory / 1024m, " GB")
        .Add("CPUs", vm.Record.NumCpu, NumCpu)
        .Add("cores per socket", vm.Record.CoresPerSocket, CoresPerSocket)
        .Add("firmware", vm.Record.Firmware, Firmware)
        .Add("notes", vm.Record.Notes, Notes)
        .After("Change");

    private long? Memory => MemoryAmount.MB(MemoryMB, MemoryGB, "-MemoryMB", "-MemoryGB");

    private int? Version => HardwareVersion is null ? null : HardwareVersions.Parse(HardwareVersion);

    private protected override Operation OperationOn(VirtualMachineBase vm) => new ChangeVM
    {
        VMId = vm.Id,
        NewName = Name,
        NumCpu = NumCpu,
        CoresPerSocket = CoresPerSocket,
        MemoryMB = Memory,
        HardwareVersion = Version,
        Firmware = Firmware,
        Notes = Notes,
        Force = Force,
    };
}
