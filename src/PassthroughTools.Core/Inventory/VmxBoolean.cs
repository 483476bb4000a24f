namespace PassthroughTools.Inventory;

/// <summary>Boolean values of a .vmx, which ESXi takes in any case as TRUE, yes, on, 1 and their first letters.</summary>
internal static class VmxBoolean
{
    /// <summary>The value, or null where it is none: ESXi takes such a key's own default then.</summary>
    public static bool? Of(string? text) => text?.Trim().ToUpperInvariant() switch
    {
        "TRUE" or "T" or "YES" or "Y" or "ON" or "1" => true,
        "FALSE" or "F" or "NO" or "N" or "OFF" or "0" => false,
        _ => null,
    };
}
