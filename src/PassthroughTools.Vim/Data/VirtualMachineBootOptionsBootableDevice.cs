namespace VMware.Vim;

/// <summary>A device that a machine may boot from.</summary>
public class VirtualMachineBootOptionsBootableDevice : DynamicData;
