namespace VMware.Vim;

/// <summary>The extension that manages a machine.</summary>
public sealed class ManagedByInfo : DynamicData
{
    public string? ExtensionKey { get; set; }

    public string? Type { get; set; }
}
