using Newtonsoft.Json;
using PassthroughTools.Importing;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>Reads what the control plane answers to an operation.</summary>
internal static class OperationAnswerJson
{
    /// <summary>The revision at which the operation counts, what was committed or null, and the outcome in a state.</summary>
    /// <exception cref="FormatException">The text is no such answer.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static (long Revision, InventoryEvent? Event, Outcome Outcome) Read(string text, InventoryState state)
    {
        using var json = new JsonTextReader(new StringReader(text));
        var reader = new RecordReader(json);
        long? revision = null;
        InventoryEvent? committed = null;
        string? target = null, targetId = null, summary = null;
        int? deviceKey = null;
        List<ImportedItem>? items = null;
        reader.Next();
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "revision": revision = reader.Long(0, long.MaxValue / 2); break;
                case "event": committed = EventJson.Read(reader); break;
                case "target": target = reader.Text(); break;
                case "targetId": targetId = reader.Text(); break;
                case "summary": summary = reader.Text(); break;
                case "deviceKey": deviceKey = reader.Int(0, int.MaxValue); break;
                case "items": items = reader.Array(() => ImportedItemJson.Read(reader)); break;
                default: json.Skip(); break;
            }
        }

        var outcome = new Outcome(state, target ?? throw reader.Fault("the property 'target' is missing"), targetId ?? "",
            summary ?? "")
        {
            DeviceKey = deviceKey,
            Event = committed?.Sequence,
            Report = items,
        };
        return (revision ?? throw reader.Fault("the property 'revision' is missing"), committed, outcome);
    }
}
