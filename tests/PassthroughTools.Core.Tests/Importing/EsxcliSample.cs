using System.Globalization;
using System.Text;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>Devices as esxcli has them, to be printed in each of its layouts.</summary>
internal sealed class EsxcliSample
{
    private const string Xmlns = "http://www.vmware.com/Products/ESX/5.0/esxcli";

    private readonly List<(string Name, string Text, string Value, string Type)> fields = [];

    public static EsxcliSample Gpu(string address = "0000:41:00.0", string owner = "VM Passthru") =>
        Device(address, 0x10de, 0x1eb8, "NVIDIA Corporation", "TU104GL [Tesla T4]", owner, owner, passthruCapable: true);

    public static EsxcliSample Nic(string address = "0000:02:00.1") =>
        Device(address, 0x8086, 0x1528, "Intel Corporation", "Ethernet Controller 10 Gigabit X540-AT2, \"dual\"", "Unknown",
            "VMkernel", passthruCapable: true);

    public static EsxcliSample Device(
        string address, int vendorId, int deviceId, string vendor, string name, string configuredOwner, string currentOwner,
        bool passthruCapable)
    {
        int bus = int.Parse(address.AsSpan(5, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        int slot = int.Parse(address.AsSpan(8, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        int function = int.Parse(address.AsSpan(11, 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return new EsxcliSample()
            .With("Address", address)
            .With("Segment", 0, "x4").With("Bus", bus, "x2").With("Slot", slot, "x2").With("Function", function, "x")
            .With("VMkernel Name", "")
            .With("Vendor Name", vendor).With("Device Name", name)
            .With("Configured Owner", configuredOwner).With("Current Owner", currentOwner)
            .With("Vendor ID", vendorId, "x4").With("Device ID", deviceId, "x4").With("SubVendor ID", 0x103c, "x4")
            .With("SubDevice ID", 0x192d, "x4")
            .With("Device Class", 0x0302, "x4").With("Device Class Name", "3D controller")
            .With("Physical Slot", 2)
            .With("Slot Description", "CPU1 SLOT2 PCI-E 3.0 X4 (IN X8 SLOT), lower: left")
            .With("Passthru Capable", passthruCapable)
            .With("Parent Device", "PCI 0:0:1:1")
            .With("Dependent Device", FormattableString.Invariant($"PCI 0:{bus}:{slot}:{function}"))
            .With("Reset Method", "Function reset")
            .With("NUMA Node", 1)
            .With("Hardware Label", "inference");
    }

    public static EsxcliSample Enabled(string address, bool enabled) =>
        new EsxcliSample().With("Device ID", address).With("Enabled", enabled);

    /// <summary>The sample with a field in the place of the one of that name, or without it where the value is null.</summary>
    public EsxcliSample Replace(string name, string? value)
    {
        int index = fields.FindIndex(field => field.Name == name);
        fields.RemoveAt(index);
        if (value is not null) fields.Insert(index, (name, value, value, "string"));
        return this;
    }

    public static string Text(params EsxcliSample[] devices) => string.Join(
        "\n",
        devices.Select(device => device.fields[0].Text + "\n"
            + string.Concat(device.fields.Select(field => $"   {field.Name}: {field.Text}\n"))));

    public static string Table(params EsxcliSample[] rows) =>
        "Device ID     Enabled\n------------  -------\n"
        + string.Concat(rows.Select(row => $"{row.fields[0].Text}  {row.fields[1].Text,7}\n"));

    public static string Csv(params EsxcliSample[] records)
    {
        var text = new StringBuilder();
        foreach (var field in records[0].fields) text.Append(field.Name.Replace(" ", "", StringComparison.Ordinal)).Append(',');
        foreach (var record in records)
        {
            text.Append('\n');
            foreach (var field in record.fields)
            {
                bool plain = field.Value.IndexOfAny([',', '"', '\n']) < 0;
                text.Append(plain ? field.Value : $"\"{field.Value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")
                    .Append(',');
            }
        }

        return text.Append('\n').ToString();
    }

    public static string Xml(params EsxcliSample[] records)
    {
        var text = new StringBuilder(
            $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<output xmlns=\"{Xmlns}\">\n<root>\n<list type=\"structure\">\n");
        foreach (var record in records)
        {
            text.Append("<structure typeName=\"PciDevice\">\n");
            foreach (var field in record.fields)
                text.Append(CultureInfo.InvariantCulture,
                    $"<field "
                    + $"name=\"{field.Name.Replace(" ", "", StringComparison.Ordinal)}\">\n<{field.Type}>{System.Security.SecurityElement.Escape(field.Value)}</{field.Type}>\n</field>\n");
            text.Append("</structure>\n");
        }

        return text.Append("</list>\n</root>\n</output>\n").ToString();
    }

    /// <summary>As localcli prints it; ConvertTo-Json of Get-EsxCli's objects has no blanks in its names.</summary>
    public static string Json(bool blanks, params EsxcliSample[] records) => "[" + string.Join(",\n ", records.Select(record =>
        "{" + string.Join(", ", record.fields.Select(field => $"\"{Named(field.Name, blanks)}\": {JsonValue(field)}")) + "}"))
        + "]\n";

    public static string KeyValue(params EsxcliSample[] records) => string.Concat(records.SelectMany(static (record, index) =>
        record.fields.Select(field => string.Create(CultureInfo.InvariantCulture,
            $"PciDevice[{index}].{Named(field.Name, false)}.{field.Type}={field.Value}\n"))));

    /// <summary>As Export-Csv writes Get-EsxCli's objects; Windows PowerShell sets a line with their type above.</summary>
    public static string ExportCsv(char delimiter, bool typeLine, params EsxcliSample[] records)
    {
        static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var text = new StringBuilder(typeLine ? "#TYPE VMware.VimAutomation.EsxCLI.ConcreteClassImpl\r\n" : "");
        text.AppendJoin(delimiter, records[0].fields.Select(static field => Quoted(Named(field.Name, false)))).Append("\r\n");
        foreach (var record in records)
            text.AppendJoin(delimiter, record.fields.Select(static field => Quoted(field.Value))).Append("\r\n");
        return text.ToString();
    }

    /// <summary>As PowerShell shows the objects.</summary>
    public static string ListView(params EsxcliSample[] records) => string.Concat(records.Select(static record =>
        "\n" + string.Concat(record.fields.Select(static field => $"{Named(field.Name, false),-20} : {field.Value}\n"))));

    /// <summary>The table after its blanks were lost.</summary>
    public static string CollapsedTable(params EsxcliSample[] rows) =>
        "Device ID Enabled\n------------ -------\n"
            + string.Concat(rows.Select(static row => $"{row.fields[0].Text} {row.fields[1].Text}\n"));

    private static string Named(string name, bool blanks) => blanks ? name : name.Replace(" ", "", StringComparison.Ordinal);

    private static string JsonValue((string Name, string Text, string Value, string Type) field) =>
        field.Type == "string" ? Newtonsoft.Json.JsonConvert.ToString(field.Value) : field.Value;

    private EsxcliSample With(string name, string value)
    {
        fields.Add((name, value, value, "string"));
        return this;
    }

    private EsxcliSample With(string name, bool value)
    {
        var text = value ? "true" : "false";
        fields.Add((name, text, text, "boolean"));
        return this;
    }

    private EsxcliSample With(string name, int value, string? format = null)
    {
        var number = value.ToString(CultureInfo.InvariantCulture);
        fields.Add((name, format is null ? number : "0x" + value.ToString(format, CultureInfo.InvariantCulture), number,
            "integer"));
        return this;
    }
}
