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
            throw new ArgumentOutOfRangeException(nameof(segment),
                "A PCI address has segment 0-65535, bus 0-255, slot 0-31 and function 0-7.");
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
        int dot = text.Length - 2;
        int slotColon = dot - 3;
        if (slotColon < 2 || text[dot] != '.' || text[slotColon] != ':') return false;
        int busColon = text.LastIndexOf(':', slotColon - 1);

        // ESXi's decimal form is told by its widths: a five-digit segment and a three-digit bus.
        bool isDecimal = busColon == 5 && slotColon == 9;
        bool isHexadecimal = (busColon == 4 && slotColon == 7) || (busColon < 0 && slotColon == 2);
        if (!isDecimal && !isHexadecimal) return false;
        int radix = isDecimal ? 10 : 16;
        int segment = busColon < 0 ? 0 : Number(text, 0, busColon, radix);
        int bus = Number(text, busColon + 1, slotColon, radix);
        int slot = Number(text, slotColon + 1, dot, radix);
        int function = Number(text, dot + 1, text.Length, radix);
        if (!InRange(segment, bus, slot, function)) return false;
        address = new PciAddress(segment, bus, slot, function);
        return true;
    }

    /// <summary>
    /// What is wrong with a text that is written like an address and is none, in words; null where it is one, or not written like
    /// one.
    /// </summary>
    internal static string? FaultOf(string text)
    {
        if (TryParse(text, out _) || text.Length > 32) return null;
        int dot = text.LastIndexOf('.');
        var parts = (dot < 0 ? text : text.Substring(0, dot)).Split(':');
        if (parts.Length is not (2 or 3) || !parts.All(static part => part.All(char.IsLetterOrDigit))) return null;
        if (!parts.Any(static part => part.Any(char.IsDigit))) return null;
        var function = dot < 0 ? "" : text.Substring(dot + 1);
        if (!function.All(char.IsLetterOrDigit)) return null;
        List<string> faults = [];
        if (parts.Length == 3) Check("segment", parts[0], 4, 0xffff);
        Check("bus", parts[parts.Length - 2], 2, 0xff);
        Check("slot", parts[parts.Length - 1], 2, 0x1f);
        if (dot < 0) faults.Add("its function is missing");
        else if (function.Length != 1 || function[0] is < '0' or > '7')
            faults.Add($"its function '{function}' is not a digit from 0 to 7");
        return faults.Count == 0 ? null : string.Join(", ", faults);

        void Check(string name, string part, int digits, int most)
        {
            int number = Number(part, 0, part.Length, 16);
            if (part.Length != digits || number < 0)
                faults.Add($"its {name} '{part}' is not {(digits == 2 ? "two" : "four")} hexadecimal digits");
            else if (number > most)
                faults.Add(string.Format(CultureInfo.InvariantCulture, "its {0} '{1}' is more than {2:x2}", name, part, most));
        }
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

    /// <summary>The digits between two places as a number; -1 where something else stands there.</summary>
    private static int Number(string text, int start, int end, int radix)
    {
        int number = 0;
        for (int i = start; i < end; i++)
        {
            int digit = HexDigit.ValueOf(text[i]);
            if (digit < 0 || digit >= radix) return -1;
            number = number * radix + digit;
        }

        return number;
    }

    private static bool InRange(int segment, int bus, int slot, int function) =>
        segment is >= 0 and <= 0xffff && bus is >= 0 and <= 0xff && slot is >= 0 and <= 0x1f && function is >= 0 and <= 7;
}
