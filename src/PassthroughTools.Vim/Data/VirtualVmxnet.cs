namespace PassthroughTools.Vim.Data;

/// <summary>A VMXNET network adapter.</summary>
public class VirtualVmxnet : VirtualEthernetCard;
