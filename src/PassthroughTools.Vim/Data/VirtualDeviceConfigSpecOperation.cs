namespace PassthroughTools.Vim.Data;

/// <summary>What is asked of a device.</summary>
public enum VirtualDeviceConfigSpecOperation : long
{
    add,
    remove,
    edit,
}
