using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>Merges esxcli's lists into a host: what a list says overwrites, what it cannot say is kept.</summary>
internal static class EsxcliMerge
{
    /// <summary>The host with the listed devices and no others; a filtered list tells nothing of others.</summary>
    public static HostRecord WithDevices(HostRecord host, EsxcliLists lists)
    {
        var devices = lists.Devices.Select(
            listed => Merged(host.FindDevice(listed.Address), listed, lists.TellsDependence(listed.Address)));
        if (lists.IsFiltered)
        {
            var listed = new HashSet<PciAddress>(lists.Devices.Select(static device => device.Address));
            var others = host.Devices.Where(device => !listed.Contains(device.Address));
            devices = others.Concat(devices).OrderBy(static device => device.Address);
        }

        return host with { Devices = [.. devices] };
    }

    /// <summary>The host with the configured modes that <c>pcipassthru list</c> tells.</summary>
    /// <exception cref="PassthroughException">DeviceNotFound.</exception>
    public static HostRecord WithEnabled(HostRecord host, EsxcliLists lists, string path)
    {
        foreach (var address in lists.Enabled.Keys)
        {
            if (host.FindDevice(address) is not null) continue;
            throw new PassthroughException(
                ErrorId.DeviceNotFound,
                $"File '{path}' has device {address}, which host '{host.Name}' lacks. Import what 'esxcli hardware pci list' "
                + "prints on that host too.",
                address.ToString());
        }

        return host with { Devices = [.. host.Devices.Select(device => WithEnabled(device, lists))] };
    }

    private static PciDeviceRecord WithEnabled(PciDeviceRecord device, EsxcliLists lists)
    {
        if (!lists.Enabled.TryGetValue(device.Address, out bool enabled)) return device;
        var mode = Observed(device.Mode, enabled);
        return mode == device.Mode ? device : device with { Mode = mode };
    }

    private static PciDeviceRecord Merged(PciDeviceRecord? before, PciDeviceRecord listed, bool tellsDependence)
    {
        if (before is null || IsAnotherCard(before, listed)) return listed;
        return before with
        {
            VendorId = listed.VendorId,
            DeviceId = listed.DeviceId,
            SubVendorId = listed.SubVendorId,
            SubDeviceId = listed.SubDeviceId,
            ClassId = listed.ClassId == default ? before.ClassId : listed.ClassId,
            ClassName = listed.ClassName ?? before.ClassName,
            VendorName = listed.VendorName ?? before.VendorName,
            Name = listed.Name ?? before.Name,
            ParentAddress = listed.ParentAddress ?? before.ParentAddress,
            DependentAddress = tellsDependence ? listed.DependentAddress : before.DependentAddress,
            PhysicalSlot = listed.PhysicalSlot ?? before.PhysicalSlot,
            NumaNode = listed.NumaNode ?? before.NumaNode,
            HardwareLabel = listed.HardwareLabel ?? before.HardwareLabel,
            PassthroughCapable = listed.PassthroughCapable,
            Mode = Observed(before.Mode, listed.PassthroughEnabled),
            ActiveMode = Observed(before.ActiveMode, listed.PassthroughActive),
        };
    }

    /// <summary>What was known of the card that was in the slot does not hold for another one.</summary>
    private static bool IsAnotherCard(PciDeviceRecord before, PciDeviceRecord listed) =>
        before.VendorId != default && (before.VendorId != listed.VendorId || before.DeviceId != listed.DeviceId);

    /// <summary>
    /// The mode where esxcli only tells whether the device is passed through: it knows neither Enhanced DirectPath nor vGPU, so a
    /// mode that fits what it says stays, and so does any where it says nothing.
    /// </summary>
    private static DeviceMode Observed(DeviceMode before, bool? passedThrough)
    {
        bool isPassthrough = before is DeviceMode.DirectPath or DeviceMode.EnhancedDirectPath;
        return passedThrough switch
        {
            true => isPassthrough || before is DeviceMode.VGpuSameSize or DeviceMode.VGpuMixedSize
                ? before
                : DeviceMode.DirectPath,
            false => isPassthrough || before == DeviceMode.Unknown ? DeviceMode.Host : before,
            null => before,
        };
    }
}
