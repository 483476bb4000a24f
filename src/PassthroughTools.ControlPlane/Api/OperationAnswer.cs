using Newtonsoft.Json;
using PassthroughTools.Backends;
using PassthroughTools.Importing;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>What a client is told of an operation that was carried out.</summary>
internal sealed class OperationAnswer(Commit commit)
{
    /// <summary>The revision that the operation made, or at which all was as asked.</summary>
    public long Revision => commit.Event?.Sequence ?? commit.State.Revision;

    public bool IsRepeated => commit.IsRepeated;

    /// <summary>What is counted: committed, repeated or unchanged.</summary>
    public string Outcome => commit.IsRepeated ? "repeated" : commit.Event is null ? "unchanged" : "committed";

    public void Write(JsonTextWriter json)
    {
        json.WriteStartObject();
        json.Property("revision", Revision);
        if (commit.Event is { } committed)
        {
            json.WritePropertyName("event");
            EventJson.Write(json, committed);
        }

        json.Property("target", commit.Decision.Target);
        json.Property("targetId", commit.Decision.TargetId);
        json.Property("summary", commit.Decision.Summary);
        json.Property("deviceKey", commit.Decision.DeviceKey);
        if (commit.Decision is ImportDecision import) json.Array("items", import.Items, item => ImportedItemJson.Write(json, item));
        json.WriteEndObject();
    }
}
