namespace VMware.Vim;

/// <summary>What has capacity for DirectPath profiles (API 9.0).</summary>
public class DirectPathProfileManagerTargetEntity : DynamicData
{
}
