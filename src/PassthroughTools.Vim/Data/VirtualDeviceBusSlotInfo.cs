namespace VMware.Vim;

/// <summary>A device's place on its bus.</summary>
public class VirtualDeviceBusSlotInfo : DynamicData;
