using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>A property and its value.</summary>
internal sealed class DynamicProperty : DynamicData
{
    public string? Name { get; set; }

    public object? Val { get; set; }
}
