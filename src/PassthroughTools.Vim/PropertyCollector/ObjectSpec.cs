using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>Where reading begins.</summary>
internal sealed class ObjectSpec : DynamicData
{
    public ManagedObjectReference? Obj { get; set; }

    public bool? Skip { get; set; }

    public SelectionSpec[]? SelectSet { get; set; }
}
