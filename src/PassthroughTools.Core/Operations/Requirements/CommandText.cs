using System.Text;

namespace PassthroughTools.Operations.Requirements;

/// <summary>Text in the commands that a refusal offers: copied as it stands, a command does what it says and nothing else.</summary>
internal static class CommandText
{
    /// <summary>
    /// A name as a PowerShell string literal: in single quotes, with every quote in it doubled. PowerShell takes the typographic
    /// single quotes for quotes too (about_Quoting_Rules).
    /// </summary>
    public static string Quoted(this string name)
    {
        var text = new StringBuilder("'");
        foreach (char c in name)
        {
            if (c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b') text.Append(c);
            text.Append(c);
        }

        return text.Append('\'').ToString();
    }
}
