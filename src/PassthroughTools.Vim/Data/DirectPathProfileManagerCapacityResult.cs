namespace VMware.Vim;

/// <summary>The capacity for a DirectPath profile (API 9.0).</summary>
public class DirectPathProfileManagerCapacityResult : DynamicData
{
}
