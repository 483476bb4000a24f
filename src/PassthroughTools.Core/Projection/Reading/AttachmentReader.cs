using System.Globalization;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Projection.Reading;

/// <summary>Reads a machine's passthrough devices.</summary>
internal sealed class AttachmentReader(VimTexts texts)
{
    /// <summary>What is read of a machine's devices; the others need not be kept.</summary>
    public static bool IsRead(VirtualDevice? device) => device is VirtualPCIPassthrough or VirtualSriovEthernetCard;

    /// <summary>The passthrough devices in the order of their keys, with the devices that they claim.</summary>
    public IReadOnlyList<AttachmentRecord> Read(VimObject vm, HostRecord host, bool runs)
    {
        if (vm.Get<VirtualDevice[]>("config.hardware.device") is not { } devices) return [];
        var found = new SortedDictionary<int, AttachmentRecord>();
        foreach (var device in devices.OfType<VirtualPCIPassthrough>())
        {
            if (device.Key < 0 || found.ContainsKey(device.Key)) continue;
            if (Attachment(vm, device, host, runs) is { } read) found.Add(device.Key, InGroup(vm, device, read));
        }

        return found.Count == 0 ? [] : [.. found.Values];
    }

    private AttachmentRecord? Attachment(VimObject vm, VirtualPCIPassthrough device, HostRecord host, bool runs)
    {
        switch (device.Backing)
        {
            case VirtualPCIPassthroughDeviceBackingInfo backing:
                bool isAddress = PciAddress.TryParse(backing.Id, out var address);
                if (!isAddress) Tell(vm, Remark.NoAddress, device, backing.Id);
                return new AttachmentRecord
                {
                    Key = device.Key,
                    Technology = DirectPathTechnology.Fixed,
                    Device = isAddress ? new DeviceRef(host.Id, address) : null,
                    VendorId = PciId.FromInt32(backing.VendorId),
                    DeviceId = Id(backing.DeviceId),
                };
            case VirtualPCIPassthroughDynamicBackingInfo backing:
                return new AttachmentRecord
                {
                    Key = device.Key,
                    Technology = DirectPathTechnology.Dynamic,
                    Device = runs && PciAddress.TryParse(backing.AssignedId, out var assigned)
                        ? new DeviceRef(host.Id, assigned)
                        : null,
                    AllowedDevices = Allowed(backing.AllowedDevice),
                    HardwareLabel = texts.Of(backing.CustomLabel),
                };
            case VirtualPCIPassthroughDvxBackingInfo backing:
                return new AttachmentRecord
                {
                    Key = device.Key,
                    Technology = DirectPathTechnology.Enhanced,
                    DeviceClass = texts.Of(backing.DeviceClass),
                    ConfigParameters = Options.Read(backing.ConfigParams, texts),
                };
            case VirtualPCIPassthroughVmiopBackingInfo:
                return null; // a vGPU: see MachineReader
            default:
                Tell(vm, Remark.OtherDevice, device, null);
                return null;
        }
    }

    private AttachmentRecord InGroup(VimObject vm, VirtualDevice device, AttachmentRecord read)
    {
        if (device.DeviceGroupInfo is not { GroupInstanceKey: >= 0 and var key }) return read;
        var group = vm.Get<VirtualMachineVirtualDeviceGroups>("config.deviceGroups")?.DeviceGroup
            ?.FirstOrDefault(one => one?.GroupInstanceKey == key);
        var name = (group as VirtualMachineVirtualDeviceGroupsVendorDeviceGroup)?.DeviceGroupName;
        return read with
        {
            GroupInstanceKey = key,
            DeviceGroup = texts.Of(name) ?? texts.Of(group?.DeviceInfo?.Label) ?? key.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static AllowedDevice[] Allowed(VirtualPCIPassthroughAllowedDevice[]? told) =>
    [
        .. (told ?? []).Where(static one => one is not null && IsId(one.VendorId) && IsId(one.DeviceId))
            .Select(static one => new AllowedDevice(PciId.FromInt32(one.VendorId), PciId.FromInt32(one.DeviceId))),
    ];

    private static bool IsId(int number) => number is >= short.MinValue and <= ushort.MaxValue;

    /// <summary>Hexadecimal of the unsigned number; govc writes -5f00 for 0xA100.</summary>
    private static PciId Id(string? text)
    {
        bool isNegative = text?.StartsWith("-", StringComparison.Ordinal) == true;
        if (!PciId.TryParse(isNegative ? text!.Substring(1) : text, out var id)) return default;
        return isNegative ? new PciId(unchecked((ushort)-id.Value)) : id;
    }

    private static void Tell(VimObject vm, string kind, VirtualDevice device, string? what) => vm.Remarks.Add(new Remark(
        kind,
        FormattableString.Invariant($"device {device.Key} of VM {Malformed.Quote(vm.Name)}")
        + (string.IsNullOrEmpty(what) ? "" : $" ({Malformed.Quote(what!)})")));
}
