namespace PassthroughTools.Inventory;

/// <summary>What a device's change of mode asks of its host (vSphere Web Services API 9.1, configure impact).</summary>
public enum ConfigureImpact : long
{
    /// <summary>The mode is active at once.</summary>
    None,

    /// <summary>The host must be in maintenance mode for the change.</summary>
    HostMaintenanceModeRequired,

    /// <summary>The mode becomes active when the host has restarted.</summary>
    HostRebootRequired,
}
