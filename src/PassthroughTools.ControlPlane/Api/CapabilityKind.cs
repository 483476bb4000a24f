namespace PassthroughTools.ControlPlane.Api;

/// <summary>Whose capabilities they are.</summary>
internal enum CapabilityKind
{
    /// <summary>A virtual machine's or template's.</summary>
    VM,

    /// <summary>A host's device's.</summary>
    Device,
}
