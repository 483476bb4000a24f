namespace VMware.Vim;

/// <summary>A DirectPath profile whose capacity is not known, and why (API 9.0).</summary>
public sealed class DirectPathProfileManagerCapacityUnknown : DirectPathProfileManagerCapacityResult
{
    public DirectPathProfileManagerCapacityQuerySpec? QuerySpec { get; set; }

    public LocalizedMethodFault[]? FaultList { get; set; }
}
