namespace PassthroughTools.Inventory;

/// <summary>The power state of a virtual machine.</summary>
public enum VMPowerState : long
{
    /// <summary>Off.</summary>
    PoweredOff,

    /// <summary>Running.</summary>
    PoweredOn,

    /// <summary>Its memory is saved and it keeps its devices.</summary>
    Suspended,
}
