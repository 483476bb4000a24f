using System.Globalization;
using System.Text;

namespace PassthroughTools.Planning.Search;

/// <summary>
/// A text that is the same for things that are alike: their values one after the other, none of which can read as two.
/// </summary>
internal sealed class KeyText
{
    private readonly StringBuilder text = new();

    public KeyText Add(string? value)
    {
        if (value is null) text.Append('-');
        else text.Append(value.Length).Append(':').Append(value);
        return this;
    }

    public KeyText Add(int? value)
    {
        if (value is { } number) text.Append(number.ToString(CultureInfo.InvariantCulture));
        text.Append(';');
        return this;
    }

    public KeyText Add(bool? value) => Add(value switch { true => 1, false => 0, null => (int?)null });

    /// <summary>A text that is compared whatever its case.</summary>
    public KeyText AddAnyCase(string? value) => Add(value?.ToUpperInvariant());

    public override string ToString() => text.ToString();
}
