using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

public sealed class JsonImportTests
{
    private static readonly ImportFile List = Imports.File(
        EsxcliSample.Text(EsxcliSample.Gpu(), EsxcliSample.Gpu("0000:42:00.0"), EsxcliSample.Nic()));
    private static readonly InventoryState Known = Imports.Empty.Import(List,
        Imports.Vmx("gpu-01", [.. Imports.FixedDevice(0, "0000:41:00.0"), "pciPassthru.use64bitMMIO = \"TRUE\""]));

    [Fact]
    public void OnlyWhatIsGivenOverwrites()
    {
        var decision = Decide(
            Known,
            """
            { "schemaVersion": 1,
              "clusters": [ { "name": "GPU-Cluster" } ],
              "hosts": [ { "name": "ESXi01.domain.com", "cluster": "gpu-cluster", "version": "8.0.3", "numaNodes": 2,
                "devices": [ { "address": "0000:41:00.0", "hardwareLabel": "training" } ] } ],
              "vms": [ { "name": "GPU-01", "host": "esxi01.DOMAIN.com", "notes": "hello", "advancedSettings": { "PCIPASSTHRU.64bitMMIOSizeGB": "64" } } ] }
            """);
        var state = Known.Apply(9, decision.Changes);

        state.TheHost().ShouldBe(Known.TheHost() with
        {
            ClusterId = state.Clusters.Values.Single().Id,
            Version = "8.0.3",
            NumaNodes = 2,
            Devices = state.TheHost().Devices,
            DvxClasses = state.TheHost().DvxClasses,
        });
        state.Device("0000:41:00.0").ShouldBe(Known.Device("0000:41:00.0") with { HardwareLabel = "training" });
        state.Device("0000:42:00.0").ShouldBe(Known.Device("0000:42:00.0"));
        state.TheHost().Devices.Count.ShouldBe(3);
        var vm = state.TheVM("gpu-01");
        vm.Notes.ShouldBe("hello");
        vm.MemoryMB.ShouldBe(4096);
        vm.Devices.Single().Request.ShouldBe("0000:41:00.0");
        vm.AdvancedSettings.Select(static pair => $"{pair.Key}={pair.Value}")
            .ShouldBe(["PCIPASSTHRU.64bitMMIOSizeGB=64", "pciPassthru.use64bitMMIO=TRUE"]);
        decision.Items.Select(static item => (item.Kind, item.Name, item.Action)).ShouldBe(
        [
            (ImportedKind.Cluster, "GPU-Cluster", ImportAction.Added),
            (ImportedKind.VMHost, Imports.Host, ImportAction.Changed),
            (ImportedKind.PciDevice, "0000:41:00.0", ImportAction.Changed),
            (ImportedKind.VirtualMachine, "gpu-01", ImportAction.Changed),
        ]);
        decision.Items[2].Detail.ShouldBe("HardwareLabel 'inference' -> 'training'");
    }

    [Theory]
    [InlineData("\"mode\": \"Turbo\"", "line 6: host 'esxi01.domain.com' (devices[1].mode): one of ")]
    [InlineData("\"mood\": 1", "line 6: host 'esxi01.domain.com' (devices[1].mood): a device has no property 'mood'")]
    [InlineData("\"vendorId\": \"many\"", "line 6: host 'esxi01.domain.com' (devices[1].vendorId): a PCI identifier such as ")]
    public void AFaultIsToldByItsPlaceInTheDocumentAndNotInTheHostsWholeList(string property, string words)
    {
        var json =
            $$"""
            { "schemaVersion": 1,
              "hosts": [ { "name": "esxi01.domain.com",
                "devices": [
                  { "address": "0000:41:00.0", "hardwareLabel": "training" },
                  { "address": "0000:42:00.0",
                    {{property}} } ] } ] }
            """;
        Known.TheHost().Devices.Count.ShouldBe(3);
        Imports.Refused(ErrorId.InputMalformed, () => Decide(Known, json)).Message.ShouldContain(words);
        Imports.Refused(ErrorId.InputMalformed, () => Decide(Imports.Empty, json)).Message.ShouldContain(words);
    }

    [Fact]
    public void AFaultOfAMachineIsToldByItsLine()
    {
        const string json =
            """
            { "schemaVersion": 1,
              "vms": [ { "name": "gpu-01", "host": "esxi01.domain.com",
                "details": {
                  "usedSpaceGB": "many" } } ] }
            """;
        Imports.Refused(ErrorId.InputMalformed, () => Decide(Known, json)).Message.ShouldContain(
            "line 4: VM 'gpu-01' (details.usedSpaceGB): a number ");
    }

    [Fact]
    public void WhatScriptsReadOfHostsClustersAndMachinesIsMergedPartByPart()
    {
        const string first =
            """
            { "schemaVersion": 1,
              "clusters": [ { "name": "GPU-Cluster", "services": { "drsEnabled": true, "haEnabled": true } } ],
              "hosts": [ { "name": "esxi01.domain.com", "hardware": { "manufacturer": "Dell Inc.", "model": "PowerEdge R750" } } ],
              "vms": [ { "name": "gpu-01", "details": { "folder": "GPU", "usedSpaceGB": 40.5, "customFields": { "Owner": "a" } },
                "guest": { "toolsRunning": true, "hostName": "gpu-01.lab", "ipAddresses": [ "192.0.2.1" ] } } ] }
            """;
        const string second =
            """
            { "schemaVersion": 1,
              "clusters": [ { "name": "GPU-Cluster", "services": { "haEnabled": false } } ],
              "hosts": [ { "name": "esxi01.domain.com", "hardware": { "model": "PowerEdge R760", "numCpu": 64 } } ],
              "vms": [ { "name": "gpu-01", "details": { "folder": null, "usedSpaceGB": 41 }, "guest": { "ipAddresses": [] } } ] }
            """;
        var known = Import(Known, first);
        var decision = Decide(known, second);
        var state = known.Apply(9, decision.Changes);

        state.Clusters.Values.Single().Services.ShouldBe(new ClusterServicesRecord { DrsEnabled = true, HaEnabled = false });
        state.TheHost().Hardware.ShouldBe(
            new HostHardwareRecord { Manufacturer = "Dell Inc.", Model = "PowerEdge R760", NumCpu = 64 });
        var vm = state.TheVM("gpu-01");
        (vm.Details!.Folder, vm.Details.UsedSpaceGB, vm.Details.CustomFields.Count).ShouldBe((null, 41m, 1));
        (vm.Guest!.ToolsRunning, vm.Guest.HostName, vm.Guest.IPAddresses.Count).ShouldBe((true, "gpu-01.lab", 0));
        decision.Items.Select(static item => item.Detail).ShouldBe(
        [
            "Services.HaEnabled True -> False",
            "Hardware.Model 'PowerEdge R750' -> 'PowerEdge R760'; Hardware.NumCpu (none) -> 64",
            "Details.UsedSpaceGB 40.5 -> 41; Details.Folder 'GPU' -> (none); Guest.IPAddresses 192.0.2.1 removed",
        ]);
        Decide(state, second).Changes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("clusters", "services", "drsAutomationLevel", "\"auto\"",
        "one of disabled, fullyAutomated, manual, partiallyAutomated, asSpecifiedByCluster is expected")]
    [InlineData("clusters", "services", "drs", "true", "a cluster's services has no property 'drs'; it has drsEnabled")]
    [InlineData("hosts", "hardware", "numCpu", "0", "a whole number from 1 to 65536 is expected")]
    [InlineData("hosts", "hardware", "manufaktur", "64", "a host's hardware has no property 'manufaktur'; it has manufacturer")]
    [InlineData("vms", "details", "usedSpaceGB", "-1", "a number from 0 on is expected")]
    [InlineData("vms", "details", "pool", "\"a\"", "a vm's details has no property 'pool'; it has resourcePool")]
    [InlineData("vms", "guest", "ipAddress", "\"a\"", "a vm's guest has no property 'ipAddress'; it has ipAddresses")]
    public void AFaultInThatIsTold(string list, string part, string property, string value, string message)
    {
        var json =
            $$"""{ "schemaVersion": 1, "{{list}}": [ { "name": "{{(list == "vms" ? "gpu-01" : "x")}}", "{{part}}": { "{{property}}": {{value}} } } ] }""";

        Imports.Refused(ErrorId.InputMalformed, () => Decide(Known, json)).Message.ShouldContain(message);
    }

    [Fact]
    public void WhatIsKnownOfARunningMachinesGuestIsTaken()
    {
        var running = Known.With(new VMPut(Known.TheVM("gpu-01") with { PowerState = VMPowerState.PoweredOn }));
        const string json =
            """{ "schemaVersion": 1, "vms": [ { "name": "gpu-01", "guest": { "toolsRunning": true }, "details": { "folder": "GPU" } } ] }""";

        running.Apply(9, Decide(running, json).Changes).TheVM("gpu-01").Guest!.ToolsRunning.ShouldBe(true);
    }

    [Fact]
    public void TheSameAgainChangesNothing()
    {
        const string json =
            """
            { "schemaVersion": 1,
              "hosts": [ { "name": "new", "id": "HostSystem-host-1", "cluster": "C", "devices": [ { "address": "0000:01:00.0", "mode": "directPath" } ] } ],
              "vms": [ { "name": "vm", "host": "new", "memoryMB": 2048, "powerState": "poweredOn",
                "devices": [ { "key": 13001, "technology": "dynamic", "allowedDevices": [ "10de:1eb8" ] }, { "key": 13000, "technology": "fixed", "address": "0000:01:00.0" } ] } ] }
            """;
        var state = Import(Known, json);

        Decide(state, json).Changes.ShouldBeEmpty();
        state.Hosts.Count.ShouldBe(2, "the id is taken by another host");
        state.TheVM("vm").Devices.Select(static device => device.Key).ShouldBe([13000, 13001]);
        state.TheVM("vm").Devices[0].Device.ShouldBe(new DeviceRef(state.TheHost("new").Id, PciAddress.Parse("0000:01:00.0")));
    }

    [Fact]
    public void ADeviceIsMergedByItsAddress()
    {
        var state = Import(Known,
            """{ "schemaVersion": 1, "hosts": [ { "name": "esxi01.domain.com", "devices": [ { "address": "0000:43:00.0" }, { "address": "41:00.0", "numaNode": null } ] } ] }""");

        state.TheHost().Devices.Count.ShouldBe(4);
        state.Device("0000:41:00.0").ShouldBe(Known.Device("0000:41:00.0") with { NumaNode = null });
    }

    [Fact]
    public void VirtualMachinesWithoutAHostAreFoundByNameOrGoToTheGivenOne()
    {
        const string json =
            """{ "schemaVersion": 1, "vms": [ { "name": "gpu-01", "notes": "n" }, { "name": "new", "notes": "n" } ] }""";

        Imports.Refused(ErrorId.InputMalformed, () => Decide(Known, json)).Message.ShouldContain("-VMHost");
        var state = Known.Import(Imports.File(json));
        state.TheVM("gpu-01").Notes.ShouldBe("n");
        state.TheVM("new").HostId.ShouldBe(state.TheHost().Id);
    }

    [Fact]
    public void ANameOfSeveralMachinesIsRefused()
    {
        var state = Imports.Empty.ImportOn("a", null, Imports.Vmx("web")).ImportOn("b", null, Imports.Vmx("web"));

        Imports.Refused(ErrorId.AmbiguousName,
            () => Decide(state, """{ "schemaVersion": 1, "vms": [ { "name": "web", "notes": "n" } ] }"""));
    }

    [Fact]
    public void ARunningMachineIsNotOverwritten()
    {
        var running = Known.With(new VMPut(Known.TheVM("gpu-01") with { PowerState = VMPowerState.PoweredOn }));

        Decide(running,
            """{ "schemaVersion": 1, "vms": [ { "name": "gpu-01", "powerState": "poweredOn" } ] }""").Changes.ShouldBeEmpty();
        Imports.Refused(ErrorId.VMNotPoweredOff,
            () => Decide(running, """{ "schemaVersion": 1, "vms": [ { "name": "gpu-01", "memoryMB": 8 } ] }"""));
    }

    [Fact]
    public void NoDeviceGetsTwoOwnersThatRun()
    {
        const string json =
            """{ "schemaVersion": 1, "vms": [ { "name": "thief", "host": "esxi01.domain.com", "powerState": "poweredOn", "devices": [ { "key": 13000, "technology": "fixed", "address": "0000:41:00.0" } ] } ] }""";

        var running = Known.With(new VMPut(Known.TheVM("gpu-01") with { PowerState = VMPowerState.Suspended }));

        Imports.Refused(ErrorId.DeviceInUse, () => Decide(running, json)).Message.ShouldContain(
            "belongs to VM 'gpu-01', and neither is powered off");
        Decide(Known, json).Items.Single(static item => item.Name == "thief").Detail.ShouldBe(
            $"Device 0000:41:00.0 (TU104GL [Tesla T4]) of host "
            + $"'{Imports.Host}' also belongs to VM 'gpu-01', which is powered off; "
            + "of several VMs that are configured with one device, one can run");
    }

    [Fact]
    public void NoMachineHoldsADeviceOfAnotherHost()
    {
        const string json =
            """{ "schemaVersion": 1, "hosts": [ { "name": "b" } ], "vms": [ { "name": "x", "host": "b", "devices": [ { "key": 13000, "technology": "fixed", "host": "esxi01.domain.com", "address": "0000:42:00.0" } ] } ] }""";

        Imports.Refused(ErrorId.DeviceOnOtherHost, () => Decide(Known, json));
    }

    [Theory]
    [InlineData("[]", "line 1")]
    [InlineData("{", "JSON")]
    [InlineData("{ \"hosts\": [] }", "schemaVersion")]
    [InlineData("{ \"schemaVersion\": \"1\" }", "schemaVersion")]
    [InlineData("{ \"schemaVersion\": 1 } x", "JSON")]
    [InlineData("{ \"schemaVersion\": 1 } {}", "another JSON value begins")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": {} }", "hosts must be an array")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ 1 ] }", "must be an object")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ { } ] }", "'name' is missing")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": 1 } ] }", "name must be text")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"a\" }, { \"name\": \"A\" } ] }", "twice")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"a\", \"name\": \"b\" } ] }", "name")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"a\", \"colour\": \"b\" } ] }", "'colour'")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"a\", \"numaNodes\": 99999 } ] }", "host 'a'")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"a\", \"devices\": [ {} ] } ] }", "address")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"a\", \"devices\": [ { \"address\": \"0000:01:00.0\" }, { "
        + "\"address\": \"01:00.0\" } ] } ] }", "twice")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"a\", \"clusterId\": \"c\" } ] }", "clusterId 'c'")]
    [InlineData("{ \"schemaVersion\": 1, \"vms\": [ { \"name\": \"v\", \"host\": \"nowhere\" } ] }", "'nowhere'")]
    [InlineData("{ \"schemaVersion\": 1, \"hosts\": [ { \"name\": \"a\" } ], \"vms\": [ { \"name\": \"v\", \"host\": \"a\", "
        + "\"devices\": [ { \"key\": 1, \"technology\": \"fixed\" } ] } ] }", "a Fixed device needs its address")]
    [InlineData("{ \"schemaVersion\": 1, \"clusters\": [ { \"name\": \"c\", \"x\": 1 } ] }", "'x'")]
    [InlineData("{ \"schemaVersion\": 1, \"surprise\": 1 }", "'surprise'")]
    public void WhatIsNotOfTheStoresShapeIsRefusedWithItsPlace(string json, string expected)
    {
        var refusal = Imports.Refused(ErrorId.InputMalformed, () => Decide(Imports.Empty, json));

        refusal.Message.ShouldContain("'store.json'");
        refusal.Message.ShouldContain(expected);
    }

    [Fact]
    public void ANewerVersionIsRefusedAsOne() =>
        Imports.Refused(ErrorId.InputVersionUnsupported, () => Decide(Imports.Empty, """{ "schemaVersion": 2 }"""));

    private static ImportDecision Decide(InventoryState state, string json) =>
        state.DecideOn(null, null, Imports.File(json, "store.json"));

    private static InventoryState Import(InventoryState state, string json) =>
        state.ImportOn(null, null, Imports.File(json, "store.json"));

    [Theory]
    [InlineData("""{ "schemaVersion": 1, "host": [] }""", "a store has no property 'host'; it has hosts, ")]
    [InlineData("""{ "schemaVersion": 1, "clusters": [ { "Name": "c" } ] }""",
        "a cluster has no property 'Name'; it has name, services, id.")]
    [InlineData("""{ "schemaVersion": 1, "hosts": [ { "name": "h", "pciDevices": [] } ] }""",
        "a host has no property 'pciDevices'; it has devices, ")]
    [InlineData("""{ "schemaVersion": 1, "hosts": [ { "name": "h", "devices": [ { "address": "41:00.0", "mmioSize": 16 } ] } ] }""", "a device has no property 'mmioSize'; it has mmioSizeGB, ")]
    [InlineData("""{ "schemaVersion": 1, "vms": [ { "name": "v", "host": "h", "MemoryMB": 4 } ], "hosts": [ { "name": "h" } ] }""", "a vm has no property 'MemoryMB'; it has memoryMB, memoryReservationMB, ")]
    [InlineData("""{ "schemaVersion": 1, "vms": [ { "name": "v", "host": "h", "devices": [ { "adress": "41:00.0" } ] } ], "hosts": [ { "name": "h" } ] }""", "a passthrough device has no property 'adress'; it has address, ")]
    public void APropertyThatIsNotThereIsToldWithThoseThatAre(string json, string expected)
    {
        var message = Imports.Refused(ErrorId.InputMalformed, () => Decide(Known, json)).Message;

        message.ShouldContain(expected);
        message.ShouldNotContain("passthroughEnabled", Case.Sensitive, "only what can be given is listed");
    }

    [Fact]
    public void WhatIsListedCanBeGiven()
    {
        foreach (var (type, kind) in new[] { (typeof(HostRecord), "host"), (typeof(PciDeviceRecord), "device"),
            (typeof(VMRecord), "vm"), (typeof(AttachmentRecord), "passthrough device") })
        {
            foreach (var name in PropertyList.Of(type, "x").Substring("; it has ".Length).Split(", "))
            {
                var given = $"{{ \"{name}\": {{ }} }}";
                var reader = new RecordReader(
                    new Newtonsoft.Json.JsonTextReader(
                        new System.IO.StringReader(kind == "passthrough device" ? $"{{ \"devices\": [ {given} ] }}" : given)));
                reader.Next();
                Should.Throw<System.FormatException>(
                    () => kind switch { "host" => (object)reader.Host(), "device" => reader.Device(), _ => reader.VM() })
                    .Message.ShouldNotContain("has no property");
            }
        }
    }

    [Fact]
    public void WhatDiffersBetweenListsIsNamed()
    {
        const string json =
            """{ "schemaVersion": 1, "hosts": [ { "name": "h", "devices": [ { "address": "41:00.0" }, { "address": "42:00.0" }, { "address": "43:00.0" } ], "dvxClasses": [ { "name": "gpu" }, { "name": "dsa" } ], "deviceGroups": [ { "name": "g", "members": [ "41:00.0", "42:00.0" ] } ] } ] }""";
        var state = Import(Imports.Empty, json);
        var changed = json.Replace("{ \"name\": \"dsa\" }", "{ \"name\": \"gpu2\", \"checkpointSupported\": true }",
            System.StringComparison.Ordinal)
            .Replace("{ \"name\": \"gpu\" }", "{ \"name\": \"gpu\", \"checkpointSupported\": true }",
                System.StringComparison.Ordinal)
            .Replace("\"42:00.0\" ]", "\"43:00.0\" ]", System.StringComparison.Ordinal);

        Decide(state, changed).Items.Single(static item => item.Kind == ImportedKind.VMHost).Detail.ShouldBe(
            "DvxClasses gpu (CheckpointSupported False -> True), gpu2 added, dsa removed; DeviceGroups g (Members 0000:43:00.0 "
            + "added, 0000:42:00.0 removed)");
    }
}
