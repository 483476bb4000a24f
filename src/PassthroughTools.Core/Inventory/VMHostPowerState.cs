namespace PassthroughTools.Inventory;

/// <summary>The power state of a host, with VIM's names.</summary>
public enum VMHostPowerState : long
{
    /// <summary>Running.</summary>
    PoweredOn,

    /// <summary>Off.</summary>
    PoweredOff,

    /// <summary>In standby.</summary>
    StandBy,

    /// <summary>Not known.</summary>
    Unknown,
}
