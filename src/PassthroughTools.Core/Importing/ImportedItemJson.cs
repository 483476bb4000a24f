using Newtonsoft.Json;
using PassthroughTools.State.Json;

namespace PassthroughTools.Importing;

/// <summary>An imported object as the control plane's answer names it.</summary>
internal static class ImportedItemJson
{
    public static void Write(JsonTextWriter json, ImportedItem item)
    {
        json.WriteStartObject();
        Property("kind", JsonName<ImportedKind>.Of(item.Kind));
        Property("name", item.Name);
        Property("vmHost", item.VMHost);
        Property("action", JsonName<ImportAction>.Of(item.Action));
        Property("detail", item.Detail);
        json.WriteEndObject();

        void Property(string name, string? value)
        {
            if (value is null) return;
            json.WritePropertyName(name);
            json.WriteValue(value);
        }
    }

    /// <summary>Reads an item, its opening brace being the current token.</summary>
    public static ImportedItem Read(RecordReader reader)
    {
        ImportedKind? kind = null;
        ImportAction? action = null;
        string? name = null, vmHost = null, detail = null;
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "kind": kind = reader.Name<ImportedKind>(); break;
                case "name": name = reader.Text(); break;
                case "vmHost": vmHost = reader.Text(); break;
                case "action": action = reader.Name<ImportAction>(); break;
                case "detail": detail = reader.Text(); break;
                default: throw reader.Unknown(property, "imported item");
            }
        }

        return new ImportedItem
        {
            Kind = kind ?? throw reader.Fault("an imported item needs a kind"),
            Name = name ?? "",
            VMHost = vmHost,
            Action = action ?? throw reader.Fault("an imported item needs an action"),
            Detail = detail,
        };
    }
}
