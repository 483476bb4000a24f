using Newtonsoft.Json;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>An operation that a client did not wait for.</summary>
internal sealed class OperationTask(string id, string operation, string actor)
{
    private readonly DateTime started = DateTime.UtcNow;
    private volatile Ending? ending;

    public string Id => id;

    /// <summary>It has been carried out.</summary>
    public void Succeed(OperationAnswer answer) => ending = new Ending(DateTime.UtcNow, answer, null);

    /// <summary>It was refused, or failed.</summary>
    public void Fail(Problem problem) => ending = new Ending(DateTime.UtcNow, null, problem);

    public void Write(JsonTextWriter json)
    {
        var end = ending;
        json.WriteStartObject();
        json.Property("id", id);
        json.Property("operation", operation);
        json.Property("actor", actor);
        json.Property("state", end is null ? "running" : end.Problem is null ? "success" : "error");
        json.Property("percentComplete", end is null ? 0 : 100);
        json.Property("started", JsonTime.Format(started));
        if (end is not null) json.Property("finished", JsonTime.Format(end.Time));
        if (end?.Answer is { } answer)
        {
            json.WritePropertyName("answer");
            answer.Write(json);
        }

        if (end?.Problem is { } problem)
        {
            json.WritePropertyName("problem");
            problem.Write(json, id);
        }

        json.WriteEndObject();
    }

    private sealed record Ending(DateTime Time, OperationAnswer? Answer, Problem? Problem);
}
