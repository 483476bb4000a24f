namespace VMware.Vim;

/// <summary>What becomes of the data that a host keeps for vSAN.</summary>
public sealed class VsanHostDecommissionMode : DynamicData
{
    public string? ObjectAction { get; set; }
}
