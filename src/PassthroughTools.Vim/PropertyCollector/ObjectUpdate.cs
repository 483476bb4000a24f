using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>What has changed of an object.</summary>
internal sealed class ObjectUpdate : DynamicData
{
    public ObjectUpdateKind Kind { get; set; }

    public ManagedObjectReference? Obj { get; set; }

    public PropertyChange[]? ChangeSet { get; set; }

    public MissingProperty[]? MissingSet { get; set; }
}
