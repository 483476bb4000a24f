using System.Globalization;
using Newtonsoft.Json;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State.Json;

namespace PassthroughTools.Planning.Execution;

/// <summary>Entries of a plan's journal as they stand in its file, one a line.</summary>
internal static class PlanEntryJson
{
    public static string Write(PlanEntry entry)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var json = new JsonTextWriter(text) { Formatting = Formatting.None, Culture = CultureInfo.InvariantCulture })
        {
            json.WriteStartObject();
            json.Property("time", JsonTime.Format(entry.Time));
            json.Property("phase", JsonName<PlanPhase>.Of(entry.Phase));
            if (entry.Step is { } step) json.Property("step", step);
            json.Property("vmHostId", entry.VMHostId);
            json.Property("event", JsonName<PlanEvent>.Of(entry.Event));
            json.Property("actor", entry.Actor);
            if (entry.Held.Count > 0) json.Array("held", entry.Held, address => json.WriteValue(address.ToString()));
            json.Property("operation", entry.Operation);
            json.Property("errorId", entry.ErrorId?.ToString());
            json.Property("message", entry.Message);
            json.WriteEndObject();
        }

        return text.ToString();
    }

    /// <exception cref="FormatException">The text is no entry; the message says where.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static PlanEntry Read(string text)
    {
        using var json = new JsonTextReader(new StringReader(text));
        var reader = new RecordReader(json);
        DateTime? time = null;
        PlanPhase? phase = null;
        int? step = null;
        string? hostId = null, actor = null, operation = null, message = null;
        PlanEvent? happened = null;
        IReadOnlyList<PciAddress> held = [];
        ErrorId? errorId = null;
        reader.Next();
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "time": time = reader.Time(); break;
                case "phase": phase = reader.Name<PlanPhase>(); break;
                case "step": step = reader.Int(1, int.MaxValue); break;
                case "vmHostId": hostId = reader.RequiredText(); break;
                case "event": happened = reader.Name<PlanEvent>(); break;
                case "actor": actor = reader.RequiredText(); break;
                case "held": held = reader.Array(reader.Address); break;
                case "operation": operation = reader.RequiredText(); break;
                // of a newer version perhaps
                case "errorId": errorId = Enum.TryParse<ErrorId>(reader.RequiredText(), out var id) ? id : null; break;
                case "message": message = reader.Text(); break;
                default: throw reader.Unknown(property, "plan entry");
            }
        }

        while (json.Read())
        {
            if (json.TokenType != JsonToken.Comment) throw reader.Fault("text stands after the end of the entry");
        }

        if (step is null == hostId is null) throw new FormatException("a plan entry is about a step or about a host");
        return new PlanEntry
        {
            Time = time ?? throw Missing("time"),
            Phase = phase ?? throw Missing("phase"),
            Step = step,
            VMHostId = hostId,
            Event = happened ?? throw Missing("event"),
            Actor = actor ?? throw Missing("actor"),
            Held = [.. held],
            Operation = operation,
            ErrorId = errorId,
            Message = message,
        };

        FormatException Missing(string property) => reader.Missing("plan entry", property);
    }
}
