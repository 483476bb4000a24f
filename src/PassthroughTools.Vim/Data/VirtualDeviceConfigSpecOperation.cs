namespace VMware.Vim;

/// <summary>What is asked of a device.</summary>
public enum VirtualDeviceConfigSpecOperation : long
{
    add,
    remove,
    edit,
}
