using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Gets clusters.</summary>
/// <remarks>
///   <para>All clusters, or those of some names, hosts or virtual machines.</para>
/// </remarks>
/// <example>
///   <para>Gets the cluster of a virtual machine.</para>
///   <code>Get-Cluster -VM HighPerfVM</code>
/// </example>
/// <example>
///   <para>Lists the hosts of a cluster.</para>
///   <code>Get-Cluster GPU-Cluster | Get-VMHost</code>
/// </example>
/// <example>
///   <para>Gets the clusters of the hosts that have an A100.</para>
///   <code>(Get-PassthroughDevice -Name *A100*).VMHost | Get-Cluster</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Cluster", DefaultParameterSetName = "Default")]
[OutputType(typeof(Cluster))]
public sealed class GetClusterCommand : ListCmdlet
{
    /// <summary>The names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Default")]
    [Parameter(Position = 0, ParameterSetName = "Related")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Hosts, whose clusters are meant, or clusters.</summary>
    [Parameter(ParameterSetName = "Default", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    [Takes(typeof(LocationReference))]
    public LocationReference[]? Location { get; set; }

    /// <summary>The machines whose clusters are meant.</summary>
    [Parameter(ParameterSetName = "Related", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    [Takes(typeof(VMReference))]
    public VMReference[]? VM { get; set; }

    /// <summary>The hosts whose clusters are meant.</summary>
    [Parameter(ParameterSetName = "Related", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    [Takes(typeof(VMHostReference))]
    public VMHostReference[]? VMHost { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var within = Location is null && VM is null && VMHost is null
            ? null
            : Finder.All(VM ?? []).Select(static vm => vm.Cluster)
            .Concat(Finder.All(VMHost ?? []).Concat(Finder.Hosts(Location ?? [])).Select(static host => host.Cluster))
            .OfType<Cluster>();
        foreach (var cluster in Listed(ObjectKinds.Cluster, Name, within)) WriteObject(cluster);
    }
}
