using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>What has changed of what a filter names.</summary>
internal sealed class PropertyFilterUpdate : DynamicData
{
    public ManagedObjectReference? Filter { get; set; }

    public ObjectUpdate[]? ObjectSet { get; set; }
}
