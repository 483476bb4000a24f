using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>A page of what was read.</summary>
internal sealed class RetrieveResult : DynamicData
{
    public string? Token { get; set; }

    public ObjectContent[]? Objects { get; set; }
}
