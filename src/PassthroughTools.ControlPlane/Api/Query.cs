using System.Globalization;
using System.IO.Enumeration;
using PassthroughTools.Errors;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// A request's query. A parameter that the route does not have is refused, since a filter that is misspelt would show too much.
/// </summary>
internal sealed class Query
{
    private const int MaxLength = 512;
    private readonly IQueryCollection values;

    /// <summary>Takes a request's query.</summary>
    /// <exception cref="PassthroughException">A parameter is unknown, given twice, or too long.</exception>
    public Query(HttpContext context, params IEnumerable<string> parameters)
    {
        values = context.Request.Query;
        if (values.Count == 0) return;
        var known = parameters.ToList();
        foreach (var (name, given) in values)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                throw Refused(
                    $"There is no parameter '{Shortened(name)}' here. "
                    + $"There {(known.Count == 1 ? "is" : "are")} {(known.Count == 0 ? "none" : string.Join(", ", known))}.");
            if (given.Count > 1) throw Refused(
                $"The parameter '{name}' is given {given.Count.ToString(CultureInfo.InvariantCulture)} times. Give it once.");
            if (given[0]?.Length > MaxLength)
                throw Refused($"The value of '{name}' is longer than {MaxLength} characters. Shorten it.");
        }
    }

    /// <summary>A parameter's text; null where it is not given or empty.</summary>
    public string? Text(string name) => values.TryGetValue(name, out var given) && given[0] is { Length: > 0 } text ? text : null;

    /// <summary>A whole number.</summary>
    /// <exception cref="PassthroughException">It is none, or out of range.</exception>
    public long? Number(string name, long least, long most)
    {
        if (Text(name) is not { } text) return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least
            && number <= most
            ? number
            : throw Refused(FormattableString.Invariant(
                $"'{name}' must be a whole number from {least} to {most}, and is '{Shortened(text)}'."));
    }

    /// <summary>true or false.</summary>
    /// <exception cref="PassthroughException">It is neither.</exception>
    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw Refused($"'{name}' must be true or false, and is '{Shortened(text)}'."),
    };

    /// <summary>A value by its name in JSON.</summary>
    /// <exception cref="PassthroughException">There is none of that name.</exception>
    public T? Name<T>(string name) where T : struct, Enum
    {
        if (Text(name) is not { } text) return null;
        return JsonName<T>.TryParse(text, out var value)
            ? value
            : throw Refused($"'{name}' must be one of {string.Join(", ", JsonName<T>.All)}, and is '{Shortened(text)}'.");
    }

    /// <summary>Whether a text fits a name with * and ?, whatever its case; every text fits where none is given.</summary>
    public Func<string?, bool> Pattern(string name)
    {
        if (Text(name) is not { } pattern) return static _ => true;

        // The matcher's escape character is no part of the field's names.
        pattern = pattern.Replace("\\", "\\\\", StringComparison.Ordinal);
        return text => text is not null && FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase: true);
    }

    private static PassthroughException Refused(string detail) => new(ErrorId.RequestMalformed, detail);

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
