using System;
using System.IO;
using System.Linq;
using Newtonsoft.Json;
using PassthroughTools.Errors;
using PassthroughTools.State.Json;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>What a control plane refused, as it said it.</summary>
internal sealed class ServerProblem : Exception
{
    private const int MaxForeignText = 200;

    private ServerProblem(ErrorId id, string message, ErrorTarget? target)
        : base(message)
    {
        Id = id;
        Target = target;
    }

    public ErrorId Id { get; }

    /// <summary>The object that it is about.</summary>
    public ErrorTarget? Target { get; }

    /// <summary>Whether the server may take the same request later.</summary>
    public bool MayBeRepeated { get; private set; }

    /// <summary>When, where it says so.</summary>
    public TimeSpan? RetryAfter { get; private set; }

    /// <summary>Reads the problem of an answer; one without is some proxy's or other server's.</summary>
    public static ServerProblem Of(string server, int status, string text, TimeSpan? retryAfter)
    {
        var problem = TryRead(text) ?? new ServerProblem(Foreign(status), $"'{server}' answered with status {status}{Excerpt(text)}. Check that it is the address of a control plane.", null);
        problem.MayBeRepeated = status is 429 or 502 or 503;
        problem.RetryAfter = retryAfter;
        return problem;
    }

    /// <summary>The error that a cmdlet shows. What is about the session and no object in the inventory is about the server.</summary>
    public PassthroughException ToRefusal(ControlPlaneOptions options, object? target = null)
    {
        bool isOfSession = Id is ErrorId.AuthenticationFailed or ErrorId.AccessDenied or ErrorId.ServerUnreachable;
        return new PassthroughException(Id, Message, target ?? Target?.Name ?? (isOfSession ? options.Name : null), this);
    }

    private static ErrorId Foreign(int status) => status switch
    {
        401 => ErrorId.AuthenticationFailed,
        403 => ErrorId.AccessDenied,
        _ => ErrorId.ServerUnreachable,
    };

    private static ServerProblem? TryRead(string text)
    {
        try
        {
            using var json = new JsonTextReader(new StringReader(text));
            var reader = new RecordReader(json);
            ErrorId? id = null;
            string? detail = null;
            ErrorTarget? target = null;
            reader.Next();
            reader.Enter();
            while (reader.NextProperty() is { } property)
            {
                switch (property)
                {
                    case "id": id = Enum.TryParse(reader.Text(), out ErrorId known) ? known : null; break;
                    case "detail": detail = reader.Text(); break;
                    case "target": target = ErrorTarget.Read(reader); break;
                    default: json.Skip(); break;
                }
            }

            return id is { } given && detail is not null ? new ServerProblem(given, detail, target) : null;
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
