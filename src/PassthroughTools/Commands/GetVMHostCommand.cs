using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
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
public sealed class GetVMHostCommand : InventoryCmdlet
{
    private NameFilter? filter;

    /// <summary>The names, with wildcards.</summary>
    [Parameter(Position = 0, ParameterSetName = "Default")]
    [Parameter(Position = 0, ParameterSetName = "Related")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(VMHostNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Accepted for PowerCLI's scripts; a cluster's hosts are directly in it, so that it changes nothing.</summary>
    [Parameter(ParameterSetName = "Default")]
    public SwitchParameter NoRecursion { get; set; }

    /// <summary>The connection states that are meant.</summary>
    [Parameter(ParameterSetName = "Default")]
    [ValidateNotNullOrEmpty]
    public VMHostState[]? State { get; set; }

    /// <summary>Clusters, whose hosts are meant, or hosts.</summary>
    [Parameter(ParameterSetName = "Default", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(LocationNameCompleter))]
    public LocationReference[]? Location { get; set; }

    /// <summary>The machines or templates whose hosts are meant.</summary>
    [Parameter(ParameterSetName = "Related", ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(VMNameCompleter))]
    public VMReference[]? VM { get; set; }

    /// <summary>The ids, as the property Id has them. One that is not there gives nothing, as in PowerCLI.</summary>
    [Parameter(ParameterSetName = "ById")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var host in Candidates())
        {
            if (State is null || State.Contains(host.ConnectionState)) WriteObject(host);
        }
    }

    private IEnumerable<VMHost> Candidates()
    {
        if (Id is not null) return ById(Id, static (state, id) => state.Hosts.Find(id) is { } host ? state.View(host) : null);
        var within = Location is not null ? FindAll(Location).Select(static found => found.State.View(found.Record))
            : VM is not null ? FindAll(VM).Select(static found => found.State.View(found.Record).VMHost)
            : null;
        if (within is null) return FindAll((Name ?? ["*"]).Select(static name => new VMHostReference(name))).Select(static found => found.State.View(found.Record));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return (filter ??= new NameFilter(Name)).Select([.. within.Where(host => seen.Add(host.Uid))], static host => host.Name);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (filter is not null) WriteMissing(filter, ErrorId.VMHostNotFound, "host", "Get-VMHost");
    }
}
