using System.Text;

namespace PassthroughTools.Text;

/// <summary>
/// What is wrong with a file, as a clause of a message: not longer than a screen, and without control characters, which a hostile
/// file could send to the terminal.
/// </summary>
internal static class Reason
{
    private const int MaxLength = 500;

    public static string Of(string what)
    {
        what = what.TrimEnd('.');
        bool tooLong = what.Length > MaxLength;
        var words = new StringBuilder(tooLong ? what.Substring(0, MaxLength) : what);
        for (int i = 0; i < words.Length; i++)
        {
            if (char.IsControl(words[i])) words[i] = ' ';
        }

        return tooLong ? words.Append("...").ToString() : words.ToString();
    }
}
