using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PassthroughTools.Inventory;

/// <summary>
/// The address of a PCI function on its host: segment, bus, slot, function. Prints as <c>ssss:bb:ss.f</c>, all hexadecimal,
/// as esxcli and PowerCLI do.
/// </summary>
public readonly struct PciAddress : IEquatable<PciAddress>, IComparable<PciAddress>
{
    private readonly uint packed;

    /// <summary>Makes an address of its parts: segment 0-65535, bus 0-255, slot 0-31, function 0-7.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A part is out of its range.</exception>
    public PciAddress(int segment, int bus, int slot, int function)
    {
        if (!InRange(segment, bus, slot, function))
            throw new ArgumentOutOfRangeException(nameof(segment), "A PCI address has segment 0-65535, bus 0-255, slot 0-31 and function 0-7.");
        packed = ((uint)segment << 16) | ((uint)bus << 8) | ((uint)slot << 3) | (uint)function;
    }

    /// <summary>The PCI segment (domain), 0 on most hosts.</summary>
    public int Segment => (int)(packed >> 16);

    /// <summary>The bus number, 0-255.</summary>
    public int Bus => (int)((packed >> 8) & 0xff);

    /// <summary>The slot (device) number, 0-31.</summary>
    public int Slot => (int)((packed >> 3) & 0x1f);

    /// <summary>The function number, 0-7.</summary>
    public int Function => (int)(packed & 7);

    /// <summary>
    /// Reads an address in any form the field writes: <c>0000:42:00.0</c> and <c>42:00.0</c> (hexadecimal), or
    /// <c>00000:066:00.0</c> (decimal, five and three digits, as ESXi writes into .vmx files).
    /// </summary>
    /// <exception cref="FormatException">The text is no PCI address.</exception>
    public static PciAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException($"'{text}' is no PCI address; write segment:bus:slot.function, as in 0000:03:00.0.");

    /// <summary>As <see cref="Parse"/>, but returns false where the text is no PCI address.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PciAddress address)
    {
        address = default;
        if (text is null || text.Length > 14) return false;
        int dot = text.LastIndexOf('.');
        if (dot < 0) return false;
        var parts = text.Substring(0, dot).Split(':');
        string segmentText = parts.Length == 3 ? parts[0] : "0000";
        if (parts.Length is not (2 or 3)) return false;
        string busText = parts[parts.Length - 2], slotText = parts[parts.Length - 1], functionText = text.Substring(dot + 1);

        // ESXi's decimal form is told by its widths: a five-digit segment and a three-digit bus.
        bool isDecimal = segmentText.Length == 5 && busText.Length == 3;
        if (!isDecimal && (segmentText.Length != 4 || busText.Length != 2)) return false;
        if (slotText.Length != 2 || functionText.Length != 1) return false;

        var style = isDecimal ? NumberStyles.None : NumberStyles.AllowHexSpecifier;
        if (!int.TryParse(segmentText, style, CultureInfo.InvariantCulture, out int segment)
            || !int.TryParse(busText, style, CultureInfo.InvariantCulture, out int bus)
            || !int.TryParse(slotText, style, CultureInfo.InvariantCulture, out int slot)
            || !int.TryParse(functionText, style, CultureInfo.InvariantCulture, out int function)
            || !InRange(segment, bus, slot, function))
            return false;
        address = new PciAddress(segment, bus, slot, function);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Format(CultureInfo.InvariantCulture, "{0:x4}:{1:x2}:{2:x2}.{3:x}", Segment, Bus, Slot, Function);

    /// <inheritdoc/>
    public int CompareTo(PciAddress other) => packed.CompareTo(other.packed);

    /// <inheritdoc/>
    public bool Equals(PciAddress other) => packed == other.packed;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PciAddress other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)packed;

    /// <summary>Whether two addresses are the same.</summary>
    public static bool operator ==(PciAddress left, PciAddress right) => left.Equals(right);

    /// <summary>Whether two addresses differ.</summary>
    public static bool operator !=(PciAddress left, PciAddress right) => !left.Equals(right);

    /// <summary>Orders addresses by segment, bus, slot, function.</summary>
    public static bool operator <(PciAddress left, PciAddress right) => left.packed < right.packed;

    /// <summary>Orders addresses by segment, bus, slot, function.</summary>
    public static bool operator >(PciAddress left, PciAddress right) => left.packed > right.packed;

    /// <summary>Orders addresses by segment, bus, slot, function.</summary>
    public static bool operator <=(PciAddress left, PciAddress right) => left.packed <= right.packed;

    /// <summary>Orders addresses by segment, bus, slot, function.</summary>
    public static bool operator >=(PciAddress left, PciAddress right) => left.packed >= right.packed;

    private static bool InRange(int segment, int bus, int slot, int function) =>
        segment is >= 0 and <= 0xffff && bus is >= 0 and <= 0xff && slot is >= 0 and <= 0x1f && function is >= 0 and <= 7;
}
