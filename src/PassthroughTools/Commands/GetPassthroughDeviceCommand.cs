using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Gets the passthrough devices of hosts, virtual machines or templates.</summary>
/// <remarks>
///   <para>Of a host: every device that it can pass through, with its mode and the machine that has it. Of a machine or template:
///   what is attached to it; a Dynamic or Enhanced device of a machine that is powered off is a request that holds no device.
///   Without any of them: the devices of all hosts.</para>
///   <para>What is not known is Unknown or null: the mode and what follows from it, the class. OwnerUnknown is true where
///   something that is not in the inventory uses a device, which is then not free.</para>
/// </remarks>
/// <example>
///   <para>Gets the devices of a host that no machine has.</para>
///   <code>Get-PassthroughDevice -VMHost esxi01.domain.com | Where-Object { -not $_.VM -and -not $_.OwnerUnknown }</code>
/// </example>
/// <example>
///   <para>Shows what works with the devices of a machine.</para>
///   <code>Get-VM gpu-01 | Get-PassthroughDevice | Format-Table -View Capabilities</code>
/// </example>
/// <example>
///   <para>Finds every T4 of a cluster, and who has it.</para>
///   <code>
///   Get-VMHost -Location GPU-Cluster | Get-PassthroughDevice -Name *T4* |
///   Select-Object VMHost, Id, VM, HardwareLabel
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Get, "PassthroughDevice", DefaultParameterSetName = "VM")]
[OutputType(typeof(PassthroughDevice))]
public sealed class GetPassthroughDeviceCommand : ServerCmdlet
{
    /// <summary>The virtual machines.</summary>
    [Parameter(Position = 0, ParameterSetName = "VM", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[]? VM { get; set; }

    /// <summary>The hosts.</summary>
    [Parameter(ParameterSetName = "VMHost", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference))]
    public VMHostReference[]? VMHost { get; set; }

    /// <summary>The templates.</summary>
    [Parameter(ParameterSetName = "Template", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TemplateNameCompleter))]
    [Takes(typeof(TemplateReference))]
    public TemplateReference[]? Template { get; set; }

    /// <summary>Pci or Scsi. No backend of this version keeps Scsi devices.</summary>
    [Parameter]
    [Takes(typeof(PassthroughDeviceType), IsOne = true)]
    public PassthroughDeviceType? Type { get; set; }

    /// <summary>The device names, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The PCI addresses, as 0000:03:00.0, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DeviceIdCompleter))]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var named = Finder.Filtered(ObjectKinds.Device, Name, [.. Candidates()]);
        foreach (var device in Finder.Filtered(ObjectKinds.Device, Id, named, static device => device.Id))
        {
            if (Type is null || device.Type == Type) WriteObject(device);
        }
    }

    private IEnumerable<PassthroughDevice> Candidates() =>
        VM is not null ? Finder.All(VM).SelectMany(static vm => vm.PassthroughDevices)
        : Template is not null ? Finder.All(Template).SelectMany(static template => template.PassthroughDevices)
        : Finder.All(VMHost ?? [new VMHostReference("*")]).SelectMany(static host => host.PassthroughDevices());
}
