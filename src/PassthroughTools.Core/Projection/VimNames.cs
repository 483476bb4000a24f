using System.Text;

namespace PassthroughTools.Projection;

/// <summary>
/// Names as VIM has them: in those of folders, machines, pools and datastores a percent sign, slash and backslash are escaped.
/// Source: vSphere Web Services API, ManagedEntity.name.
/// </summary>
internal static class VimNames
{
    /// <summary>%2f, %5c and %25, in either case, as what they stand for; any other percent sign stays.</summary>
    public static string Unescape(string name)
    {
        if (name.IndexOf('%') < 0) return name;
        var text = new StringBuilder(name.Length);
        for (int i = 0; i < name.Length; i++)
        {
            char? meant = name[i] != '%' || i + 2 >= name.Length ? null : (name[i + 1], char.ToLowerInvariant(name[i + 2])) switch
            {
                ('2', 'f') => '/',
                ('5', 'c') => '\\',
                ('2', '5') => '%',
                _ => null,
            };
            text.Append(meant ?? name[i]);
            if (meant is not null) i += 2;
        }

        return text.ToString();
    }

    /// <summary>A name as VIM has it.</summary>
    public static string Escape(string name) => name.IndexOfAny(['%', '/', '\\']) < 0 ? name
        : name.Replace("%", "%25").Replace("/", "%2f").Replace("\\", "%5c");
}
