namespace VMware.Vim;

/// <summary>Which DirectPath profiles are listed (API 9.0); all where nothing is given.</summary>
public sealed class DirectPathProfileManagerFilterSpec : DynamicData
{
    public string[]? Ids { get; set; }

    public string[]? Names { get; set; }

    public ManagedObjectReference[]? Clusters { get; set; }
}
