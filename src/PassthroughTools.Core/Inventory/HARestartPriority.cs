namespace PassthroughTools.Inventory;

/// <summary>In which order HA starts machines again after a failure, with PowerCLI's names.</summary>
public enum HARestartPriority : long
{
    /// <summary>Not at all.</summary>
    Disabled,

    /// <summary>After most.</summary>
    Low,

    /// <summary>In the middle.</summary>
    Medium,

    /// <summary>Before most.</summary>
    High,

    /// <summary>Of a machine: what its cluster says.</summary>
    ClusterRestartPriority,

    /// <summary>After all others.</summary>
    Lowest,

    /// <summary>Before all others.</summary>
    Highest,
}
