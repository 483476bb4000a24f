namespace PassthroughTools.Capabilities;

/// <summary>Whether a feature works, ordered from weakest to strongest.</summary>
public enum CapabilitySupport : long
{
    /// <summary>It does not.</summary>
    NotSupported,

    /// <summary>No source says; never taken for a yes.</summary>
    Unknown,

    /// <summary>
    /// It depends on the device: what a technology says where the model decides. A device's own is Unknown then.
    /// </summary>
    Conditional,

    /// <summary>It does.</summary>
    Supported,
}
