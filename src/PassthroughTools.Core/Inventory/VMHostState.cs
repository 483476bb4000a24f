namespace PassthroughTools.Inventory;

/// <summary>The connection state of a host, with PowerCLI's names.</summary>
public enum VMHostState : long
{
    /// <summary>In service.</summary>
    Connected,

    /// <summary>Disconnected by an administrator.</summary>
    Disconnected,

    /// <summary>Out of reach.</summary>
    NotResponding,

    /// <summary>Connected and in maintenance mode: no VM runs or is powered on there.</summary>
    Maintenance,
}
