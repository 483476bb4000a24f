using System.Globalization;
using PassthroughTools.Text;

namespace PassthroughTools.ControlPlane.Security;

/// <summary>What "token create" is given.</summary>
/// <param name="Name">The name of the new token.</param>
/// <param name="Role">Its role.</param>
/// <param name="Expires">From when on it is not good any more; null: never.</param>
internal sealed record TokenOptions(string Name, TokenRole Role, DateTimeOffset? Expires)
{
    private const string Lifetime = "90d";
    private static readonly string[] Known = ["--name", "--role", "--expires"];

    /// <summary>Reads the arguments after "create".</summary>
    /// <exception cref="FormatException">They are wrong; the message is a sentence.</exception>
    public static TokenOptions Parse(string[] args, DateTimeOffset now)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < args.Length; i += 2)
        {
            if (!Array.Exists(Known, option => string.Equals(option, args[i], StringComparison.Ordinal))) throw Unknown(args[i]);
            if (i + 1 == args.Length) throw new FormatException($"token create: {args[i]} needs a value after it.");
            if (!values.TryAdd(args[i], args[i + 1])) throw new FormatException($"token create: {args[i]} is given twice.");
        }

        var role = TokenRoles.Parse(Required("--role"))
            ?? throw new FormatException("token create: --role is reader, operator or admin.");
        return new TokenOptions(Required("--name"), role, Expiry(values.GetValueOrDefault("--expires", Lifetime), now));

        string Required(string option) =>
            values.TryGetValue(option, out var value) ? value : throw new FormatException($"token create: {option} is missing.");
    }

    private static DateTimeOffset? Expiry(string text, DateTimeOffset now)
    {
        if (string.Equals(text, "never", StringComparison.OrdinalIgnoreCase)) return null;
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var date)) return date;

        // Four digits: 27 years of days.
        if (text.Length is >= 2 and <= 5
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            if (text[^1] == 'd') return now.AddDays(number);
            if (text[^1] == 'h') return now.AddHours(number);
        }

        throw new FormatException(
            "token create: --expires is days as 30d, hours as 12h, at most four digits of either, a date as 2027-01-01, or "
            + "never.");
    }

    // Only what looks like an option is shown: anything else may be a secret in the wrong place.
    private static FormatException Unknown(string argument) => new(
        argument.StartsWith("--", StringComparison.Ordinal)
            ? $"token create: there is no option {Reason.Of(argument)}."
            : "token create: every value needs --name, --role or --expires before it.");
}
