namespace PassthroughTools.Importing;

/// <summary>Which UUID of a virtual machine one is.</summary>
internal enum UuidKind
{
    /// <summary>The instance UUID.</summary>
    Instance,

    /// <summary>The BIOS UUID of a machine whose instance UUID is not known.</summary>
    Bios,

    /// <summary>The BIOS UUID of a machine whose instance UUID is known, and so goes before it.</summary>
    BiosBesideInstance,
}
