using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>Gets clusters.</summary>
/// <example>
///   <para>Gets the cluster of a virtual machine.</para>
///   <code>Get-Cluster -VM HighPerfVM</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "Cluster", DefaultParameterSetName = "Default")]
[OutputType(typeof(Cluster))]
public sealed class GetClusterCommand : InventoryCmdlet
{
    /// <summary>The names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Default")]
    [Parameter(Position = 0, ParameterSetName = "Related")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ClusterNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The clusters, or hosts whose clusters, are meant.</summary>
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

    /// <summary>The ids.</summary>
    [Parameter(ParameterSetName = "ById")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Id is not null)
        {
            foreach (var cluster in ById(Id, static (state, id) => state.Clusters.Find(id) is { } found ? state.View(found) : null)) WriteObject(cluster);
            return;
        }

        var related = Location is null && VM is null && VMHost is null ? null : new HashSet<string>(Related(), StringComparer.Ordinal);
        foreach (var name in Name ?? ["*"])
        {
            foreach (var found in Find(new ClusterReference(name)))
            {
                var cluster = found.State.View(found.Record);
                if (related?.Contains(cluster.Uid) != false) WriteObject(cluster);
            }
        }
    }

    private IEnumerable<string> Related() => (VM ?? []).SelectMany(Find).Select(static found => found.State.View(found.Record).Cluster)
        .Concat((VMHost ?? []).SelectMany(Find).Concat((Location ?? []).SelectMany(FindHosts)).Select(static found => found.State.View(found.Record).Cluster))
        .Where(static cluster => cluster is not null).Select(static cluster => cluster!.Uid);
}
