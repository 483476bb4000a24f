using System.Linq;
using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Gets every PCI device of hosts, whether it can be passed through or not.</summary>
/// <example>
///   <para>Gets the network controllers of a host.</para>
///   <code>Get-VMHostPciDevice -VMHost esxi01.domain.com -DeviceClass NetworkController</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "VMHostPciDevice")]
[OutputType(typeof(PciDevice))]
public sealed class GetVMHostPciDeviceCommand : InventoryCmdlet
{
    /// <summary>The hosts; all where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    public VMHostReference[]? VMHost { get; set; }

    /// <summary>The device names, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The base classes of the devices.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public PciDeviceClass[]? DeviceClass { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var patterns = Name?.Select(static name => new NamePattern(name)).ToList();
        foreach (var found in (VMHost ?? [new VMHostReference("*")]).SelectMany(Find))
        {
            foreach (var device in found.State.View(found.Record).PciDevices)
            {
                if (patterns?.Any(pattern => pattern.Fits(device.Name)) == false) continue;
                if (DeviceClass?.Contains(device.DeviceClass) == false) continue;
                WriteObject(device);
            }
        }
    }
}
