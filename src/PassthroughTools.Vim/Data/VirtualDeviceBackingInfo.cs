namespace VMware.Vim;

/// <summary>What a device is backed by.</summary>
public class VirtualDeviceBackingInfo : DynamicData;
