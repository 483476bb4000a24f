using System.Globalization;
using System.Management.Automation;
using PassthroughTools.Errors;

namespace PassthroughTools.Binding;

/// <summary>An advanced setting's value as text.</summary>
internal static class SettingText
{
    /// <summary>The text of a value; Boolean values become TRUE and FALSE, as vSphere keeps them.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: the value is no single value, such as an array.</exception>
    public static string Of(object value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        bool flag => flag ? "TRUE" : "FALSE",
        string text => text,
        char letter => letter.ToString(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        var other => throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"A setting's value is a text, a number or a Boolean, and not of type {other.GetType().Name}. Give one such value.",
            other),
    };
}
