using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
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
public sealed class GetClusterCommand : InventoryCmdlet
{
    private NameFilter? filter;

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
    public LocationReference[]? Location { get; set; }

    /// <summary>Accepted for PowerCLI's scripts; clusters do not nest, so that it changes nothing.</summary>
    [Parameter(ParameterSetName = "Default")]
    public SwitchParameter NoRecursion { get; set; }

    /// <summary>The machines whose clusters are meant.</summary>
    [Parameter(ParameterSetName = "Related", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    public VMReference[]? VM { get; set; }

    /// <summary>The hosts whose clusters are meant.</summary>
    [Parameter(ParameterSetName = "Related", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    public VMHostReference[]? VMHost { get; set; }

    /// <summary>The ids, as the property Id has them. One that is not there gives nothing, as in PowerCLI.</summary>
    [Parameter(ParameterSetName = "ById")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var cluster in Candidates()) WriteObject(cluster);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (filter is not null) WriteMissing(filter, ErrorId.ClusterNotFound, "cluster", "Get-Cluster");
    }

    private IEnumerable<Cluster> Candidates()
    {
        if (Id is not null) return ById(Id, static (state, id) => state.Clusters.Find(id) is { } found ? state.View(found) : null);
        if (Location is null && VM is null && VMHost is null)
        {
            return Once((Name ?? ["*"]).SelectMany(name => Find(new ClusterReference(name))), static cluster => cluster.Id)
                .Select(static found => found.State.View(found.Record));
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        return (filter ??= new NameFilter(Name)).Select([.. Related().Where(cluster => seen.Add(cluster.Uid))], static cluster => cluster.Name);
    }

    private IEnumerable<Cluster> Related() => FindAll(VM ?? []).Select(static found => found.State.View(found.Record).Cluster)
        .Concat(FindAll(VMHost ?? []).Concat(FindAll(Location ?? [])).Select(static found => found.State.View(found.Record).Cluster))
        .OfType<Cluster>();
}
