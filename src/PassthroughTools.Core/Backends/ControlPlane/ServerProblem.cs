using Newtonsoft.Json;
using PassthroughTools.Errors;
using PassthroughTools.State.Json;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>What a control plane refused, as it said it.</summary>
internal sealed class ServerProblem : Exception
{
    private const int MaxForeignText = 200;

    private ServerProblem(ErrorId id, string message, bool mayBeRepeated, ErrorTarget? target = null)
        : base(message)
    {
        Id = id;
        MayBeRepeated = mayBeRepeated;
        Target = target;
    }

    public ErrorId Id { get; }

    /// <summary>The object that it is about.</summary>
    public ErrorTarget? Target { get; }

    /// <summary>Whether the server may take the same request later.</summary>
    public bool MayBeRepeated { get; }

    /// <summary>When, where it says so.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>Reads the problem of an answer; one without is some proxy's or other server's.</summary>
    public static ServerProblem Of(string server, int status, string text, TimeSpan? retryAfter)
    {
        var problem = TryRead(status, text) ?? new ServerProblem(
            IdOf(status, ErrorId.ServerUnreachable),
            $"'{server}' answered with status {status}{Excerpt(text)}. Check that it is the address of a control plane; "
            + "a vCenter or ESXi host is connected by its name alone, or by an address that ends in /sdk.",
            IsTemporary(status));
        problem.RetryAfter = retryAfter;
        return problem;
    }

    /// <summary>The error that a cmdlet shows. What is about no object in the inventory is about the server.</summary>
    public PassthroughException ToRefusal(ControlPlaneOptions options, object? target = null) =>
        new(Id, Message, target ?? Target?.Name ?? options.Name, this);

    // Of an answer whose id is none of the table's: a proxy's, or a newer server's.
    private static bool IsTemporary(int status) => status is 429 or 502 or 503 or 504;

    private static ErrorId IdOf(int status, ErrorId other) => status switch
    {
        401 => ErrorId.AuthenticationFailed,
        403 => ErrorId.AccessDenied,
        _ => other,
    };

    private static ServerProblem? TryRead(int status, string text)
    {
        try
        {
            using var json = new JsonTextReader(new StringReader(text));
            var reader = new RecordReader(json);
            string? id = null, detail = null;
            ErrorTarget? target = null;
            reader.Next();
            reader.Enter();
            while (reader.NextProperty() is { } property)
            {
                switch (property)
                {
                    case "id": id = reader.Text(); break;
                    case "detail": detail = reader.Text(); break;
                    case "target": target = ErrorTarget.Read(reader); break;
                    default: json.Skip(); break;
                }
            }

            if (id is null || detail is null) return null;
            if (!Enum.IsDefined(typeof(ErrorId), id))
                return new ServerProblem(IdOf(status, ErrorId.RefusedByServer), detail, IsTemporary(status), target);
            var known = (ErrorId)Enum.Parse(typeof(ErrorId), id);
            return new ServerProblem(known, detail, ErrorAttribute.Of(known).RetryHelps, target);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string Excerpt(string text)
    {
        var words = new string([.. text.Take(MaxForeignText).Select(static c => char.IsControl(c) ? ' ' : c)]).Trim();
        return words.Length == 0 ? "" : $" ({words})";
    }
}
