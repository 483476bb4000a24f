using Newtonsoft.Json;
using PassthroughTools.State.Json;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>Reads what the control plane answers of changes: the newest revision, and events in order.</summary>
internal static class ChangesJson
{
    /// <exception cref="FormatException">The text is no such answer.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static (long Revision, IReadOnlyList<InventoryEvent> Events) Read(string text)
    {
        using var json = new JsonTextReader(new StringReader(text));
        var reader = new RecordReader(json);
        long? revision = null;
        List<InventoryEvent> events = [];
        reader.Next();
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "revision": revision = reader.Long(0, long.MaxValue / 2); break;
                case "events": events = reader.Array(() => EventJson.Read(reader)); break;
                default: json.Skip(); break;
            }
        }

        return (revision ?? throw reader.Fault("the property 'revision' is missing"), events);
    }
}
