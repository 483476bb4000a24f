namespace PassthroughTools.Inventory;

/// <summary>How far a device's passthrough is, with PowerCLI's names (PciPassthroughDeviceState).</summary>
public enum PassthroughDeviceState : long
{
    /// <summary>Configured for passthrough; whether that is in effect is not known.</summary>
    Enabled,

    /// <summary>In effect.</summary>
    Active,

    /// <summary>Configured otherwise than it is in effect: the host has to restart.</summary>
    NeedsHostReboot,
}
