using System.Collections;
using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>What the parameters of a cmdlet ask to be attached, as operations.</summary>
internal sealed record AttachRequest
{
    /// <summary>The devices, by object, id or name.</summary>
    public DeviceReference[] PassthroughDevice { get; init; } = [];

    /// <summary>How they are attached; null for what their mode says.</summary>
    public DirectPathTechnology? Technology { get; init; }

    /// <summary>Dynamic: the hardware label.</summary>
    public string? HardwareLabel { get; init; }

    /// <summary>Dynamic: the vendor and device IDs.</summary>
    public AllowedDevice[]? AllowedDevice { get; init; }

    /// <summary>Enhanced: the DVX device class.</summary>
    public string? DeviceClass { get; init; }

    /// <summary>Enhanced: its configuration parameters.</summary>
    public Hashtable? ConfigParameter { get; init; }

    /// <summary>The device group.</summary>
    public string? DeviceGroup { get; init; }

    /// <summary>
    /// The operations for a machine, and what each attaches in words; what cannot be asked for has been written as an error.
    /// </summary>
    public IEnumerable<(AttachOperation Operation, string Words)> For(PassthroughCmdlet cmdlet, Finder finder,
        VirtualMachineBase vm) =>
        AllowedDevice is not null ?
        [(
            new AttachDynamicDevice { VMId = vm.Id, AllowedDevices = AllowedDevice, HardwareLabel = HardwareLabel },
            $"Dynamic device {string.Join(", ", AllowedDevice)}"
        )]
        : DeviceGroup is not null ?
        [(new AttachDeviceGroup { VMId = vm.Id, DeviceGroup = DeviceGroup },
            $"device group {DeviceGroup} with all its devices (Fixed)")]
        : DeviceClass is not null ? Attempted(cmdlet, vm, () => (
            new AttachEnhancedDevice { VMId = vm.Id, DeviceClass = DeviceClass, ConfigParameters = Parameters() },
            $"Enhanced device of class {DeviceClass}"))
        : PassthroughDevice.SelectMany(reference => finder.Given(reference) ?? finder.DevicesOf(vm.VMHost, reference.Name!))
            .SelectMany(device => Attempted(cmdlet, vm, () => OperationFor(vm, device)));

    private static IReadOnlyList<(AttachOperation Operation, string Words)> Attempted(
        PassthroughCmdlet cmdlet, VirtualMachineBase vm, Func<(AttachOperation Operation, string Words)> make)
    {
        (AttachOperation, string) made = default;
        return cmdlet.Attempt(() => made = make(), vm) ? [made] : [];
    }

    private (AttachOperation Operation, string Words) OperationFor(VirtualMachineBase vm, PassthroughDevice device)
    {
        var technology = Technology ?? (HardwareLabel is not null ? DirectPathTechnology.Dynamic
            : device.Mode == DeviceMode.EnhancedDirectPath ? DirectPathTechnology.Enhanced
            : DirectPathTechnology.Fixed);
        if (HardwareLabel is not null && technology != DirectPathTechnology.Dynamic)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"A hardware label is asked for by Dynamic DirectPath only, not by {technology}. Leave out -HardwareLabel, or "
                + "use -Technology Dynamic.",
                HardwareLabel);
        }

        if (device.Ref is not { } held)
        {
            throw new PassthroughException(
                ErrorId.DeviceNotFound,
                $"'{device.Name}' is a request of VM '{device.VM?.Name}' that holds no device. Give a host's device, or make "
                + "the same request with "
                + "-AllowedDevice or -DeviceClass.",
                device);
        }

        if (!string.Equals(device.ReadFrom.Origin, vm.ReadFrom.Origin, StringComparison.Ordinal))
        {
            throw new PassthroughException(
                ErrorId.DeviceNotFound,
                $"Device {device.Id ?? device.Name} is of {Finder.ServerOf(device).Words}, and VM "
                + $"'{vm.Name}' of {Finder.ServerOf(vm).Words}: a VM has "
                + "devices of its own host. Choose one of these: "
                + $"Get-PassthroughDevice -Server {Finder.ServerOf(vm).Name.Quoted()} -VMHost {vm.VMHost.Name.Quoted()}",
                device);
        }

        AttachOperation operation = technology switch
        {
            DirectPathTechnology.Dynamic => new AttachDynamicDevice
            {
                VMId = vm.Id, AllowedDevices = [new AllowedDevice(device.VendorId!.Value, device.DeviceId!.Value)],
                HardwareLabel = HardwareLabel,
            },
            DirectPathTechnology.Enhanced => new AttachEnhancedDevice
            {
                VMId = vm.Id,
                DeviceClass = device.DeviceClass ?? throw new PassthroughException(
                    ErrorId.DeviceNotFound,
                    $"Device {device.Id} ({device.Name}) belongs to no DVX device class, which Enhanced DirectPath needs. Use "
                    + "-Technology Fixed in mode "
                    + "DirectPath, or -DeviceClass.",
                    device),
            },
            _ => new AttachFixedDevice { VMId = vm.Id, VMHostId = held.HostId, Address = held.Address },
        };
        return (operation, $"{technology} device {device.Id} {device.Name}");
    }

    private SortedMap<string, string> Parameters()
    {
        var entries = (ConfigParameter ?? []).Cast<DictionaryEntry>().Select(static entry => new KeyValuePair<string, string>(
            LanguagePrimitives.ConvertTo<string>(entry.Key), LanguagePrimitives.ConvertTo<string>(entry.Value)));
        return SortedMap<string, string>.TryCreate([.. entries], StringComparer.OrdinalIgnoreCase, out var parameters,
            out var twice)
            ? parameters
            : throw new PassthroughException(ErrorId.ValueInvalid,
                $"Configuration parameter '{twice}' is given twice, in two cases. Give it once.", ConfigParameter);
    }
}
