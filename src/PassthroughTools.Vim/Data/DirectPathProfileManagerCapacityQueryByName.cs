namespace VMware.Vim;

/// <summary>A DirectPath profile, by its name (API 9.0).</summary>
public sealed class DirectPathProfileManagerCapacityQueryByName : DirectPathProfileManagerCapacityQuerySpec
{
    public string? Name { get; set; }
}
