using System.Globalization;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>Cultures in which text goes wrong: the dotless i, a comma as decimal point, a minus sign of its own.</summary>
internal static class Cultures
{
    public static string[] Names { get; } = ["tr-TR", "de-DE", "sv-SE", "ar-SA"];

    public static T In<T>(string name, Func<T> act)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(name, useUserOverride: false);
            return act();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
