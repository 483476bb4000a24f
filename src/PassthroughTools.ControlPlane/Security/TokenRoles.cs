namespace PassthroughTools.ControlPlane.Security;

/// <summary>Roles as they are written in files, claims, JSON and on the command line: reader, operator, admin.</summary>
internal static class TokenRoles
{
    private static readonly (TokenRole Role, string Text)[] Texts =
        [(TokenRole.Reader, "reader"), (TokenRole.Operator, "operator"), (TokenRole.Admin, "admin")];

    /// <summary>The role in small letters.</summary>
    public static string Text(this TokenRole role) => Texts[(int)role].Text;

    /// <summary>The role of a text in whatever case; null for another text.</summary>
    public static TokenRole? Parse(string? text)
    {
        foreach (var (role, name) in Texts)
        {
            if (string.Equals(text, name, StringComparison.OrdinalIgnoreCase)) return role;
        }

        return null;
    }

    /// <summary>The role and all higher ones, as texts.</summary>
    public static IEnumerable<string> AtLeast(TokenRole minimum) =>
        Texts.Where(entry => entry.Role >= minimum).Select(static entry => entry.Text);
}
