using System.Text.RegularExpressions;

namespace PassthroughTools.Text;

/// <summary>Keeps out of what is shown what is a secret by its name, such as a setting RemoteDisplay.vnc.password.</summary>
internal static class Secrets
{
    private const string Mask = "***";
    private const string Words = "password|passphrase|passwd|secret|token|credential|private.?key|api.?key|keysafe|encrypt";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly Regex Name = new(Words, RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Patience);

    /// <summary>
    /// A value after such a name: in JSON, also as {"setting":name,"value":value}, or in a .vmx, which JSON holds with its quotes
    /// escaped.
    /// </summary>
    private static readonly Regex Value = new(
        $"(?<before>(?:{Words})[\\w.:-]*\\\\?\"?\\s*(?:[:=]|,\\s*\"value\"\\s*:)\\s*)"
        + "(?:(?<quote>\\\\\")(?:[^\"\\\\]|\\\\[^\"])*|(?<quote>\")(?:[^\"\\\\]|\\\\.)*)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture,
        Patience);

    /// <summary>Whether what has a name is a secret.</summary>
    public static bool IsSecret(string name) => Name.IsMatch(name);

    /// <summary>A value as it may be shown.</summary>
    public static string Shown(string name, string value) => IsSecret(name) ? Mask : value;

    /// <summary>A text with the secrets' values left out.</summary>
    public static string Masked(string text) => Value.Replace(text, "${before}${quote}" + Mask);
}
