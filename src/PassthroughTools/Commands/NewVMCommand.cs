using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Creates a virtual machine, powered off and without devices.</summary>
/// <remarks>
///   <para>The machine is created on the host of -VMHost, or on the connected host of a cluster that has the fewest machines. Its
///   firmware is BIOS and nothing is reserved unless you say so, as in vSphere. For a device with a large MMIO region give
///   -Firmware Efi, and reserve all memory with Set-VMResourceConfiguration.</para>
/// </remarks>
/// <example>
///   <para>Creates a machine that is ready for passthrough but for its memory reservation, and reserves the memory.</para>
///   <code>
///   New-VM -Name train-02 -VMHost esxi04.domain.com -MemoryGB 128 -NumCpu 16 -Firmware Efi |
///       Get-VMResourceConfiguration |
///       Set-VMResourceConfiguration -MemReservationLockedToMax $true
///   </code>
/// </example>
/// <example>
///   <para>Creates a machine somewhere in a cluster.</para>
///   <code>New-VM -Name web-02 -ResourcePool GPU-Cluster -MemoryGB 4 -NumCpu 2</code>
/// </example>
[Cmdlet(VerbsCommon.New, "VM", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(VirtualMachine), typeof(PassthroughTask))]
public sealed class NewVMCommand : TaskCmdlet
{
    /// <summary>The name, which no other machine or template may have.</summary>
    [Parameter(Position = 0, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The host to create it on.</summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference), IsOne = true)]
    public VMHostReference? VMHost { get; set; }

    /// <summary>
    /// A cluster or host in the place of -VMHost; of a cluster, its connected host with the fewest machines is taken.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    [Takes(typeof(LocationReference), IsOne = true)]
    public LocationReference? ResourcePool { get; set; }

    /// <summary>The memory in MB; 1024 where neither this nor -MemoryGB is given.</summary>
    [Parameter]
    public long? MemoryMB { get; set; }

    /// <summary>The memory in GB, as 1.5. Give this or -MemoryMB.</summary>
    [Parameter]
    public decimal? MemoryGB { get; set; }

    /// <summary>The number of virtual CPUs.</summary>
    [Parameter]
    public int NumCpu { get; set; } = 1;

    /// <summary>The number of cores in a virtual socket.</summary>
    [Parameter]
    public int CoresPerSocket { get; set; } = 1;

    /// <summary>The virtual hardware version, as vmx-21; the newest that the host offers where none is given.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HardwareVersion { get; set; }

    /// <summary>The guest operating system, as VIM names it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? GuestId { get; set; }

    /// <summary>Notes about the machine.</summary>
    [Parameter]
    [Alias("Description")]
    public string? Notes { get; set; }

    /// <summary>The firmware; Bios where none is given, as in vSphere. Devices with large MMIO regions need Efi.</summary>
    [Parameter]
    [Takes(typeof(Firmware), IsOne = true)]
    public Firmware Firmware { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() =>
    {
        if (ChooseHost() is not { } host) return;
        var operation = new CreateVM
        {
            NewName = Name,
            VMHostId = host.Id,
            NumCpu = NumCpu,
            CoresPerSocket = CoresPerSocket,
            MemoryMB = MemoryAmount.MB(MemoryMB, MemoryGB, "-MemoryMB", "-MemoryGB") ?? 1024,
            HardwareVersion = HardwareVersion is null ? null : HardwareVersions.Parse(HardwareVersion),
            Firmware = Firmware,
            GuestId = GuestId,
            Notes = Notes,
        };
        Carry(host, operation, $"Create VM '{Name}'", about: Name);
    });

    /// <summary>The host; null where an error has been written.</summary>
    private VMHost? ChooseHost()
    {
        // Text from the pipeline binds to both: it names a host or a cluster.
        bool isOneText = VMHost?.Name is { } text && string.Equals(text, ResourcePool?.Name, StringComparison.Ordinal);
        if (VMHost is not null && !isOneText) return OneHost(VMHost) is { } host ? HostWithin(host) : null;
        if (ResourcePool is null)
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"VM '{Name}' needs a place. Give its host with -VMHost, or a cluster with -ResourcePool.", Name);
        if (Finder.Hosts(ResourcePool) is not { } hosts) return null;
        return hosts.Where(static host => host.ConnectionState == VMHostState.Connected)
            .OrderBy(static host => host.ReadFrom.VMsOn(host.Id).Count()).FirstOrDefault()
            ?? throw new PassthroughException(
                ErrorId.VMHostNotFound, $"'{ResourcePool}' has no connected host for VM '{Name}'. See what there is: Get-VMHost",
                ResourcePool.ToString());
    }

    private VMHost? OneHost(VMHostReference reference)
    {
        var found = Finder.Find(reference);
        if (found.Count == 1) return found[0];
        if (found.Count == 0 && !reference.IsPattern) return null;
        throw found.Count == 0
            ? new PassthroughException(ErrorId.VMHostNotFound, $"No host fits '{reference}'. See what there is: Get-VMHost",
                reference.ToString())
            : new PassthroughException(
                ErrorId.AmbiguousName,
                $"'{reference}' fits {found.Count} hosts, and one is "
                + $"needed: {string.Join(", ", found.Take(4).Select(static host => host.Name))}. Give the whole name.",
                reference.ToString());
    }

    private VMHost? HostWithin(VMHost host)
    {
        if (ResourcePool is null) return host;
        if (Finder.Hosts(ResourcePool) is not { } within) return null;
        return within.Contains(host) ? host : throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"Host '{host.Name}' is not in '{ResourcePool}', so that VM '{Name}' cannot be in both. Give one of -VMHost and "
            + "-ResourcePool.", host);
    }
}
