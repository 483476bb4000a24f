using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Json;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Configures a host's device: its mode, its hardware label. A new mode takes effect when the host restarts, or at once where the
/// host rebinds devices without a restart and this is asked for (vSphere Web Services API: HostPciPassthruConfig.applyNow,
/// HostCapability.deviceRebindWithoutRebootSupported).
/// </summary>
public sealed record SetDeviceMode : Operation
{
    /// <summary>The host's id.</summary>
    public required string VMHostId { get; init; }

    /// <summary>The device's PCI address.</summary>
    public required PciAddress Address { get; init; }

    /// <summary>The mode, or null to leave it.</summary>
    public DeviceMode? Mode { get; init; }

    /// <summary>The hardware label; empty removes it, null leaves it.</summary>
    [Most(VMValues.MaxLabelLength)]
    public string? HardwareLabel { get; init; }

    /// <summary>Whether the mode shall take effect without a restart.</summary>
    public bool ApplyNow { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var host = state.Host(VMHostId);
        var device = host.Device(Address);
        var changed = device;
        var words = new List<string>();
        if (HardwareLabel is not null && !string.Equals(HardwareLabel, device.HardwareLabel ?? "", StringComparison.Ordinal))
        {
            changed = changed with { HardwareLabel = HardwareLabel.Length == 0
                ? null
                : VMValues.CheckedLabel(HardwareLabel, "A hardware label") };
            words.Add(HardwareLabel.Length == 0 ? "has no label any more" : $"is labelled '{HardwareLabel}'");
        }

        if (Mode is { } mode
            && (mode != device.Mode || mode == DeviceMode.Unknown || (ApplyNow && device.RebootPending != false)))
        {
            changed = WithMode(state, host, device, changed, mode);
            words.Add($"is set to mode {mode}{(changed.RebootPending == false ? "" : ", active when the host has restarted")}");
        }

        return new Decision
        {
            Changes = words.Count == 0 ? [] : [new DevicePut(host.Id, changed)],
            Target = $"{host.Name} {Address}",
            TargetId = host.Id,
            Summary =
                $"Device {DeviceRequirements.Label(host, device)} {(words.Count == 0 ? "is as asked" : string.Join(" and ", words))}",
        };
    }

    private PciDeviceRecord WithMode(InventoryState state, HostRecord host, PciDeviceRecord device, PciDeviceRecord changed,
        DeviceMode mode)
    {
        if (mode != DeviceMode.Host) DeviceRequirements.Capable(state, host, device).Enforce();
        var offered = DeviceModes.Configurable(state.Catalog, host, device);
        if (mode == DeviceMode.Unknown || !offered.Contains(mode))
        {
            throw new PassthroughException(
                ErrorId.ModeNotConfigurable,
                $"Device {DeviceRequirements.Label(host, device)} does not offer mode {mode}. Choose one "
                + $"of: {string.Join(", ", offered)}.",
                DeviceRequirements.View(state, host, device));
        }

        if (mode != DeviceMode.Host) DeviceRequirements.UsedFunction(state, host, device)?.Enforce();
        if (state.OwnerOf(new DeviceRef(host.Id, device.Address)) is not null)
        {
            var owners = DeviceRequirements.Owners(state, host, device, null);
            throw new PassthroughException(
                ErrorId.DeviceInUse,
                $"Device {DeviceRequirements.Label(host, device)} belongs to {owners}; its mode changes only while "
                + $"no VM has it. Detach it first: {DeviceRequirements.DetachAll(state, host, device)}",
                DeviceRequirements.View(state, host, device));
        }

        if (mode == device.ActiveMode || !ApplyNow) return changed with { Mode = mode };
        if (!host.RebindWithoutReboot)
        {
            throw new PassthroughException(
                ErrorId.NotSupportedByBackend,
                $"Host '{host.Name}' cannot change the mode of device {Address} without a restart. "
                + $"Leave out -ApplyNow; the mode changes with a restart. {DeviceRequirements.Restart(state, host)}",
                DeviceRequirements.View(state, host, device));
        }

        return changed with { Mode = mode, ActiveMode = mode };
    }
}
