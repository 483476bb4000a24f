namespace VMware.Vim;

/// <summary>A SCSI controller.</summary>
public class VirtualSCSIController : VirtualController
{
    public bool? HotAddRemove { get; set; }

    public VirtualSCSISharing? SharedBus { get; set; }

    public int? ScsiCtlrUnitNumber { get; set; }
}
