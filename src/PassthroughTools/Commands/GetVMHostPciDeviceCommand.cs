using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Gets every PCI device of hosts, whether it can be passed through or not.</summary>
/// <remarks>
///   <para>Get-PassthroughDevice lists only the devices that a host can pass through, with their modes and owners. This cmdlet
///   lists all of them.</para>
/// </remarks>
/// <example>
///   <para>Gets the network controllers of a host.</para>
///   <code>Get-VMHostPciDevice -VMHost esxi01.domain.com -DeviceClass NetworkController</code>
/// </example>
/// <example>
///   <para>Gets the devices of a vendor.</para>
///   <code>Get-VMHostPciDevice -VMHost esxi01.domain.com -Name 'NVIDIA Corporation*'</code>
/// </example>
/// <example>
///   <para>Counts the devices of each class in a cluster.</para>
///   <code>Get-VMHost -Location GPU-Cluster | Get-VMHostPciDevice | Group-Object DeviceClass -NoElement</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "VMHostPciDevice")]
[OutputType(typeof(PciDevice))]
public sealed class GetVMHostPciDeviceCommand : ServerCmdlet
{
    /// <summary>The hosts; all where none is given.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference))]
    public VMHostReference[]? VMHost { get; set; }

    /// <summary>The names, with wildcards. A name begins with the vendor's where that is known.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[]? Name { get; set; }

    /// <summary>The base classes of the devices.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(PciDeviceClass))]
    public PciDeviceClass[]? DeviceClass { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var host in Finder.All(VMHost ?? [new VMHostReference("*")]))
        {
            foreach (var device in Finder.Filtered(ObjectKinds.PciDevice, Name, host.PciDevices))
            {
                if (DeviceClass?.Contains(device.DeviceClass) != false) WriteObject(device);
            }
        }
    }
}
