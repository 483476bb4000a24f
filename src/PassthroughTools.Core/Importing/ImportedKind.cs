namespace PassthroughTools.Importing;

/// <summary>What kind of object an import touches.</summary>
public enum ImportedKind : long
{
    /// <summary>A cluster.</summary>
    Cluster,

    /// <summary>A host.</summary>
    VMHost,

    /// <summary>A PCI device of a host.</summary>
    PciDevice,

    /// <summary>A virtual machine.</summary>
    VirtualMachine,

    /// <summary>A template.</summary>
    Template,

    /// <summary>A file that is passed over.</summary>
    File,
}
