namespace PassthroughTools.ControlPlane.Security;

/// <summary>Names of tokens: fit for logs, for Basic authentication and for a terminal.</summary>
internal static class TokenName
{
    /// <summary>What a name must be like, after "it".</summary>
    public const string Rule = "has 1 to 64 letters a-z and A-Z, digits, dots, underscores and hyphens, and does not begin with "
        + "'ptt_' as a token itself does";

    private const int MaxLength = 64;

    /// <summary>Whether the name keeps the <see cref="Rule"/>.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength
        && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        && !name.StartsWith(TokenText.Prefix, StringComparison.Ordinal);
}
