using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>Which properties of the objects of a type are read.</summary>
internal sealed class PropertySpec : DynamicData
{
    public string? Type { get; set; }

    public bool? All { get; set; }

    public string[]? PathSet { get; set; }
}
