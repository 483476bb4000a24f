namespace VMware.Vim;

/// <summary>A file on a datastore.</summary>
public class VirtualDeviceFileBackingInfo : VirtualDeviceBackingInfo
{
    public string? FileName { get; set; }

    public ManagedObjectReference? Datastore { get; set; }

    public string? BackingObjectId { get; set; }
}
