using Newtonsoft.Json;
using PassthroughTools.Backends;
using PassthroughTools.Importing;
using PassthroughTools.Operations;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>What a client is told of an operation that was carried out. It holds no inventory: it may be kept.</summary>
/// <param name="Revision">The revision that the operation made, or at which all was as asked.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Event">What was committed; null where all was as asked.</param>
/// <param name="IsRepeated">Whether it is the answer to an earlier request with the same key.</param>
internal sealed record OperationAnswer(long Revision, Decision Decision, InventoryEvent? Event, bool IsRepeated)
{
    /// <summary>What is counted: committed, repeated or unchanged.</summary>
    public string Outcome => IsRepeated ? "repeated" : Event is null ? "unchanged" : "committed";

    /// <summary>The answer to a request whose commit this is.</summary>
    public static OperationAnswer Of(Commit commit) =>
        new(commit.Event?.Sequence ?? commit.State.Revision, commit.Decision, commit.Event, commit.IsRepeated);

    public void Write(JsonTextWriter json)
    {
        json.WriteStartObject();
        json.Property("revision", Revision);
        if (Event is { } committed)
        {
            json.WritePropertyName("event");
            EventJson.Write(json, committed);
        }

        json.Property("target", Decision.Target);
        json.Property("targetId", Decision.TargetId);
        json.Property("summary", Decision.Summary);
        json.Property("deviceKey", Decision.DeviceKey);
        if (Decision is ImportDecision import) json.Array("items", import.Items, item => ImportedItemJson.Write(json, item));
        json.WriteEndObject();
    }
}
