using System.Globalization;
using Newtonsoft.Json;
using PassthroughTools.Inventory;
using PassthroughTools.State.Json;

namespace PassthroughTools.Planning;

/// <summary>
/// A maintenance plan as a readable JSON document, so that it can be reviewed, kept, and carried out by another session.
/// </summary>
internal static class MaintenancePlanJson
{
    public const int SchemaVersion = 1;

    /// <summary>Writes a plan, always the same for the same plan.</summary>
    public static void Write(TextWriter text, MaintenancePlan plan)
    {
        text.NewLine = "\n";
        using var json = new JsonTextWriter(text) { Formatting = Formatting.Indented, Indentation = 1, CloseOutput = false,
            Culture = CultureInfo.InvariantCulture };
        json.WriteStartObject();
        json.Property("schemaVersion", SchemaVersion);
        json.Property("id", plan.Id);
        json.Property("created", JsonTime.Format(plan.Created));
        json.Property("target", plan.Target);
        json.Property("revision", plan.Revision);
        json.Array("hosts", plan.Hosts, host =>
        {
            json.WriteStartObject();
            json.Property("id", host.Id);
            json.Property("name", host.Name);
            json.WriteEndObject();
        });
        json.Property("throttleLimit", plan.ThrottleLimit);
        json.Array("steps", plan.Steps, step => Write(json, step));
        json.WriteEndObject();
        json.Flush();
        text.Write('\n');
    }

    /// <summary>Reads a plan.</summary>
    /// <exception cref="FormatException">The text is no plan; the message says where.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="NotSupportedException">A newer version wrote it.</exception>
    public static MaintenancePlan Read(TextReader text)
    {
        using var json = new JsonTextReader(text) { CloseInput = false };
        var reader = new RecordReader(json);
        long? version = null, revision = null;
        string? id = null, target = null;
        DateTime? created = null;
        int? throttleLimit = null;
        List<PlannedHost>? hosts = null;
        List<PlanStep>? steps = null;
        reader.Next();
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "schemaVersion":
                    version = reader.Long(1, int.MaxValue);
                    if (version > SchemaVersion)
                        throw new NotSupportedException(
                            string.Format(CultureInfo.InvariantCulture,
                                "schemaVersion is {0}; this version of PassthroughTools reads {1}", version, SchemaVersion));
                    break;
                case "id": id = reader.RequiredText(); break;
                case "created": created = reader.Time(); break;
                case "target": target = reader.RequiredText(); break;
                case "revision": revision = reader.Long(0, long.MaxValue); break;
                case "hosts": hosts = reader.Array(() => Host(reader)); break;
                case "throttleLimit": throttleLimit = reader.Int(1, int.MaxValue); break;
                case "steps": steps = reader.Array(() => Step(reader)); break;
                default: throw reader.Unknown(property, "maintenance plan");
            }
        }

        if (version is null) throw Missing("schemaVersion");
        var plan = new MaintenancePlan
        {
            Id = id ?? throw Missing("id"),
            Created = created ?? throw Missing("created"),
            Target = target ?? throw Missing("target"),
            Revision = revision ?? throw Missing("revision"),
            Hosts = [.. hosts ?? throw Missing("hosts")],
            ThrottleLimit = throttleLimit ?? throw Missing("throttleLimit"),
            Steps = [.. steps ?? throw Missing("steps")],
        };
        while (json.Read())
        {
            // Nothing but comments may follow: it is a fault of the JSON otherwise.
        }

        return plan;

        FormatException Missing(string property) => reader.Missing("maintenance plan", property);
    }

    private static void Write(JsonTextWriter json, PlanStep step)
    {
        json.WriteStartObject();
        json.Property("number", step.Number);
        json.Property("action", JsonName<PlanAction>.Of(step.Action));
        json.Property("vmId", step.VMId);
        json.Property("vmName", step.VMName);
        json.Property("vmHostId", step.VMHostId);
        json.Property("vmHostName", step.VMHostName);
        json.Property("powerState", JsonName<VMPowerState>.Of(step.PowerState));
        json.Property("destinationId", step.DestinationId);
        json.Property("destinationName", step.DestinationName);
        if (step.Devices.Count > 0) json.Array("devices", step.Devices, address => json.WriteValue(address.ToString()));
        json.Property("interruption", JsonName<PlanInterruption>.Of(step.Interruption));
        json.Property("reason", step.Reason);
        if (step.Loses.Count > 0) json.Array("loses", step.Loses, json.WriteValue);
        json.WriteEndObject();
    }

    private static PlannedHost Host(RecordReader reader)
    {
        string? id = null, name = null;
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "id": id = reader.RequiredText(); break;
                case "name": name = reader.RequiredText(); break;
                default: throw reader.Unknown(property, "planned host");
            }
        }

        return new PlannedHost { Id = id ?? throw reader.Missing("planned host", "id"),
            Name = name ?? throw reader.Missing("planned host", "name") };
    }

    private static PlanStep Step(RecordReader reader)
    {
        int? number = null;
        PlanAction? action = null;
        string? vmId = null, vmName = null, hostId = null, hostName = null, destinationId = null, destinationName =
            null, reason = null;
        VMPowerState? powerState = null;
        PlanInterruption? interruption = null;
        IReadOnlyList<PciAddress> devices = [];
        IReadOnlyList<string> loses = [];
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "number": number = reader.Int(1, int.MaxValue); break;
                case "action": action = reader.Name<PlanAction>(); break;
                case "vmId": vmId = reader.RequiredText(); break;
                case "vmName": vmName = reader.RequiredText(); break;
                case "vmHostId": hostId = reader.RequiredText(); break;
                case "vmHostName": hostName = reader.RequiredText(); break;
                case "powerState": powerState = reader.Name<VMPowerState>(); break;
                case "destinationId": destinationId = reader.RequiredText(); break;
                case "destinationName": destinationName = reader.RequiredText(); break;
                case "devices": devices = reader.Array(reader.Address); break;
                case "interruption": interruption = reader.Name<PlanInterruption>(); break;
                case "reason": reason = reader.RequiredText(); break;
                case "loses": loses = reader.Array(reader.RequiredText); break;
                default: throw reader.Unknown(property, "plan step");
            }
        }

        var step = new PlanStep
        {
            Number = number ?? throw Missing("number"),
            Action = action ?? throw Missing("action"),
            VMId = vmId ?? throw Missing("vmId"),
            VMName = vmName ?? throw Missing("vmName"),
            VMHostId = hostId ?? throw Missing("vmHostId"),
            VMHostName = hostName ?? throw Missing("vmHostName"),
            PowerState = powerState ?? throw Missing("powerState"),
            DestinationId = destinationId,
            DestinationName = destinationName,
            Devices = [.. devices],
            Interruption = interruption ?? throw Missing("interruption"),
            Reason = reason ?? throw Missing("reason"),
            Loses = [.. loses],
        };
        bool moves = step.Action is PlanAction.VMotion or PlanAction.ColdMove or PlanAction.PowerCycle;
        if (moves && destinationId is null) throw Missing("destinationId");
        return moves && destinationName is null ? throw Missing("destinationName") : step;

        FormatException Missing(string property) => reader.Missing("plan step", property);
    }
}
