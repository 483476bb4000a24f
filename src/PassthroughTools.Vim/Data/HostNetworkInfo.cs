namespace VMware.Vim;

/// <summary>A host's network.</summary>
public sealed class HostNetworkInfo : DynamicData
{
    public PhysicalNic[]? Pnic { get; set; }
}
