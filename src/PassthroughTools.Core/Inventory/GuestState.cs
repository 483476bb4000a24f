namespace PassthroughTools.Inventory;

/// <summary>Whether a guest runs, as PowerCLI's VMGuest has it.</summary>
public enum GuestState : long
{
    /// <summary>Its VMware Tools answer.</summary>
    Running,

    /// <summary>The machine is not powered on or its VMware Tools do not answer.</summary>
    NotRunning,

    /// <summary>It is powered on and nothing is known of its guest.</summary>
    Unknown,
}
