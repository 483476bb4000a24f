namespace VMware.Vim;

/// <summary>A host (API 9.0).</summary>
public sealed class DirectPathProfileManagerTargetHost : DirectPathProfileManagerTargetEntity
{
    public ManagedObjectReference? Host { get; set; }
}
