using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>What is read, and of which objects.</summary>
internal sealed class PropertyFilterSpec : DynamicData
{
    public PropertySpec[]? PropSet { get; set; }

    public ObjectSpec[]? ObjectSet { get; set; }

    public bool? ReportMissingObjectsInResults { get; set; }
}
