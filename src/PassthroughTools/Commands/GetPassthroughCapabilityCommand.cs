using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Capabilities;

namespace PassthroughTools.Commands;

/// <summary>Gets the capability catalog: what passthrough technologies and device models support, each with its source.</summary>
/// <remarks>
///   <para>Without parameters: the technologies, the device models that a source lists for Enhanced DirectPath, and the other
///   ways (kind alternative) with what they are today, what they keep and what they lose; none of those is recommended. With
///   -Feature: one statement for each entry and feature, with its source. Needs no server; where one is connected, its catalog is
///   shown.</para>
///   <para>The headers of the grid: vMot vMotion, Susp suspend and resume, MemS memory snapshots, SvMo Storage vMotion, vCPU hot
///   add and remove of vCPUs, Mem+ hot add of memory, Live Live Patch, Dev+ and Dev- hot add and remove of virtual devices, DskR
///   disk reconfiguration, DskS disk-only snapshots, DSvM disk-only Storage vMotion, Stat statistics. The values: yes, no, cond
///   (depends on the device), lim (with restrictions), ? (no source says). A way that has ended says so beside its name.</para>
/// </remarks>
/// <example>
///   <para>Shows the technologies and the Enhanced DirectPath devices as a grid.</para>
///   <code>Get-PassthroughCapability</code>
/// </example>
/// <example>
///   <para>Says for which device models vMotion works under Enhanced DirectPath, and where that stands.</para>
///   <code>Get-PassthroughCapability -Model *Intel* -Feature VMotion | Format-List</code>
/// </example>
/// <example>
///   <para>Looks up a device by its PCI IDs, to learn how much its largest BAR maps, which MMIO sizing counts.</para>
///   <code>(Get-PassthroughCapability -Model 10de:20f1).Bar | Format-List SizeGB, Basis, OtherGB, Note, Source</code>
/// </example>
/// <example>
///   <para>Shows the other ways, what has become of each, and what it costs.</para>
///   <code>
///   Get-PassthroughCapability | Where-Object Kind -eq alternative |
///   Format-List Name, HasEnded, Status, Keeps, Loses, Source
///   </code>
/// </example>
[Cmdlet(VerbsCommon.Get, "PassthroughCapability")]
[OutputType(typeof(TechnologyEntry), typeof(ModelEntry), typeof(AlternativeEntry), typeof(CatalogStatement))]
public sealed class GetPassthroughCapabilityCommand : CatalogCmdlet
{
    /// <summary>The technologies and other ways, by key, name or other name, with wildcards.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(TechnologyCompleter))]
    public string[]? Technology { get; set; }

    /// <summary>The device models, by key, name, or PCI IDs as 8086:56c0, with wildcards.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ModelCompleter))]
    public string[]? Model { get; set; }

    /// <summary>The features, of which one statement each is returned.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Takes(typeof(PassthroughFeature))]
    public PassthroughFeature[]? Feature { get; set; }

    /// <summary>A catalog file of your own, whose entries add to the built-in ones or take their place.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CatalogPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(() =>
    {
        foreach (var entry in Entries(CatalogOf(CatalogPath)))
        {
            if (Feature is null) WriteObject(entry);
            else WriteObject(Feature.Select(feature => new CatalogStatement(entry, feature, entry.Fact(feature))),
                enumerateCollection: true);
        }
    });

    private IEnumerable<CatalogEntry> Entries(Catalog catalog)
    {
        if (Technology is null && Model is null)
        {
            return catalog.Technologies.Concat<CatalogEntry>(catalog.Models.Where(static model => model.SupportsEnhanced))
                .Concat(Feature is null ? catalog.Alternatives : []);
        }

        var ways = catalog.Technologies.Concat<CatalogEntry>(catalog.Alternatives).ToList();
        var technologies = (Technology ?? []).SelectMany(text => Fitting(ways, text, NamesOf, "technology"));
        var models = (Model ?? []).SelectMany(text => ModelsOf(catalog, text));
        return technologies.Concat(models).Distinct();
    }

    private static IEnumerable<string> NamesOf(CatalogEntry way)
    {
        var aliases = way switch
        {
            TechnologyEntry technology => technology.Aliases,
            AlternativeEntry alternative => alternative.Aliases,
            _ => [],
        };
        return [way.Key, way.Name, .. aliases];
    }
}
