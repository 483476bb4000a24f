using System.Globalization;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection;

/// <summary>
/// A machine's devices as VIM has them: the controllers and devices that vSphere gives every machine, and the passthrough
/// devices. Disks and network adapters are not recorded. Source of keys, labels and unit numbers: what an ESXi host answers, as
/// govmomi's simulator has it (simulator/esx/virtual_device.go).
/// </summary>
internal static class VirtualDevices
{
    /// <summary>The key of the PCI controller, on which passthrough devices hang.</summary>
    public const int PciController = 100;

    private const int Ps2Controller = 300, VideoCard = 500, Keyboard = 600, PointingDevice = 700, Vmci = 12000;

    // Derived: passthrough devices come after what else hangs on the controller, whose last is unit 17, in order of their keys.
    private const int FirstUnit = 18;

    public static VirtualDevice[] Of(InventoryState state, VMRecord vm) =>
    [
        new VirtualIDEController { Key = 200, DeviceInfo = Label("IDE 0"), BusNumber = 0 },
        new VirtualIDEController { Key = 201, DeviceInfo = Label("IDE 1"), BusNumber = 1 },
        new VirtualPS2Controller
        {
            Key = Ps2Controller, DeviceInfo = Label("PS2 controller 0"), BusNumber = 0, Device = [Keyboard, PointingDevice],
        },
        new VirtualPCIController
        {
            Key = PciController,
            DeviceInfo = Label("PCI controller 0"),
            BusNumber = 0,
            Device = [VideoCard, Vmci, .. vm.Devices.Select(static device => device.Key),
                .. VGpus(vm).Select(static gpu => gpu.Key)],
        },
        new VirtualSIOController { Key = 400, DeviceInfo = Label("SIO controller 0"), BusNumber = 0 },
        new VirtualKeyboard { Key = Keyboard, DeviceInfo = Label("Keyboard"), ControllerKey = Ps2Controller, UnitNumber = 0 },
        new VirtualPointingDevice
        {
            Key = PointingDevice, DeviceInfo = Label("Pointing device"), ControllerKey = Ps2Controller, UnitNumber = 1,
        },
        new VirtualMachineVideoCard
        {
            Key = VideoCard, DeviceInfo = Label("Video card"), ControllerKey = PciController, UnitNumber = 0,
        },
        new VirtualMachineVMCIDevice
        {
            Key = Vmci, DeviceInfo = Label("VMCI device"), ControllerKey = PciController, UnitNumber = 17,
        },
        .. vm.Devices.Select(device => Passthrough(state, vm, device)),
        .. VGpus(vm),
    ];

    /// <summary>The vGPUs of a machine, but one whose key a passthrough device has.</summary>
    private static IEnumerable<VirtualPCIPassthrough> VGpus(VMRecord vm) => VGpu.Of(vm)
        .Where(gpu => gpu.Index < Vmci && vm.Devices.All(device => device.Key != AttachmentRecord.FirstKey + gpu.Index))
        .Select(static gpu => new VirtualPCIPassthrough
        {
            Key = AttachmentRecord.FirstKey + gpu.Index,
            DeviceInfo = new Description { Label = FormattableString.Invariant($"PCI device {gpu.Index}"),
                Summary = $"NVIDIA GRID vGPU {gpu.Profile}" },
            Backing = new VirtualPCIPassthroughVmiopBackingInfo { Vgpu = gpu.Profile },
            ControllerKey = PciController,
            UnitNumber = FirstUnit + gpu.Index,
        });

    /// <summary>A passthrough device of a machine.</summary>
    public static VirtualPCIPassthrough Passthrough(InventoryState state, VMRecord vm, AttachmentRecord attachment)
    {
        var device = attachment.Device is { } held ? state.FindDevice(held) : null;
        int number = attachment.Key - AttachmentRecord.FirstKey;
        return new VirtualPCIPassthrough
        {
            Key = attachment.Key,
            DeviceInfo = new Description
            {
                Label = FormattableString.Invariant($"PCI device {number}"),
                Summary = device?.Name ?? attachment.Request,
            },
            Backing = Backing(attachment, device),
            ControllerKey = PciController,
            UnitNumber = FirstUnit + number,
            DeviceGroupInfo = attachment.GroupInstanceKey is { } group
                ? new VirtualDeviceDeviceGroupInfo
                {
                    GroupInstanceKey = group,
                    SequenceId = vm.Devices.TakeWhile(other => other != attachment)
                        .Count(other => other.GroupInstanceKey == group),
                }
                : null,
        };
    }

    private static VirtualDeviceBackingInfo Backing(AttachmentRecord attachment, PciDeviceRecord? device) =>
        attachment.Technology switch
    {
        DirectPathTechnology.Fixed => new VirtualPCIPassthroughDeviceBackingInfo
        {
            DeviceName = device?.Name ?? "",
            UseAutoDetect = false,
            Id = attachment.Device?.Address.ToString(),
            DeviceId = (Known(attachment.DeviceId) ?? Known(device?.DeviceId)) is { } id
                ? id.Value.ToString("x4", CultureInfo.InvariantCulture)
                : "",
            SystemId = attachment.Device?.HostId,
            VendorId = Signed((Known(attachment.VendorId) ?? Known(device?.VendorId)).GetValueOrDefault()),
        },
        DirectPathTechnology.Dynamic => new VirtualPCIPassthroughDynamicBackingInfo
        {
            DeviceName = device?.Name ?? "",
            UseAutoDetect = false,
            AllowedDevice =
            [
                .. attachment.AllowedDevices.Select(static allowed =>
                    new VirtualPCIPassthroughAllowedDevice
                    {
                        VendorId = allowed.VendorId.Value, DeviceId = allowed.DeviceId.Value,
                    }),
            ],
            CustomLabel = attachment.HardwareLabel ?? "",
            AssignedId = attachment.Device?.Address.ToString(),
        },
        _ => new VirtualPCIPassthroughDvxBackingInfo
        {
            DeviceClass = attachment.DeviceClass,
            ConfigParams = Options(attachment.ConfigParameters),
        },
    };

    /// <summary>Settings as VIM has them.</summary>
    public static OptionValue[] Options(SortedMap<string, string> settings) =>
        [.. settings.Select(static pair => new OptionValue { Key = pair.Key, Value = pair.Value })];

    /// <summary>An identifier as the wire has it.</summary>
    public static short Signed(PciId id) => unchecked((short)id.Value);

    private static PciId? Known(PciId? id) => id is { Value: > 0 } ? id : null;

    private static Description Label(string label) => new() { Label = label, Summary = label };
}
