using VMware.Vim;

namespace PassthroughTools.Vim.PropertyCollector;

/// <summary>How long changes are waited for, and how many one answer may have.</summary>
internal sealed class WaitOptions : DynamicData
{
    public int? MaxWaitSeconds { get; set; }

    public int? MaxObjectUpdates { get; set; }
}
