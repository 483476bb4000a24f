namespace PassthroughTools.Vim.Data;

/// <summary>An E1000 network adapter.</summary>
public sealed class VirtualE1000 : VirtualEthernetCard;
