using System.Reflection;
using System.Xml.Linq;
using PassthroughTools.Backends;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Core.Tests.Projection;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.Vim.Views;
using PassthroughTools.Vim.Xml;
using Shouldly;
using VMware.Vim;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>
/// Every request that may be sent to a vSphere has its arguments and elements in the order in which a server takes them
/// (<see cref="WireOrder"/>), and tells the type of what the server cannot guess. The simulator takes them in any order.
/// </summary>
public sealed class RequestOrderTests
{
    private static readonly AllowedDevice A2 = AllowedDevice.Parse(InventoryBuilder.A2);

    private static readonly InventoryState State = InventoryBuilder.Lab.AddCluster("GPU")
        .AddHost("esx02")
        .AddHost("esx01", static host => host with
        {
            RebindWithoutReboot = true, DvxClasses = [new DvxClassRecord { Name = "com.vendor.flex" }],
        })
        .AddDevice("0000:03:00.0")
        .AddDevice("0000:04:00.0")
        .AddDevice("0000:06:00.0", InventoryBuilder.Nic,
            static one => one with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host })
        .AddDevice("0000:05:00.0", InventoryBuilder.A2, static one => one with { HardwareLabel = "l" })
        .AddEnhanced("0000:51:00.0", InventoryBuilder.Qat, "com.vendor.flex")
        .AddVM("off", static vm => vm with { Datastore = "ssd", HardwareVersion = 20, CpuReservationMhz = 0 })
        .AddVM("on", static vm => vm with
        {
            PowerState = VMPowerState.PoweredOn, MemoryReservationMB = 0, MemoryReservationLockedToMax = false,
        })
        .AddVM("has", static vm => vm with
        {
            Devices = [new AttachmentRecord { Key = 13000, Technology = DirectPathTechnology.Dynamic, AllowedDevices = [A2] }],
            Snapshots =
                [new SnapshotRecord { Id = "VirtualMachineSnapshot-snapshot-7", Name = "s", Created = DateTime.UnixEpoch }],
        })
        .AddCluster("other").AddHost("esx03").AddHost("idle");

    /// <summary>What the server tells of it.</summary>
    private static readonly List<(ManagedObjectReference MoRef, string Path, object? Value)> All = VimReadBack.Told(State);

    private static readonly string[] Silent =
    [
        "CancelTask", "DestroyView", "DestroyPropertyCollector", "DirectPathProfileManagerList",
        "DirectPathProfileManagerQueryCapacity", "RebootGuest", "Refresh", "ShutdownGuest", "UnregisterVM",
        "UpdateGraphicsConfig", "UpdatePassthruConfig",
    ];

    public static TheoryData<string> Types => [.. WireOrder.Types.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void The_properties_of_a_type_are_in_its_order(string name)
    {
        var type = typeof(DynamicData).Assembly.GetTypes().Single(type => type.Name == name);
        var ours = VimTypes.ElementsOf(type).Select(static element => element.Name).ToList();
        var order = WireOrder.ElementsOf(name).Select(static element => element.Name).ToList();
        ours.Except(order, StringComparer.Ordinal).ShouldBeEmpty();
        ours.ShouldBe(order.Where(ours.Contains));
    }

    [Fact]
    public async Task All_that_is_sent_is_in_order_and_every_method_and_type_is_sent()
    {
        using var server = Server();
        using (var backend = await server.ConnectAsync())
        {
            foreach (var operation in Operations())
            {
                int before = server.Requests.Count;
                var running = await backend.BeginAsync(new OperationRequest(operation, "me"), default);
                await running.Ended;
                await running.TryCancelAsync();
                server.Requests.Count.ShouldBeGreaterThan(before, operation.ToString());
            }

            await backend.ReadEventsAsync(0, default);
            await CallViewsAsync(backend);
        }

        using (await server.ConnectAsync(ScriptedVSphere.Options with { User = null, Password = null, SessionId = "abc" }))
        {
        }

        var sent = new HashSet<string>(StringComparer.Ordinal);
        server.Requests.SelectMany(request => WireOrder.Faults(request, sent)).Distinct(StringComparer.Ordinal).ShouldBeEmpty();
        WireOrder.Methods.Keys.Concat(WireOrder.Types.Keys).Except(sent, StringComparer.Ordinal)
            .ShouldBeEmpty("rows that nothing was compared with");
    }

    [Theory]
    [InlineData("<HostGraphicsConfig/>", "UpdateGraphicsConfig.HostGraphicsConfig is not an element of it")]
    [InlineData(
        "<config><deviceType/><hostDefaultGraphicsType>x</hostDefaultGraphicsType></config>",
        "UpdateGraphicsConfig.config.hostDefaultGraphicsType comes after deviceType")]
    [InlineData(
        "<config xsi:type=\"HostPciPassthruConfig\"/>",
        "UpdateGraphicsConfig.config is a HostPciPassthruConfig, which is no HostGraphicsConfig")]
    public void What_is_out_of_order_is_found(string content, string fault) => WireOrder.Faults(
        $"<Envelope><Body><UpdateGraphicsConfig "
        + $"{ScriptedVSphere.Head}><_this>g</_this>{content}</UpdateGraphicsConfig></Body></Envelope>",
        new HashSet<string>(StringComparer.Ordinal)).ShouldBe([fault]);

    private static IEnumerable<Operation> Operations()
    {
        string off = State.VMNamed("off").Id, on = State.VMNamed("on").Id, has = State.VMNamed("has").Id;
        string host = State.HostNamed("esx01").Id, other = State.HostNamed("esx02").Id;
        string far = State.HostNamed("esx03").Id, idle = State.HostNamed("idle").Id;
        var device = PciAddress.Parse("0000:03:00.0");
        var change = new ChangeVM
        {
            VMId = off, NewName = "a/b", Notes = "n", NumCpu = 4, CoresPerSocket = 2, MemoryMB = 8192, Firmware = Firmware.Bios,
            HardwareVersion = 21,
        };
        var setting = new SetAdvancedSetting { VMId = off, Setting = "a.b", Value = "c" };
        return
        [
            new AttachFixedDevice { VMId = off, VMHostId = host, Address = device },
            new AttachDynamicDevice { VMId = off, AllowedDevices = [A2], HardwareLabel = "l" },
            new AttachEnhancedDevice { VMId = off, DeviceClass = "com.vendor.flex",
                ConfigParameters = VMRecord.NoSettings.Set("p", "q") },
            new DetachDevice { VMId = has, Key = 13000 },
            setting,
            new SetMmioSizing { VMId = off, SizeGB = 128 },
            new SetResources { VMId = off, CpuReservationMhz = 500 },
            new SetResources { VMId = on, MemoryReservationLockedToMax = true },
            change,
            new ReconfigureVM { VMId = off, Parts = [setting, new SetResources { VMId = off, CpuReservationMhz = 700 }] },
            new PowerOnVM { VMId = off }, new PowerOffVM { VMId = on }, new SuspendVM { VMId = on }, new RestartVM { VMId = on },
            new MoveVM { VMId = on, VMHostId = other }, new MoveVM { VMId = off, VMHostId = far },
            new MoveVM { VMId = off, VMHostId = far, Datastore = "hdd" }, new MoveVM { VMId = off, Datastore = "hdd" },
            new CreateSnapshot { VMId = off, NewName = "s", Description = "d", Created = DateTime.UnixEpoch },
            new RemoveSnapshot { VMId = has, SnapshotId = "VirtualMachineSnapshot-snapshot-7", RemoveChildren = true },
            new SetHostState { VMHostId = host, State = VMHostState.Maintenance, Evacuate = true },
            new RestartHost { VMHostId = idle, Force = true }, new RemoveHost { VMHostId = idle },
            new SetDeviceMode
            {
                VMHostId = host, Address = PciAddress.Parse("0000:06:00.0"), Mode = DeviceMode.DirectPath, HardwareLabel = "l",
                ApplyNow = true,
            },
            new CreateVM { NewName = "new", VMHostId = host, GuestId = "otherGuest64", Notes = "n", HardwareVersion = 20 },
            new RemoveVM { VMId = off }, new RemoveVM { VMId = off, DeletePermanently = true },
        ];
    }

    /// <summary>Every method that a view has, with arguments in which everything is set.</summary>
    private static async Task CallViewsAsync(IVimSource source)
    {
        var filled = new Filled();
        foreach (string type in VimViews.Names)
        {
            var methods = VimViews.TypeOf(type)!.GetMethods(
                BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
            foreach (var method in methods.Where(static method => !method.IsSpecialName))
            {
                object?[] arguments = [.. method.GetParameters().Select(parameter => filled.Of(parameter.Name switch
                {
                    "maintenanceSpec" => typeof(HostMaintenanceSpec),
                    "target" => typeof(DirectPathProfileManagerTargetHost),
                    "priority" => typeof(VirtualMachineMovePriority),
                    "state" => typeof(VirtualMachinePowerState),
                    _ => parameter.ParameterType,
                }))];
                await source.CallAsync(new ManagedObjectReference { Type = type, Value = "x-1" }, method.Name,
                    arguments, default);
            }
        }
    }

    /// <summary>A server that tells an inventory, and does all that it is asked for.</summary>
    private static ScriptedVSphere Server()
    {
        var server = new ScriptedVSphere();
        foreach (string method in WireOrder.Methods.Keys.Where(static name => name.EndsWith("_Task", StringComparison.Ordinal)))
            server.On(method, _ => ScriptedVSphere.Response(method, "<returnval type=\"Task\">task-5</returnval>"));
        foreach (string method in Silent) server.On(method, _ => ScriptedVSphere.Response(method, null));
        server.Answers("ContinueRetrievePropertiesEx", "");
        server.Answers("CurrentTime", "2026-11-28T10:00:00Z");
        server.Answers("QueryEvents", "<key>1</key><createdTime>2026-11-28T10:00:00Z</createdTime>");
        server.Answers(
            "QueryConfigTarget",
            "<pciPassthrough><pciDevice><id>0000:03:00.0</id></pciDevice><systemId>s</systemId></pciPassthrough>");
        server.On("WaitForUpdatesEx", static request =>
            request.Contains("<version></version>", StringComparison.Ordinal)
                || request.Contains("<version />", StringComparison.Ordinal)
                ? ScriptedVSphere.Updates("1", isTruncated: false, [.. Told()])
                : ScriptedVSphere.Response("WaitForUpdatesEx", null));
        int asked = 0;
        server.On("RetrievePropertiesEx", request => Properties(XDocument.Parse(request), asked++));
        return server;
    }

    private static IEnumerable<string> Told() => All.Where(static one => one.Value is not null)
        .GroupBy(static one => one.MoRef).Select(static one =>
            $"<objectSet><kind>enter</kind><obj type=\"{one.Key.Type}\">{one.Key.Value}</obj>"
            + string.Concat(one.Select(static property =>
                $"<changeSet><name>{property.Path}</name><op>assign</op>{ProjectionProperties.Written(property.Value!)}</changeSet>"))
            + "</objectSet>");

    private static string Properties(XDocument request, int asked)
    {
        var named = request.Descendants().ToLookup(static one => one.Name.LocalName, StringComparer.Ordinal);
        var objects = named["obj"].Select(obj => (Of: obj, Properties: string.Concat(named["pathSet"]
            .Select(path => (Name: path.Value, Value: Property(obj, path.Value, asked)))
            .Where(static one => one.Value is not null)
            .Select(static one => $"<propSet><name>{one.Name}</name>{one.Value}</propSet>"))));
        string told = string.Concat(objects.Where(static one => one.Properties.Length > 0)
            .Select(static one => $"<objects>{one.Of}{one.Properties}</objects>"));

        // Datastores come in pages.
        string more = named["pathSet"].Any(static path => path.Value == "summary.freeSpace") ? "<token>more</token>" : "";
        return ScriptedVSphere.Response("RetrievePropertiesEx", $"<returnval>{more}{told}</returnval>");
    }

    private static string? Property(XElement obj, string path, int asked) => ((string)obj.Attribute("type")!, path) switch
    {
        (_, "info") => "<val xsi:type=\"TaskInfo\"><key>task-5</key><state>success</state>"
            + "<result xsi:type=\"ManagedObjectReference\" type=\"VirtualMachine\">vm-99</result></val>",
        (_, "currentSession") => "<val xsi:type=\"UserSession\"><userName>me</userName></val>",
        ("ClusterComputeResource", "parent") => Reference("Datacenter", "datacenter-2"),
        ("ClusterComputeResource", "resourcePool") => Reference("ResourcePool", "resgroup-1"),
        ("Datacenter", "vmFolder") => Reference("Folder", "group-v3"),
        ("HostSystem", "datastore") => "<val xsi:type=\"ArrayOfManagedObjectReference\">"
            + "<ManagedObjectReference type=\"Datastore\">datastore-1</ManagedObjectReference></val>",
        ("Datastore", "name") => "<val xsi:type=\"xsd:string\">hdd</val>",
        ("Datastore", "summary.accessible") => "<val xsi:type=\"xsd:boolean\">true</val>",

        // A host has come back where it has started later than when it was last asked.
        ("HostSystem", "runtime") => "<val xsi:type=\"HostRuntimeInfo\"><connectionState>connected</connectionState>"
            + $"<bootTime>{DateTime.UnixEpoch.AddMinutes(asked):s}Z</bootTime></val>",
        var (type, _) => ToldOf($"{type}-{obj.Value}", path),
    };

    private static string? ToldOf(string id, string path)
    {
        var parts = path.Split('.');
        var value = All.Find(one => one.MoRef.ToString() == id && one.Path == parts[0]).Value;
        foreach (string part in parts.Skip(1))
            value = value is null
                ? null
                : Array.Find(VimTypes.ElementsOf(value.GetType()), element => element.Name == part)?.Get(value);
        return value is null ? null : ProjectionProperties.Written(value);
    }

    private static string Reference(string type, string id) =>
        $"<val xsi:type=\"ManagedObjectReference\" type=\"{type}\">{id}</val>";
}
