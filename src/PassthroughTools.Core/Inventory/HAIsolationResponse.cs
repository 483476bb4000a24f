namespace PassthroughTools.Inventory;

/// <summary>What HA does with the machines of a host that is isolated from the others, with PowerCLI's names.</summary>
public enum HAIsolationResponse : long
{
    /// <summary>Of a machine: what its cluster says.</summary>
    AsSpecifiedByCluster,

    /// <summary>They are powered off.</summary>
    PowerOff,

    /// <summary>They go on.</summary>
    DoNothing,

    /// <summary>Their guests are shut down.</summary>
    Shutdown,
}
