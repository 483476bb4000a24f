namespace PassthroughTools.Vim.Data;

/// <summary>A device that a plug-in of the host gives.</summary>
public class VirtualPCIPassthroughPluginBackingInfo : VirtualDeviceBackingInfo;
