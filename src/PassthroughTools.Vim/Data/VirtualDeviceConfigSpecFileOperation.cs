namespace PassthroughTools.Vim.Data;

/// <summary>VIM VirtualDeviceConfigSpecFileOperation.</summary>
public enum VirtualDeviceConfigSpecFileOperation : long
{
    create,
    destroy,
    replace,
}
