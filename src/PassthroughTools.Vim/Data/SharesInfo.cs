namespace VMware.Vim;

/// <summary>How much a machine is entitled to beside others.</summary>
public sealed class SharesInfo : DynamicData
{
    public int Shares { get; set; }

    public SharesLevel Level { get; set; }
}
