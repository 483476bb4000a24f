using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Inventory;

namespace PassthroughTools.Commands;

/// <summary>
/// A cmdlet that lists the objects of a kind: all, those of some ids or names, or those that belong to other objects.
/// </summary>
public abstract class ListCmdlet : ServerCmdlet
{
    /// <summary>Accepted for PowerCLI's scripts; nothing nests here, so that it changes nothing.</summary>
    [Parameter(ParameterSetName = "Default")]
    public SwitchParameter NoRecursion { get; set; }

    /// <summary>The ids, as the property Id has them. One that is not there gives nothing, as in PowerCLI.</summary>
    [Parameter(ParameterSetName = "ById")]
    [ValidateNotNullOrEmpty]
    public string[]? Id { get; set; }

    /// <summary>What is listed.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="names">The names; null for all.</param>
    /// <param name="within">What belongs to the other objects; null where none are given.</param>
    private protected IEnumerable<T> Listed<T>(ObjectKind<T> kind, string[]? names, IEnumerable<T>? within)
        where T : InventoryObject =>
        Id is not null ? Finder.OfIds(kind, Id)
        : within is null ? Finder.Named(kind, names)
        : Finder.Filtered(kind, names, [.. within.Distinct()]);
}
