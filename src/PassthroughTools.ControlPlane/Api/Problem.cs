using PassthroughTools.Backends.ControlPlane;
using PassthroughTools.Errors;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>A refusal as application/problem+json (RFC 9457), with the id that the module's error records have.</summary>
/// <param name="Id">The stable id.</param>
/// <param name="Detail">The object, why, and what to do.</param>
internal sealed record Problem(ErrorId Id, string Detail)
{
    private const int MaxDetailLength = 4000;
    private const int MaxNameLength = 1000;

    private readonly ErrorAttribute row = ErrorAttribute.Of(Id);

    /// <summary>The HTTP status.</summary>
    public int Status => row.Status;

    /// <summary>The offending object.</summary>
    public ErrorTarget? Target { get; init; }

    /// <summary>When it is worth another try, where one helps; null: in a second.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The problem of a refusal. What somebody sent as a name may be megabytes long, and is cut.</summary>
    public static Problem Of(PassthroughException refusal)
    {
        var target = refusal.Target as ErrorTarget ?? ErrorTarget.Of(refusal.Target);
        return new Problem(refusal.Id, Shortened(refusal.Message, MaxDetailLength))
        {
            Target = target is null ? null : target with { Name = Shortened(target.Name, MaxNameLength) },
        };
    }

    /// <summary>Writes it as the answer, unless an answer has begun.</summary>
    public Task WriteAsync(HttpContext context)
    {
        if (context.Response.HasStarted) return Task.CompletedTask;
        if (row.RetryHelps)
            context.Response.Headers.RetryAfter = FormattableString.Invariant($"{Math.Ceiling(RetryAfter?.TotalSeconds ?? 1):0}");
        context.Response.Headers.CacheControl = "no-store";
        return JsonAnswer.WriteAsync(context, Status, json => Write(json, context.TraceIdentifier),
            "application/problem+json; charset=utf-8");
    }

    /// <summary>Writes it as a JSON object.</summary>
    public void Write(Newtonsoft.Json.JsonTextWriter json, string requestId)
    {
        json.WriteStartObject();
        json.Property("type", $"urn:passthroughtools:error:{Id}");
        json.Property("title", TitleOf(Status));
        json.Property("status", Status);
        json.Property("detail", Detail);
        json.Property("id", Id.ToString());
        if (Target is not null)
        {
            json.WritePropertyName("target");
            Target.Write(json);
        }

        json.Property("requestId", requestId);
        json.WriteEndObject();
    }

    private static string Shortened(string text, int length) => text.Length <= length ? text : text[..length] + "...";

    private static string TitleOf(int status) => status switch
    {
        400 => "The request cannot be understood",
        401 => "A valid token is needed",
        403 => "Access is denied",
        404 => "There is no such object",
        405 => "The resource has no such method",
        408 => "The request came too slowly",
        409 => "The inventory does not allow this",
        412 => "The inventory has changed",
        413 => "The request is too large",
        415 => "The content type is not JSON",
        422 => "A value is not allowed",
        429 => "Too many requests",
        501 => "The server cannot do this",
        503 => "The server cannot answer now",
        _ => "The server failed",
    };
}
