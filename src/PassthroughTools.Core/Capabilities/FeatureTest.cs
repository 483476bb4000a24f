using PassthroughTools.Inventory;

namespace PassthroughTools.Capabilities;

/// <summary>Whether a feature works for a virtual machine or device: the result of Test-EnhancedDirectPathFeature.</summary>
public sealed class FeatureTest
{
    private readonly Capability capability;

    /// <summary>Makes the result of a machine's or device's capability.</summary>
    public FeatureTest(InventoryObject target, Capability capability)
    {
        Target = target;
        this.capability = capability;
    }

    /// <summary>The virtual machine or device.</summary>
    public InventoryObject Target { get; }

    /// <summary>The target's name; for a device its address and name.</summary>
    public string TargetName => Target is PassthroughDevice { Id: { } id } device ? $"{id} {device.Name}" : Target.Name;

    /// <summary>The feature.</summary>
    public PassthroughFeature Feature => capability.Feature;

    /// <summary>True, false, or null where no source says.</summary>
    public bool? Supported => capability.Support switch
    {
        CapabilitySupport.Supported => true,
        CapabilitySupport.NotSupported => false,
        _ => null,
    };

    /// <summary>Supported, NotSupported or Unknown.</summary>
    public CapabilitySupport Support => capability.Support;

    /// <summary>Why.</summary>
    public string Reason => capability.Reason;

    /// <summary>The device that decides, or null.</summary>
    public string? LimitedBy => capability.LimitedBy;

    /// <summary>The catalog entry or host fact that decided.</summary>
    public string Source => capability.Source;
}
