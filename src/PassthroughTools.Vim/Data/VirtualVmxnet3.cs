namespace VMware.Vim;

/// <summary>A VMXNET 3 network adapter.</summary>
public sealed class VirtualVmxnet3 : VirtualVmxnet;
