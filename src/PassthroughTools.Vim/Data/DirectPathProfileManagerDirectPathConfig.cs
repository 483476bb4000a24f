namespace VMware.Vim;

/// <summary>What a DirectPath profile gives to a machine (API 9.0).</summary>
public class DirectPathProfileManagerDirectPathConfig : DynamicData
{
}
