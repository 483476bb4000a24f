namespace VMware.Vim;

/// <summary>The device group that a device was added with.</summary>
public sealed class VirtualDeviceDeviceGroupInfo : DynamicData
{
    /// <summary>What tells the group from others of the machine.</summary>
    public int GroupInstanceKey { get; set; }

    /// <summary>The device's place in the group.</summary>
    public int SequenceId { get; set; }
}
