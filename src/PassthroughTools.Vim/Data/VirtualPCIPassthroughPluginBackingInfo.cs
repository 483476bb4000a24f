namespace VMware.Vim;

/// <summary>A device that a plug-in of the host gives.</summary>
public class VirtualPCIPassthroughPluginBackingInfo : VirtualDeviceBackingInfo;
