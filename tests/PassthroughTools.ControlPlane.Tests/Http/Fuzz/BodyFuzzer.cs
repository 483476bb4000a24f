using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PassthroughTools.ControlPlane.Tests.Http.Support;

namespace PassthroughTools.ControlPlane.Tests.Http.Fuzz;

/// <summary>Bodies of operations with something wrong in them, mostly.</summary>
internal sealed class BodyFuzzer(FuzzRandom random)
{
    private const string VMs = "VirtualMachine-vm-";
    private static readonly string[] Files =
    [
        EveryRecord.Json,
        "virtualHW.version = \"21\"\ndisplayName = \"fuzz\"\nmemSize = \"4096\"\nnumvcpus = \"2\"\npciPassthru0.present = "
        + "\"TRUE\"\npciPassthru0.id = \"00000:065:00.0\"\n",
        "Address,Class ID,Class Name,Vendor ID,Device ID,Vendor Name,Device Name\n0000:03:00.0,0x302,3D "
        + "controller,0x10de,0x1eb8,NVIDIA,T4,\n",
        "0000:03:00.0\n   Address: 0000:03:00.0\n   Segment: 0x0000\n   Bus: 0x03\n   VMkernel Name:\n   Vendor Name: NVIDIA "
        + "Corporation\n   Vendor ID: 0x10de\n   Device ID: 0x1eb8\n",
        "<?xml version=\"1.0\"?><output><root><list type=\"structure\"><structure typeName=\"PciDevice\"><field "
        + "name=\"Address\"><string>0000:03:00.0</string></field></structure></list></root></output>",
        "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]><output>&c;</output>",
    ];

    private int names;

    public byte[] Next()
    {
        var operation = Valid();
        if (random.In(60)) Replace(operation);
        if (random.In(55)) return Encoding.UTF8.GetBytes(operation.ToJsonString());
        Change(operation);
        var text = random.In(15) ? Spoiled(operation.ToJsonString()) : operation.ToJsonString();
        var bytes = Encoding.UTF8.GetBytes(text);
        return random.In(25) ? random.Damaged(bytes) : bytes;
    }

    private JsonObject Valid()
    {
        var vm = VMs + random.Of((string[])["2", "3", "4", "5", "7", "8", "10", "12", "14", "16"]);
        var host = random.Of((string[])[ServedRoutes.Host, "HostSystem-host-6", "HostSystem-host-9", "HostSystem-host-11"]);
        var address = random.Of(
            (string[])[ServedRoutes.Device, "0000:42:00.0", "0000:17:00.0", "0000:2a:00.0", "0000:6b:00.0", "0000:43:00.0"]);
        return random.Next(20) switch
        {
            0 => new() { ["operation"] = "AttachFixedDevice", ["vmId"] = vm, ["vmHostId"] = host, ["address"] = address },
            1 => new() { ["operation"] = "AttachDynamicDevice", ["vmId"] = vm,
                ["allowedDevices"] = new JsonArray("10de:1eb8", "10de:20f1"), ["hardwareLabel"] = "inference" },
            2 => new() { ["operation"] = "AttachEnhancedDevice", ["vmId"] = vm, ["deviceClass"] = "com.intel.flexgpu",
                ["configParameters"] = new JsonObject { ["a"] = "b" } },
            3 => new() { ["operation"] = "ChangeVM", ["vmId"] = vm, ["numCpu"] = 4, ["coresPerSocket"] = 2, ["memoryMB"] = 8192,
                ["notes"] = random.Text() },
            4 =>
                new() { ["operation"] = "CreateVM",
                    ["newName"] = string.Create(CultureInfo.InvariantCulture, $"fuzz-{names++ % 40}"), ["vmHostId"] = host,
                    ["numCpu"] = 2, ["memoryMB"] = 4096, ["firmware"] = "efi" },
            5 => new() { ["operation"] = "DetachDevice", ["vmId"] = vm, ["key"] = 13000 + random.Next(3) },
            6 => new() { ["operation"] = "PowerOnVM", ["vmId"] = vm },
            7 => new() { ["operation"] = "PowerOffVM", ["vmId"] = vm },
            8 => new() { ["operation"] = "RemoveVM",
                ["vmId"] = random.In(1) ? vm : string.Create(CultureInfo.InvariantCulture, $"{VMs}{19 + random.Next(60)}") },
            9 => new() { ["operation"] = "RestartHost", ["vmHostId"] = host, ["force"] = random.In(50),
                ["evacuate"] = random.In(50) },
            10 => new() { ["operation"] = "SetAdvancedSetting", ["vmId"] = vm, ["setting"] = "pciPassthru.use64bitMMIO",
                ["value"] = random.In(50) ? null : "TRUE", ["mustBeNew"] = false },
            11 => new() { ["operation"] = "SetDeviceMode", ["vmHostId"] = host, ["address"] = address, ["mode"] = "directPath",
                ["hardwareLabel"] = "fuzz", ["applyNow"] = false },
            12 => new() { ["operation"] = "SetMmioSizing", ["vmId"] = vm, ["sizeGB"] = 64 },
            13 => new() { ["operation"] = "SetResources", ["vmId"] = vm, ["memoryReservationMB"] = 1024,
                ["memoryReservationLockedToMax"] = false, ["cpuReservationMhz"] = 100 },
            14 => new() { ["operation"] = "MoveVM", ["vmId"] = vm, ["vmHostId"] = host, ["datastore"] = random.Text(),
                ["devices"] = new JsonArray(address), ["force"] = random.In(50) },
            15 => new() { ["operation"] = "CreateSnapshot", ["vmId"] = vm, ["newName"] = random.Text(),
                ["memory"] = random.In(50), ["created"] = "2026-11-21T12:00:00.0000000Z" },
            16 => new() { ["operation"] = "SetHostState", ["vmHostId"] = host,
                ["state"] = random.In(50) ? "maintenance" : "connected", ["evacuate"] = random.In(50) },
            17 => new() { ["operation"] = "SuspendVM", ["vmId"] = vm, ["force"] = random.In(50) },
            18 => new() { ["operation"] = "ReconfigureVM", ["vmId"] = vm,
                ["parts"] = new JsonArray(Part(vm), Part(random.In(90) ? vm : host)) },
            _ => new() { ["operation"] = "ImportOperation", ["files"] = new JsonArray(File()),
                ["vmHost"] = random.In(70) ? "esxi01.domain.com" : null, ["cluster"] = random.In(70) ? null : "GPU-Cluster" },
        };
    }

    private JsonNode? Part(string vm) => random.Next(10) switch
    {
        3 => new JsonObject { ["operation"] = "SetResources", ["vmId"] = vm, ["memoryReservationLockedToMax"] = random.In(50) },
        4 => new JsonObject
        {
            ["operation"] = "AttachDynamicDevice", ["vmId"] = vm, ["allowedDevices"] = new JsonArray("10de:1eb8"),
        },
        5 => new JsonObject { ["operation"] = "AttachEnhancedDevice", ["vmId"] = vm, ["deviceClass"] = "com.intel.flexgpu" },
        6 => new JsonObject { ["operation"] = "ReconfigureVM", ["vmId"] = vm, ["parts"] = new JsonArray(Value(0)) },
        7 => Value(0),
        0 => new JsonObject { ["operation"] = "ChangeVM", ["vmId"] = vm, ["notes"] = random.Text() },
        1 => new JsonObject { ["operation"] = "DetachDevice", ["vmId"] = vm, ["key"] = 13000 },
        2 => new JsonObject
        {
            ["operation"] = "SetAdvancedSetting", ["vmId"] = vm, ["setting"] = random.Text(), ["value"] = random.Text(),
        },
        _ => new JsonObject { ["operation"] = "PowerOnVM", ["vmId"] = vm },
    };

    private JsonObject File()
    {
        var text = random.Of(Files);
        if (random.In(80)) text = Encoding.UTF8.GetString(random.Damaged(Encoding.UTF8.GetBytes(text)));
        return new() { ["path"] = random.In(90) ? "fuzz.txt" : random.Text(), ["text"] = text };
    }

    /// <summary>Another value of the same type, which the rules have to judge.</summary>
    private void Replace(JsonObject operation)
    {
        var (name, value) = random.Of(operation.Where(static property => property.Key != "operation").ToList());
        if (value is not JsonValue given) return;
        operation[name] = given.GetValueKind() switch
        {
            JsonValueKind.String =>
                random.Of((string[])[ServedRoutes.VM, ServedRoutes.Host, ServedRoutes.Device, "10de:1eb8", random.Text()]),
            JsonValueKind.Number => random.Number(),
            _ => random.In(50),
        };
    }

    private void Change(JsonObject operation)
    {
        var property = random.Of(operation.Select(static property => property.Key).DefaultIfEmpty("operation").ToList());
        switch (random.Next(10))
        {
            case 0: operation.Remove(property); break;
            case 1: operation[random.Text()] = Value(0); break;
            case 2: operation["operation"] = random.Text(); break;
            case 3: operation[property.ToUpperInvariant()] = Value(0); break;
            default: operation[property] = Value(0); break;
        }
    }

    private JsonNode? Value(int depth) => random.Next(depth > 4 ? 6 : 9) switch
    {
        0 => null,
        1 => JsonValue.Create(random.In(50)),
        2 => JsonValue.Create(random.Number()),
        3 => JsonValue.Create(random.Next(1000) / 7.0),
        4 or 5 => JsonValue.Create(random.Text()),
        6 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth + 1))]),
        7 => new JsonObject { [random.Text()] = Value(depth + 1) },
        _ => new JsonArray(JsonValue.Create("10de:1eb8")),
    };

    /// <summary>What no writer of JSON writes.</summary>
    private string Spoiled(string text)
    {
        int place = random.Next(text.Length);
        int deep = 1 << random.Next(15);
        return random.Next(21) switch
        {
            0 => text[..place],
            1 => text + text,
            2 => text + random.Text(),
            3 => "\ufeff" + text,
            4 => "/* " + text + " */",
            5 => text + " // " + random.Text(),
            6 => text.Replace('"', '\''),
            7 => new string('[', deep) + text,
            8 => "{\"operation\":\"PowerOnVM\",\"vmId\":" + string.Concat(Enumerable.Repeat("{\"a\":", deep)) + "1"
                + new string('}', deep) + "}",
            9 => "{\"operation\":\"PowerOnVM\",\"vmId\":" + new string('9', deep) + "}",
            10 => "{\"operation\":\"SetMmioSizing\",\"vmId\":\"VirtualMachine-vm-3\",\"sizeGB\":1"
                + random.Of((string[])["e999", "e-999", ".0", ".", "e", "0x10", "_000", "e5"]) + "}",
            11 => "{\"operation\":\"PowerOnVM\",\"vmId\":\""
                + random.Of((string[])["\\ud800", "\\udc00\\ud800", "\\u0000", "\\u12", "\\x41", "\\", "\n", "\0"]) + "\"}",
            12 => "{\"operation\":\"ChangeVM\",\"vmId\":\"VirtualMachine-vm-5\",\"notes\":\"\\ud800"
                + random.Text().Replace("\"", "", StringComparison.Ordinal).Replace("\\", "", StringComparison.Ordinal) + "\"}",
            13 => "{\"operation\":\"PowerOnVM\",\"operation\":\"RemoveVM\",\"vmId\":\"VirtualMachine-vm-3\"}",
            14 => "{\"operation\":\"PowerOnVM\",\"vmId\":\"a\",\"vmId\":\"b\"}",
            15 => "{\"operation\":"
                + random.Of((string[])["null", "1", "{}", "[]", "\"\"", "undefined", "NaN", "new Date(1)", "operation"]) + "}",
            16 =>
                random.Of((string[])["", " ", "null", "1", "\"PowerOnVM\"", "[]", "{}", "{", "}", "]", ",", "\0", "\u001f", "-",
                    "tru", "new Operation("]),
            17 => "{\"operation\":\"RemoveVM\",\"vmId\":\"" + new string('x', deep * 20) + "\"}",
            19 => string.Concat(Enumerable.Repeat("{\"operation\":\"ReconfigureVM\",\"vmId\":\"vm-3\",\"parts\":[", deep))
                + string.Concat(Enumerable.Repeat("]}", deep)),
            18 =>
                "{"
                    + string.Join(',', Enumerable.Range(0, deep / 8)
                        .Select(static number => FormattableString.Invariant($"\"p{number}\":{number}"))) + "}",
            _ => text.Insert(place, random.Text()),
        };
    }
}
