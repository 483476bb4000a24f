namespace VMware.Vim;

/// <summary>Whose capacity is asked for (API 9.0).</summary>
public class DirectPathProfileManagerCapacityQuerySpec : DynamicData
{
}
