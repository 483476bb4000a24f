namespace PassthroughTools.Vim.Data;

/// <summary>A cluster's vSAN.</summary>
public sealed class VsanClusterConfigInfo : DynamicData
{
    public bool? Enabled { get; set; }
}
