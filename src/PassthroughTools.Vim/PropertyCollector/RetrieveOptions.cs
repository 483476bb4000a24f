using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>How much one answer may have.</summary>
internal sealed class RetrieveOptions : DynamicData
{
    public int? MaxObjects { get; set; }
}
