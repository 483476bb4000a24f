using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Gets hosts.</summary>
/// <remarks>
///   <para>All hosts, or those of some names, clusters, virtual machines or states. Each host carries what passthrough depends
///   on: whether its IOMMU and Above 4G decoding are on, its devices, and whether a device's mode waits for a restart.</para>
/// </remarks>
/// <example>
///   <para>Gets the host of a virtual machine.</para>
///   <code>Get-VMHost -VM HighPerfVM</code>
/// </example>
/// <example>
///   <para>Gets the hosts where a device's mode waits for a restart.</para>
///   <code>Get-VMHost | Where-Object RebootRequired</code>
/// </example>
/// <example>
///   <para>Shows what a cluster's hosts are set to.</para>
///   <code>Get-VMHost -Location GPU-Cluster | Select-Object Name, Version, IommuEnabled, Above4GDecoding, SriovEnabled</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "VMHost", DefaultParameterSetName = "Default")]
[OutputType(typeof(VMHost))]
public sealed class GetVMHostCommand : ListCmdlet
{
    /// <summary>The names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Default")]
    [Parameter(Position = 0, ParameterSetName = "Related")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The connection states that are meant.</summary>
    [Parameter(ParameterSetName = "Default")]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(VMHostState))]
    public VMHostState[]? State { get; set; }

    /// <summary>Clusters, whose hosts are meant, or hosts.</summary>
    [Parameter(ParameterSetName = "Default", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    [Takes(typeof(LocationReference))]
    public LocationReference[]? Location { get; set; }

    /// <summary>The machines or templates whose hosts are meant.</summary>
    [Parameter(ParameterSetName = "Related", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[]? VM { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var within = Location is not null ? Finder.Hosts(Location)
            : VM is not null ? Finder.All(VM).Select(static vm => vm.VMHost) : null;
        foreach (var host in Listed(ObjectKinds.VMHost, Name, within))
        {
            if (State is null || State.Contains(host.ConnectionState)) WriteObject(host);
        }
    }
}
