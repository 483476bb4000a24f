namespace PassthroughTools.Capabilities;

/// <summary>Whether a feature works, ordered from weakest to strongest.</summary>
public enum CapabilitySupport
{
    /// <summary>It does not.</summary>
    NotSupported,

    /// <summary>No source says; never taken for a yes.</summary>
    Unknown,

    /// <summary>It does.</summary>
    Supported,
}
