using PassthroughTools.Backends;
using PassthroughTools.Backends.VSphere;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using Shouldly;
using VMware.Vim;
using Xunit;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>
/// What the simulator cannot show, on answers written by hand after shared/data/vim25.md: Enhanced devices (API 8), DirectPath
/// profiles (API 9), and how a server that is too old for something is told.
/// </summary>
public sealed class NewerApiTests
{
    private static readonly AttachDynamicDevice Dynamic = new() { VMId = "VirtualMachine-vm-1",
        AllowedDevices = [AllowedDevice.Parse("10de:1eb8")] };

    private static readonly AttachEnhancedDevice Enhanced = new() { VMId = "VirtualMachine-vm-1", DeviceClass = "com.intel.qat" };

    [Fact]
    public async Task An_Enhanced_device_is_attached_and_its_machine_started_though_no_device_is_told_to_be_of_the_class()
    {
        using var server = Server("8.0.3.0");
        string? sent = null;
        server.On("ReconfigVM_Task", request =>
        {
            sent = request;
            return ScriptedVSphere.Response("ReconfigVM_Task", "<returnval type=\"Task\">task-5</returnval>");
        });
        server.On("PowerOnVM_Task",
            static _ => ScriptedVSphere.Response("PowerOnVM_Task", "<returnval type=\"Task\">task-5</returnval>"));
        server.On("RetrievePropertiesEx", static _ => Done());
        using var backend = await server.ConnectAsync();

        await EndAsync(backend, Enhanced);

        sent!.ShouldContain("<backing xsi:type=\"VirtualPCIPassthroughDvxBackingInfo\"><deviceClass>com.intel.qat</deviceClass>");
        server.On("WaitForUpdatesEx", request => request.Contains("<version>1</version>", StringComparison.Ordinal)
            ? ScriptedVSphere.Updates("2", isTruncated: false,
                Machine("modify", "<VirtualDevice xsi:type=\"VirtualPCIPassthrough\"><key>13000</key>"
                + "<backing "
                + "xsi:type=\"VirtualPCIPassthroughDvxBackingInfo\"><deviceClass>com.intel.qat</deviceClass></backing></VirtualDevice>"))
            : ScriptedVSphere.Response("WaitForUpdatesEx", null));
        var read = (await backend.ReadAsync(default)).VMs.Find("VirtualMachine-vm-1")!;
        read.Devices.Single().DeviceClass.ShouldBe("com.intel.qat");

        await EndAsync(backend, new PowerOnVM { VMId = read.Id });
        server.Calls.Contains("PowerOnVM_Task", StringComparer.Ordinal).ShouldBeTrue();
    }

    [Theory]
    [InlineData("6.7.3", "Dynamic devices need version 7.0 of the vSphere API, and 'vc' has 6.7.3.")]
    [InlineData("7.0.3.0", "Enhanced devices need version 8.0.0.1 of the vSphere API, and 'vc' has 7.0.3.0.")]
    public async Task What_a_server_is_too_old_for_is_refused_with_the_version_that_has_it(string version, string words)
    {
        using var server = Server(version);
        using var backend = await server.ConnectAsync();

        var refusal = await Should.ThrowAsync<PassthroughException>(
            () => EndAsync(backend, version[0] == '6' ? Dynamic : Enhanced));

        refusal.Id.ShouldBe(ErrorId.NotSupportedByBackend);
        refusal.Message.ShouldStartWith(words);
        server.Calls.Contains("ReconfigVM_Task", StringComparer.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task DirectPath_profiles_are_listed_with_their_capacity()
    {
        using var server = Server("9.0.0.0");
        string? asked = null;
        server.On("DirectPathProfileManagerList", request =>
        {
            asked = request;
            return ScriptedVSphere.Response("DirectPathProfileManagerList",
                $"<returnval>{Profile}</returnval><returnval><id>2</id><name>qat</name>"
                + "<vendorName>Intel</vendorName><deviceConfig "
                + "xsi:type=\"DirectPathProfileManagerDvxDirectPathConfig\"><dvxBacking>"
                + "<deviceClass>com.intel.qat</deviceClass></dvxBacking></deviceConfig></returnval>");
        });
        server.On("DirectPathProfileManagerQueryCapacity", static _ => ScriptedVSphere.Response(
            "DirectPathProfileManagerQueryCapacity",
            "<returnval xsi:type=\"DirectPathProfileManagerCapacityInfo\"><profile>" + Profile + "</profile>"
            + "<consumed>3</consumed><remaining>5</remaining><max>8</max><unusedReservation>0</unusedReservation></returnval>"));
        using var backend = await server.ConnectAsync();
        var source = (IVimSource)backend;
        var manager = new ManagedObjectReference { Type = "DirectPathProfileManager", Value = "dppm" };

        var listed = (DirectPathProfileInfo[])(await source.CallAsync(
            manager, "DirectPathProfileManagerList", [new DirectPathProfileManagerFilterSpec { Names = ["l40s"] }], default))!;
        var capacity = (DirectPathProfileManagerCapacityResult[])(await source.CallAsync(
            manager,
            "DirectPathProfileManagerQueryCapacity",
            [new DirectPathProfileManagerTargetHost { Host = new ManagedObjectReference { Type = "HostSystem",
                Value = "host-1" } }, null],
            default))!;

        asked!.ShouldContain("<filterSpec><names>l40s</names></filterSpec>");
        listed[0].DeviceConfig.ShouldBeOfType<DirectPathProfileManagerVmiopDirectPathConfig>().VgpuProfile.ShouldBe(
            "grid_l40s-24q");
        listed[1].DeviceConfig.ShouldBeOfType<DirectPathProfileManagerDvxDirectPathConfig>().DvxBacking!.DeviceClass.ShouldBe(
            "com.intel.qat");
        var info = capacity.ShouldHaveSingleItem().ShouldBeOfType<DirectPathProfileManagerCapacityInfo>();
        (info.Profile!.Name, info.Consumed, info.Remaining, info.Max).ShouldBe(("l40s", 3, 5, 8));
    }

    private const string Profile = "<id>1</id><name>l40s</name><vendorName>NVIDIA</vendorName>"
        + "<deviceConfig "
        + "xsi:type=\"DirectPathProfileManagerVmiopDirectPathConfig\"><vgpuProfile>grid_l40s-24q</vgpuProfile></deviceConfig>";

    private static ScriptedVSphere Server(string version)
    {
        var server = new ScriptedVSphere(version);
        server.On("WaitForUpdatesEx", request => request.Contains("<version>1</version>", StringComparison.Ordinal)
            ? ScriptedVSphere.Response("WaitForUpdatesEx", null)
            : ScriptedVSphere.Updates("1", isTruncated: false, Host, Machine("enter", "")));
        return server;
    }

    private static string Host => ScriptedVSphere.Object(
        "enter",
        "HostSystem",
        "host-1",
        ("name", "xsd:string", "esx01"),
        ("runtime.connectionState", "HostSystemConnectionState", "connected"),
        ("runtime.powerState", "HostSystemPowerState", "poweredOn"),
        ("hardware.pciDevice", "ArrayOfHostPciDevice",
            "<HostPciDevice><id>0000:3b:00.0</id><classId>2880</classId><bus>59</bus><slot>0</slot>"
            + "<function>0</function><vendorId>-32634</vendorId><subVendorId>0</subVendorId><vendorName>Intel</vendorName><deviceId>18752</deviceId>"
            + "<subDeviceId>0</subDeviceId><deviceName>QAT</deviceName></HostPciDevice>"),
        ("hardware.dvxClasses", "ArrayOfHostDvxClass",
            "<HostDvxClass><deviceClass>com.intel.qat</deviceClass><checkpointSupported>true</checkpointSupported>"
            + "<swDMATracingSupported>true</swDMATracingSupported><sriovNic>false</sriovNic></HostDvxClass>"));

    private static string Machine(string kind, string devices) => ScriptedVSphere.Object(
        kind,
        "VirtualMachine",
        "vm-1",
        ("name", "xsd:string", "gpu-01"),
        ("runtime.host", "ManagedObjectReference", "host-1"),
        ("runtime.powerState", "VirtualMachinePowerState", "poweredOff"),
        ("config.template", "xsd:boolean", "false"),
        ("config.version", "xsd:string", "vmx-20"),
        ("config.firmware", "xsd:string", "efi"),
        ("config.memoryReservationLockedToMax", "xsd:boolean", "true"),
        ("config.hardware.numCPU", "xsd:int", "4"),
        ("config.hardware.memoryMB", "xsd:int", "4096"),
        ("config.hardware.device", "ArrayOfVirtualDevice", devices));

    private static string Done() => ScriptedVSphere.Response(
        "RetrievePropertiesEx",
        "<returnval><objects><obj type=\"Task\">task-5</obj><propSet><name>info</name><val "
        + "xsi:type=\"TaskInfo\"><key>task-5</key>"
        + "<task type=\"Task\">task-5</task><name>t</name><state>success</state></val></propSet></objects></returnval>");

    private static async Task EndAsync(VSphereBackend backend, Operation operation)
    {
        var running = await backend.BeginAsync(new OperationRequest(operation, "me"), default);
        await running.Ended;
    }
}
