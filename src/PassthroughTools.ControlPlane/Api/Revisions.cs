using System.Globalization;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>Revisions as entity tags: revision 12 is "12".</summary>
internal static class Revisions
{
    public static string ETag(long revision) => string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>
    /// Tells a client which revision an answer is of; true where it has the answer already, by If-None-Match, and gets no other
    /// than 304.
    /// </summary>
    public static bool IsKnown(HttpContext context, long revision)
    {
        var tag = ETag(revision);
        context.Response.Headers.ETag = tag;
        context.Response.Headers.CacheControl = "private, no-cache";
        bool isKnown = context.Request.Headers.IfNoneMatch.Any(
            header => header?.Split(',').Any(one => IsSame(one.AsSpan().Trim(), tag)) == true);
        if (!isKnown) return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>The revision that If-Match names; null where it names none or any.</summary>
    /// <exception cref="PassthroughException">It is no revision.</exception>
    public static long? IfMatch(HttpRequest request)
    {
        var header = request.Headers.IfMatch;
        if (header.Count == 0 || header is ["*"]) return null;
        var given = header is [{ Length: > 2 and < 26 } one] ? one : "";
        var tag = given.StartsWith("W/", StringComparison.Ordinal) ? given[2..] : given;
        if (tag.Length > 2 && tag[0] == '"' && tag[^1] == '"'
            && long.TryParse(tag.AsSpan(1, tag.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out long revision))
        {
            return revision;
        }

        throw new PassthroughException(ErrorId.RequestMalformed,
            "If-Match is no revision. Send one revision in quotes, as in If-Match: \"12\", or none.");
    }

    // RFC 9110, section 13.1.2: weakly, as a proxy may have made it.
    private static bool IsSame(ReadOnlySpan<char> one, string tag) =>
        one is "*" || (one.StartsWith("W/", StringComparison.Ordinal) ? one[2..] : one).SequenceEqual(tag);
}
