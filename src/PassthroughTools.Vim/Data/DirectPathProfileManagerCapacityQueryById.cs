namespace VMware.Vim;

/// <summary>A DirectPath profile, by its id (API 9.0).</summary>
public sealed class DirectPathProfileManagerCapacityQueryById : DirectPathProfileManagerCapacityQuerySpec
{
    public string? Id { get; set; }
}
