using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>What has changed since a version.</summary>
internal sealed class UpdateSet : DynamicData
{
    public string? Version { get; set; }

    public PropertyFilterUpdate[]? FilterSet { get; set; }

    public bool? Truncated { get; set; }
}
