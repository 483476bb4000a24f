namespace PassthroughTools.Inventory;

/// <summary>How far DRS acts by itself, with PowerCLI's names.</summary>
public enum DrsAutomationLevel : long
{
    /// <summary>DRS leaves it alone.</summary>
    Disabled,

    /// <summary>DRS places and moves machines.</summary>
    FullyAutomated,

    /// <summary>DRS only recommends.</summary>
    Manual,

    /// <summary>DRS places machines at power-on and recommends moves.</summary>
    PartiallyAutomated,

    /// <summary>Of a machine: what its cluster says.</summary>
    AsSpecifiedByCluster,
}
