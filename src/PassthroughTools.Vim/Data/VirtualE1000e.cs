namespace VMware.Vim;

/// <summary>An E1000e network adapter.</summary>
public sealed class VirtualE1000e : VirtualEthernetCard;
