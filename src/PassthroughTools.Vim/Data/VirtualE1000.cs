namespace VMware.Vim;

/// <summary>An E1000 network adapter.</summary>
public sealed class VirtualE1000 : VirtualEthernetCard;
