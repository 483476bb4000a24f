namespace PassthroughTools.Inventory;

/// <summary>A vendor and device ID pair that a Dynamic DirectPath request accepts; prints as <c>10de:1eb8</c>.</summary>
/// <param name="VendorId">The PCI vendor ID.</param>
/// <param name="DeviceId">The PCI device ID.</param>
public readonly record struct AllowedDevice(PciId VendorId, PciId DeviceId)
{
    /// <summary>Reads <c>10de:1eb8</c> or <c>0x10de:0x1eb8</c>.</summary>
    /// <exception cref="FormatException">The text is no pair of PCI identifiers.</exception>
    public static AllowedDevice Parse(string text) => TryParse(text, out var device)
        ? device
        : throw new FormatException($"'{text}' is no vendor and device ID; write vendor:device in hexadecimal, as in 10de:1eb8.");

    /// <summary>As <see cref="Parse"/>, but returns false where the text is no such pair.</summary>
    public static bool TryParse(string? text, out AllowedDevice device)
    {
        device = default;
        var parts = text?.Split(':');
        if (parts?.Length != 2 || !PciId.TryParse(parts[0].Trim(), out var vendor)
            || !PciId.TryParse(parts[1].Trim(), out var id)) return false;
        device = new AllowedDevice(vendor, id);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        FormattableString.Invariant($"{VendorId.Value:x4}:{DeviceId.Value:x4}");
}
