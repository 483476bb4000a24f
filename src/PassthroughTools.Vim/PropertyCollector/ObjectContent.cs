using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>What was read of an object.</summary>
internal sealed class ObjectContent : DynamicData
{
    public ManagedObjectReference? Obj { get; set; }

    public DynamicProperty[]? PropSet { get; set; }

    public MissingProperty[]? MissingSet { get; set; }
}
