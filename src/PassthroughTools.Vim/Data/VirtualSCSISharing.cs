namespace VMware.Vim;

/// <summary>How a SCSI controller's bus is shared.</summary>
public enum VirtualSCSISharing : long
{
    noSharing,
    virtualSharing,
    physicalSharing,
}
