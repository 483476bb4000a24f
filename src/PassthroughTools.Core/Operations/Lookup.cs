using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>Finds the objects that an operation names; one that is not there (any more) is refused.</summary>
internal static class Lookup
{
    public static VMRecord VM(this InventoryState state, string id) => state.VMs.Find(id)
        ?? throw new PassthroughException(ErrorId.VMNotFound,
            $"VM '{id}' does not exist, or not any more. See what there is: Get-VM", id);

    public static HostRecord Host(this InventoryState state, string id) => state.Hosts.Find(id)
        ?? throw new PassthroughException(ErrorId.VMHostNotFound,
            $"Host '{id}' does not exist, or not any more. See what there is: Get-VMHost", id);

    public static PciDeviceRecord Device(this HostRecord host, PciAddress address) => host.FindDevice(address)
        ?? throw new PassthroughException(
            ErrorId.DeviceNotFound,
            $"Host '{host.Name}' has no device {address}. See what there is: Get-VMHostPciDevice -VMHost {host.Name.Quoted()}",
            address.ToString());

    public static AttachmentRecord Attachment(this InventoryState state, VMRecord vm, int key) =>
        vm.Devices.FirstOrDefault(device => device.Key == key)
        ?? throw new PassthroughException(
            ErrorId.DeviceNotAttached,
            $"VM '{vm.Name}' has no passthrough device with key {key}, or not any more. See what it "
            + $"has: {state.Command(vm, "Get-PassthroughDevice")}",
            state.View(vm));

    /// <summary>A virtual machine with a passthrough device more.</summary>
    public static VMRecord With(this VMRecord vm, AttachmentRecord attachment) =>
        vm with { Devices = [.. vm.Devices, attachment] };

    /// <summary>The first free device key of a virtual machine.</summary>
    public static int NextDeviceKey(this VMRecord vm)
    {
        var used = new HashSet<int>(vm.Devices.Select(static device => device.Key)
            .Concat(VGpu.Of(vm).Select(static gpu => AttachmentRecord.FirstKey + gpu.Index)));
        int key = AttachmentRecord.FirstKey;
        while (used.Contains(key)) key++;
        return key;
    }

    /// <summary>The virtual machine without the devices that it holds only while it runs.</summary>
    public static VMRecord Released(this VMRecord vm) => vm with
    {
        Devices = [.. vm.Devices.Select(
            static device => device.Technology == DirectPathTechnology.Fixed ? device : device with { Device = null })],
    };
}
