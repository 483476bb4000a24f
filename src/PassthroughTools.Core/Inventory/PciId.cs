using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PassthroughTools.Inventory;

/// <summary>
/// A 16-bit PCI identifier (vendor, device, subsystem or class), unsigned although VIM sends signed shorts.
/// Prints as <c>0x10de</c> and compares with numbers and with text in either notation.
/// </summary>
public readonly struct PciId : IEquatable<PciId>, IComparable<PciId>, IComparable, IFormattable
{
    /// <summary>Makes an identifier of its value.</summary>
    public PciId(ushort value) => Value = value;

    /// <summary>The identifier as an unsigned number.</summary>
    public ushort Value { get; }

    /// <summary>Reads <c>0x10de</c> or <c>10de</c>, hexadecimal with one to four digits.</summary>
    /// <exception cref="FormatException">The text is no 16-bit hexadecimal number.</exception>
    public static PciId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"'{text}' is no PCI identifier; write four hexadecimal digits, as in 0x10de.");

    /// <summary>As <see cref="Parse"/>, but returns false where the text is no identifier.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PciId id)
    {
        id = default;
        if (text is null) return false;
        int start = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? 2 : 0;
        if (text.Length - start is < 1 or > 4) return false;
        int value = 0;
        for (int i = start; i < text.Length; i++)
        {
            int digit = HexDigit.ValueOf(text[i]);
            if (digit < 0) return false;
            value = value * 16 + digit;
        }

        id = new PciId((ushort)value);
        return true;
    }

    /// <summary>Takes a number, the signed short of VIM included (-8694 is 0xde0a).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number has more than 16 bits.</exception>
    public static PciId FromInt32(int value) => value is >= short.MinValue and <= ushort.MaxValue
        ? new PciId(unchecked((ushort)value))
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A PCI identifier has 16 bits.");

    /// <inheritdoc/>
    public override string ToString() => "0x" + Value.ToString("x4", CultureInfo.InvariantCulture);

    /// <summary>Formats the number; without a format as <see cref="ToString()"/>.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) ? ToString() : Value.ToString(format, formatProvider);

    /// <inheritdoc/>
    public int CompareTo(PciId other) => Value.CompareTo(other.Value);

    /// <summary>Compares with another identifier, as PowerShell's -gt and Sort-Object do.</summary>
    /// <exception cref="ArgumentException">The other is no identifier.</exception>
    int IComparable.CompareTo(object? obj) => obj switch
    {
        null => 1,
        PciId other => CompareTo(other),
        _ => throw new ArgumentException("A PCI identifier compares with PCI identifiers.", nameof(obj)),
    };

    /// <inheritdoc/>
    public bool Equals(PciId other) => Value == other.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PciId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value;

    /// <summary>Takes a number where an identifier is wanted.</summary>
    public static implicit operator PciId(int value) => FromInt32(value);

    /// <summary>
    /// The number, which is what PowerShell compares where a number stands on the left, and with -in and -contains.
    /// </summary>
    public static explicit operator int(PciId id) => id.Value;

    /// <summary>Takes text where an identifier is wanted.</summary>
    public static explicit operator PciId(string text) => Parse(text);

    /// <summary>Whether two identifiers are the same.</summary>
    public static bool operator ==(PciId left, PciId right) => left.Value == right.Value;

    /// <summary>Whether two identifiers differ.</summary>
    public static bool operator !=(PciId left, PciId right) => left.Value != right.Value;

    /// <summary>Orders identifiers by value.</summary>
    public static bool operator <(PciId left, PciId right) => left.Value < right.Value;

    /// <summary>Orders identifiers by value.</summary>
    public static bool operator >(PciId left, PciId right) => left.Value > right.Value;

    /// <summary>Orders identifiers by value.</summary>
    public static bool operator <=(PciId left, PciId right) => left.Value <= right.Value;

    /// <summary>Orders identifiers by value.</summary>
    public static bool operator >=(PciId left, PciId right) => left.Value >= right.Value;
}
