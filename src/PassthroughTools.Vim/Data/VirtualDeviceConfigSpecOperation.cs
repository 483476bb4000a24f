namespace PassthroughTools.Vim.Data;

/// <summary>VIM VirtualDeviceConfigSpecOperation.</summary>
public enum VirtualDeviceConfigSpecOperation : long
{
    add,
    remove,
    edit,
}
