// The story of demo.ps1, told from the library alone: for a machine without PowerShell.
using System;
using System.IO;
using System.Linq;
using System.Threading;
using PassthroughTools.Backends;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;

var rack = args.Length == 1 ? args[0] : Path.Combine("examples", "rack");
var folder = Directory.CreateTempSubdirectory("passthroughtools-demo-").FullName;
try
{
    var path = Path.Combine(folder, "lab.json");
    JsonStoreBackend.CreateIfMissing(path, Catalog.BuiltIn);
    using var store = JsonStoreBackend.Open(path, Catalog.BuiltIn, "");
    Console.WriteLine($"The rack of {rack}, imported into {path}");
    foreach (var host in Directory.GetDirectories(rack).Order(StringComparer.Ordinal))
    {
        var files = Directory.GetFiles(host).Order(StringComparer.Ordinal).Select(ImportFile.Read).ToList();
        Do(new ImportOperation { Files = files, VMHost = Path.GetFileName(host) });
    }

    Do(new ImportOperation { Files = [ImportFile.Read(Path.Combine(rack, "rack.json"))] });

    Title("The devices of a host, and who has them");
    foreach (var device in Host("esxi01.domain.com").PassthroughDevices())
        Console.WriteLine($"{device.Id}  {device.Name,-45} {device.Mode,-12} {device.VM}");

    Title("What technologies and device models support, by published sources");
    foreach (var entry in Catalog.BuiltIn.Technologies.Concat<CatalogEntry>(Catalog.BuiltIn.Models.Where(static model => model.SupportsEnhanced)))
    {
        PassthroughFeature[] shown = [PassthroughFeature.VMotion, PassthroughFeature.SuspendResume, PassthroughFeature.MemorySnapshots, PassthroughFeature.HotAddMemory];
        Console.WriteLine($"{entry.Name,-45} {string.Join("  ", shown.Select(feature => $"{feature}: {entry.Fact(feature)?.Symbol ?? "?",-4}"))}");
    }

    Title("Before a maintenance window: can it move, can it suspend?");
    foreach (var name in (string[])["gpu-01", "train-01", "web-01"])
        Console.WriteLine($"{name,-10} {VM(name).Capabilities[PassthroughFeature.VMotion]}, {VM(name).Capabilities[PassthroughFeature.SuspendResume]}");

    Title("The MMIO region that a machine needs, from its devices");
    Do(new SetMmioSizing { VMId = VM("train-01").Id });
    Console.WriteLine(string.Join(", ", VM("train-01").ExtensionData.AdvancedSettings.Select(static setting => $"{setting.Key} = {setting.Value}")));

    var esxi01 = Host("esxi01.domain.com");
    var address = PciAddress.Parse("0000:03:00.0");
    Title("A refused attach says what, why and what to do");
    try
    {
        Do(new AttachFixedDevice { VMId = VM("legacy-01").Id, VMHostId = esxi01.Id, Address = address });
    }
    catch (PassthroughException refusal)
    {
        Console.WriteLine($"{refusal.Id}: {refusal.Message}");
    }

    Title("A good attach, and a detach");
    var highPerf = VM("HighPerfVM").Id;
    int key = Do(new AttachFixedDevice { VMId = highPerf, VMHostId = esxi01.Id, Address = address }).DeviceKey!.Value;
    Do(new DetachDevice { VMId = highPerf, Key = key });
    foreach (var committed in store.ReadEventsAsync(0, CancellationToken.None).Result.TakeLast(3))
        Console.WriteLine($"{committed.Sequence,4}  {committed.Summary}");

    Decision Do(Operation operation) => store.ExecuteAsync(operation, Environment.UserName, CancellationToken.None).Result.Decision;
    InventoryState State() => store.ReadAsync(CancellationToken.None).Result;
    VMHost Host(string name) => State().View(State().HostsNamed(name).Single());
    VirtualMachineBase VM(string name) => State().View(State().VMsNamed(name).Single());
}
finally
{
    Directory.Delete(folder, recursive: true);
}

static void Title(string text) => Console.WriteLine($"\n== {text}");
