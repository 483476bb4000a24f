namespace PassthroughTools.Operations.Requirements;

/// <summary>How a device is bound up with one that is in use.</summary>
internal enum DeviceConflictKind
{
    /// <summary>A virtual machine holds the device itself.</summary>
    Held,

    /// <summary>A virtual machine holds the physical function of this virtual one.</summary>
    PhysicalFunctionHeld,

    /// <summary>The physical function of this virtual one is passed through, or will be.</summary>
    PhysicalFunctionPassedThrough,

    /// <summary>A virtual machine holds a virtual function of this physical one.</summary>
    VirtualFunctionHeld,

    /// <summary>An SR-IOV network adapter of a virtual machine uses the device, or a virtual function of it.</summary>
    NetworkAdapter,

    /// <summary>Something that is not in the inventory uses the device, or one that it is bound up with.</summary>
    HeldByUnknown,

    /// <summary>Another virtual machine holds a device that depends on the same one as this.</summary>
    DependentHeld,
}
