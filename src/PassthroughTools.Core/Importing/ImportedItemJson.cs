using Newtonsoft.Json;
using PassthroughTools.State.Json;

namespace PassthroughTools.Importing;

/// <summary>An imported object as the control plane's answer names it.</summary>
internal static class ImportedItemJson
{
    public static void Write(JsonTextWriter json, ImportedItem item)
    {
        json.WriteStartObject();
        json.Property("kind", JsonName<ImportedKind>.Of(item.Kind));
        json.Property("name", item.Name);
        json.Property("vmHost", item.VMHost);
        json.Property("action", JsonName<ImportAction>.Of(item.Action));
        json.Property("detail", item.Detail);
        json.Property("contradiction", item.Contradiction);
        json.WriteEndObject();
    }

    /// <summary>Reads an item, its opening brace being the current token.</summary>
    public static ImportedItem Read(RecordReader reader)
    {
        ImportedKind? kind = null;
        ImportAction? action = null;
        string? name = null, vmHost = null, detail = null, contradiction = null;
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
                case "contradiction": contradiction = reader.Text(); break;
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
            Contradiction = contradiction,
        };
    }
}
