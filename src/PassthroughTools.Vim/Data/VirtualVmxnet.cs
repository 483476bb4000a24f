namespace VMware.Vim;

/// <summary>A VMXNET network adapter.</summary>
public class VirtualVmxnet : VirtualEthernetCard;
