using Newtonsoft.Json;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.Backends;

/// <summary>An event as the journal, the control plane and its event stream write it.</summary>
internal static class EventJson
{
    /// <summary>Writes the properties of an event, in an object that the caller has begun.</summary>
    /// <param name="json">The writer.</param>
    /// <param name="committed">The event.</param>
    /// <param name="hasScope">Whether it has whose the key is, which is a journal's and nobody else's.</param>
    public static void WriteProperties(JsonTextWriter json, InventoryEvent committed, bool hasScope = false)
    {
        json.Property("sequence", committed.Sequence);
        json.Property("time", JsonTime.Format(committed.Time));
        json.Property("actor", committed.Actor);
        json.Property("operation", committed.Operation);
        json.Property("target", committed.Target);
        json.Property("targetId", committed.TargetId);
        json.Property("summary", committed.Summary);
        json.Property("deviceKey", committed.DeviceKey);
        if (committed.Request is { } request)
        {
            json.WritePropertyName("request");
            json.WriteStartObject();
            json.Property("id", request.Id);
            json.Property("source", request.Source);
            json.Property("key", request.Key);
            if (hasScope) json.Property("scope", request.Scope);
            json.Property("fingerprint", request.Fingerprint);
            json.WriteEndObject();
        }

        json.WritePropertyName("changes");
        ChangeJson.Write(json, committed.Changes);
    }

    /// <summary>Writes an event.</summary>
    public static void Write(JsonTextWriter json, InventoryEvent committed)
    {
        json.WriteStartObject();
        WriteProperties(json, committed);
        json.WriteEndObject();
    }

    /// <summary>Reads an event, its opening brace being the current token.</summary>
    /// <exception cref="FormatException">It is no event.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static InventoryEvent Read(RecordReader reader)
    {
        long? sequence = null;
        DateTime time = default;
        string? actor = null, operation = null, target = null, targetId = null, summary = null;
        int? deviceKey = null;
        RequestRecord? request = null;
        List<Change> changes = [];
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "sequence": sequence = reader.Long(1, long.MaxValue / 2); break;
                case "time": time = reader.Time(); break;
                case "actor": actor = reader.Text(); break;
                case "operation": operation = reader.Text(); break;
                case "target": target = reader.Text(); break;
                case "targetId": targetId = reader.Text(); break;
                case "summary": summary = reader.Text(); break;
                case "deviceKey": deviceKey = reader.Int(0, int.MaxValue); break;
                case "request": request = Request(reader); break;
                case "changes": changes = ChangeJson.Read(reader); break;
                case "checksum": break;
                default: throw reader.Unknown(property, "event");
            }
        }

        return new InventoryEvent
        {
            Sequence = sequence ?? throw new FormatException("the sequence number is missing"),
            Time = time,
            Actor = actor ?? "",
            Operation = operation ?? "",
            Target = target ?? "",
            TargetId = targetId,
            Summary = summary ?? "",
            DeviceKey = deviceKey,
            Request = request,
            Changes = [.. changes],
        };
    }

    /// <summary>Reads what a journal keeps of a request, its opening brace being the current token.</summary>
    /// <exception cref="FormatException">It is no such object.</exception>
    public static RequestRecord Request(RecordReader reader)
    {
        string? id = null, source = null, key = null, scope = null, fingerprint = null;
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "id": id = reader.Text(); break;
                case "source": source = reader.Text(); break;
                case "key": key = reader.Text(); break;
                case "scope": scope = reader.Text(); break;
                case "fingerprint": fingerprint = reader.Text(); break;
                default: throw reader.Unknown(property, "request");
            }
        }

        return new RequestRecord { Id = id, Source = source, Key = key, Scope = scope, Fingerprint = fingerprint };
    }
}
