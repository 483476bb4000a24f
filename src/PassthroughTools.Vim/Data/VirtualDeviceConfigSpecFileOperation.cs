namespace VMware.Vim;

/// <summary>What is asked of a device's file.</summary>
public enum VirtualDeviceConfigSpecFileOperation : long
{
    create,
    destroy,
    replace,
}
