using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>A property that has changed.</summary>
internal sealed class PropertyChange : DynamicData
{
    public string? Name { get; set; }

    public PropertyChangeOp Op { get; set; }

    public object? Val { get; set; }
}
