using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PassthroughTools.Inventory;

/// <summary>
/// PCI addresses as pciPassthruN.id has them. ESXi writes all parts in decimal, as 00000:066:00.0 (its format is
/// %05d:%03d:%02d.%d), reads 0:66:0.0 too, and up to ESXi 5 wrote 130:00.0. What people write by hand, and VMware's articles with
/// them, is 0000:AF:00.0: four digits of segment and two of bus are hexadecimal.
/// </summary>
internal static class VmxAddress
{
    public static bool TryParse([NotNullWhen(true)] string? text, out PciAddress address)
    {
        address = default;
        if (text is null || text.Length > 20) return false;
        var parts = text.Split(':');
        if (parts.Length == 3 && parts[0].Length == 4 && parts[1].Length == 2) return PciAddress.TryParse(text, out address);
        var last = parts[parts.Length - 1].Split('.');
        if (parts.Length is not (2 or 3) || last.Length != 2) return false;
        int segment = 0;
        if (parts.Length == 3 && !TryPart(parts[0], 0xffff, out segment)) return false;
        if (!TryPart(parts[parts.Length - 2], 0xff, out int bus)
            || !TryPart(last[0], 0x1f, out int slot)
            || !TryPart(last[1], 7, out int function))
            return false;
        address = new PciAddress(segment, bus, slot, function);
        return true;
    }

    private static bool TryPart(string text, int most, out int part) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out part) && part <= most;
}
