using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>What leads on from an object to others.</summary>
internal class SelectionSpec : DynamicData
{
    public string? Name { get; set; }
}
