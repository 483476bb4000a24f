using System.Globalization;
using System.Xml;

namespace PassthroughTools.Vim.Xml;

/// <summary>Simple values as XML has them.</summary>
internal static class VimText
{
    public static string Format(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "true" : "false",
        DateTime time => XmlConvert.ToString(time, XmlDateTimeSerializationMode.RoundtripKind),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>
    /// A value of a type; null where the text is none. A real server sends bytes and shorts signed, others send them unsigned:
    /// both are read as the same bits. An enumeration's value that is not known here is null.
    /// </summary>
    public static object? Parse(Type type, string text)
    {
        if (type == typeof(string) || type == typeof(object)) return text;
        text = text.Trim();
        if (type.IsEnum) return Enum.IsDefined(type, text) ? Enum.Parse(type, text) : null;
        if (type == typeof(bool)) return text is "true" or "1" ? true : text is "false" or "0" ? false : null;
        if (type == typeof(DateTime)) return Time(text);
        if (type == typeof(float)) return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float single)
            ? single
            : null;
        if (type == typeof(double))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
            ? real
            : null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)) return null;
        if (type == typeof(long)) return number;
        if (type == typeof(int)) return number is >= int.MinValue and <= int.MaxValue ? (int)number : null;
        if (type == typeof(short)) return number is >= short.MinValue and <= ushort.MaxValue ? unchecked((short)number) : null;
        if (type == typeof(sbyte)) return number is >= sbyte.MinValue and <= byte.MaxValue ? unchecked((sbyte)number) : null;
        return null;
    }

    private static DateTime? Time(string text)
    {
        try
        {
            return XmlConvert.ToDateTime(text, XmlDateTimeSerializationMode.Utc);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
