namespace VMware.Vim;

/// <summary>A cluster (API 9.0).</summary>
public sealed class DirectPathProfileManagerTargetCluster : DirectPathProfileManagerTargetEntity
{
    public ManagedObjectReference? Cluster { get; set; }
}
