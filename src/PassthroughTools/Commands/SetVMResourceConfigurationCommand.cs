using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;

namespace PassthroughTools.Commands;

/// <summary>Changes what is reserved for virtual machines.</summary>
/// <remarks>
///   <para>A machine with passthrough devices needs all of its memory reserved: -MemReservationLockedToMax $true reserves it and
///   keeps it reserved when the memory grows.</para>
/// </remarks>
/// <example>
///   <para>Reserves all memory of a machine, whatever it becomes.</para>
///   <code>Get-VM legacy-01 | Get-VMResourceConfiguration | Set-VMResourceConfiguration -MemReservationLockedToMax $true</code>
/// </example>
/// <example>
///   <para>Reserves some memory and CPU.</para>
///   <code>Get-VMResourceConfiguration web-01 | Set-VMResourceConfiguration -MemReservationGB 2 -CpuReservationMhz 1000</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "VMResourceConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VMResourceConfiguration))]
public sealed class SetVMResourceConfigurationCommand : PassthroughCmdlet
{
    /// <summary>What to change, from Get-VMResourceConfiguration.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(VMResourceConfigurationReference))]
    public VMResourceConfigurationReference[] Configuration { get; set; } = [];

    /// <summary>The reserved CPU in MHz.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? CpuReservationMhz { get; set; }

    /// <summary>The reserved memory in MB, at most the memory. Ends a lock to the memory.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? MemReservationMB { get; set; }

    /// <summary>The reserved memory in GB, at most the memory. Ends a lock to the memory.</summary>
    [Parameter]
    public decimal? MemReservationGB { get; set; }

    /// <summary>Whether all memory is reserved and stays so when the memory changes.</summary>
    [Parameter]
    public bool? MemReservationLockedToMax { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var configuration in Configuration.SelectMany(reference => Finder.Given(reference)!))
        {
            Attempt(() =>
            {
                var reserved = MemoryAmount.MB(MemReservationMB, MemReservationGB, "-MemReservationMB", "-MemReservationGB");
                Do(
                    configuration.VM,
                    new SetResources
                    {
                        VMId = configuration.VMId,
                        CpuReservationMhz = CpuReservationMhz,
                        MemoryReservationMB = reserved,
                        MemoryReservationLockedToMax = MemReservationLockedToMax,
                    },
                    new ChangeList()
                        .Add("memory", configuration.MemReservationGB, reserved / 1024m, " GB")
                        .Add("locked to all memory", configuration.MemReservationLockedToMax, MemReservationLockedToMax)
                        .Add("CPU", configuration.CpuReservationMhz, CpuReservationMhz, " MHz")
                        .After("Change reservations"),
                    done => WriteObject(new VMResourceConfiguration(done.State, done.VM())));
            });
        }
    }
}
