using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Json;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Attaches a request for any free device of a DVX device class (Enhanced DirectPath). The device is chosen at power on and
/// released at power off.
/// </summary>
public sealed record AttachEnhancedDevice : AttachOperation
{
    /// <inheritdoc/>
    public required override string VMId { get; init; }

    /// <summary>The DVX device class; the virtual machine's host must offer it.</summary>
    public required string DeviceClass { get; init; }

    /// <summary>Configuration parameters of the device class.</summary>
    [Most(VMValues.MaxCount)]
    public SortedMap<string, string> ConfigParameters { get; init; } = VMRecord.NoSettings;

    /// <inheritdoc/>
    internal override VMRecord Attached(InventoryState state, VMRecord vm)
    {
        var host = state.Host(vm.HostId);
        var dvxClass = host.FindDvxClass(DeviceClass) ?? throw new PassthroughException(
            ErrorId.DeviceNotFound,
            $"Host '{host.Name}' of VM '{vm.Name}' offers no DVX device class {Malformed.Quote(DeviceClass)}. "
            + $"See what it offers: (Get-VMHost {host.Name.Quoted()}).DvxClasses",
            state.View(vm));
        VMValues.CheckCount(ConfigParameters.Count, "configuration parameters");
        foreach (var parameter in ConfigParameters)
        {
            VMValues.CheckedLabel(parameter.Key, "The name of a configuration parameter");
            VMValues.CheckedText(parameter.Value, $"Configuration parameter '{parameter.Key}'");
        }

        return vm.With(new AttachmentRecord
        {
            Key = vm.NextDeviceKey(),
            Technology = DirectPathTechnology.Enhanced,
            DeviceClass = dvxClass.Name,
            ConfigParameters = ConfigParameters,
        });
    }

    private protected override string Summary(InventoryState state, VMRecord changed) =>
        $"Enhanced device of class {changed.Devices[changed.Devices.Count - 1].DeviceClass} attached to VM '{changed.Name}'";
}
