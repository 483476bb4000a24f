using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>A machine with many devices.</summary>
internal static class ManyDevices
{
    /// <summary>
    /// Host esx1 with machine vm1 that has <paramref name="count"/> Fixed NICs, and a free NIC at 0001:00:00.0.
    /// </summary>
    public static InventoryState With(this InventoryState lab, int count, string? hostVersion, int hardwareVersion)
    {
        var nic = AllowedDevice.Parse(InventoryBuilder.Nic);
        var addresses = Enumerable.Range(0, count).Select(static number => new PciAddress(0, number / 32, number % 32, 0))
            .Append(new PciAddress(1, 0, 0, 0)).ToArray();
        return lab
            .AddHost("esx1", host => host with
            {
                Version = hostVersion,
                Devices =
                [
                    .. addresses.Select(address => new PciDeviceRecord
                    {
                        Address = address, VendorId = nic.VendorId, DeviceId = nic.DeviceId, PassthroughCapable = true,
                        Mode = DeviceMode.DirectPath,
                        ActiveMode = DeviceMode.DirectPath,
                    }),
                ],
            })
            .AddVM("vm1", vm => vm with
            {
                HardwareVersion = hardwareVersion,
                Devices = [.. addresses.Take(count)
                    .Select((address, index) =>
                        new AttachmentRecord { Key = 13000 + index, Device = new DeviceRef(vm.HostId, address) })],
            });
    }
}
