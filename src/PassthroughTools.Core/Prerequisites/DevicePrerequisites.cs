using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Prerequisites;

/// <summary>
/// What a device and its host must be. A host's device is tested for being attached now; a virtual machine's for the next
/// power-on, as with the machine itself.
/// </summary>
internal static class DevicePrerequisites
{
    /// <summary>The requirements: the device's own, then its host's.</summary>
    public static IReadOnlyList<PrerequisiteTest> Of(PassthroughDevice device) => device.IsOfVM ? OfVM(device) : OfHost(device);

    /// <summary>
    /// What a host's device must be to be attached through the technology that it is for; see <see cref="TechnologyFor"/>.
    /// </summary>
    public static IEnumerable<Finding> Own(InventoryState state, HostRecord host, PciDeviceRecord device) =>
        AttachRequirements.Usable(state, host, device, TechnologyFor(state, host, device))
            .Append(DeviceRequirements.Free(state, host, device, null)).Concat(SharedWithHost(state, host, device));

    /// <summary>The technology of a host's device's mode, or the one that it could best be attached through.</summary>
    public static DirectPathTechnology TechnologyFor(InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        bool isEnhanced = device.Mode == DeviceMode.EnhancedDirectPath
            || (device.PassthroughEnabled != true
                && DeviceModes.Configurable(state.Catalog, host, device).Contains(DeviceMode.EnhancedDirectPath));
        return isEnhanced ? DirectPathTechnology.Enhanced : DirectPathTechnology.Fixed;
    }

    /// <summary>What the device that an attachment holds must be for its virtual machine's next power-on.</summary>
    public static IEnumerable<Finding> Held(InventoryState state, HostRecord host, VMRecord vm, AttachmentRecord attachment) =>
        AttachRequirements.Held(state, host, vm, attachment)
            .Concat(SharedWithHost(
                state, host, attachment.Device is { } held && held.HostId == host.Id ? host.FindDevice(held.Address) : null))
            .Select(finding => finding.Target is InventoryObject ? finding : finding with { Target = state.View(vm) });

    private static IEnumerable<Finding> SharedWithHost(InventoryState state, HostRecord host, PciDeviceRecord? device)
    {
        if (device is not null && DeviceRequirements.SharedWithHost(state, host, device) is { } finding) yield return finding;
    }

    private static IReadOnlyList<PrerequisiteTest> OfHost(PassthroughDevice device)
    {
        var state = device.ReadFrom;
        var host = device.VMHost!.Record;
        var record = device.Record!;
        var around = HostPrerequisites.Own(state, host, MmioDemand.Of(state.Catalog, record));

        // Attaching asks for no host in service, powering on does.
        return [.. Own(state, host, record)
            .Concat(around.Select(static finding => finding.Id == ErrorId.VMHostNotAvailable ? finding.AsWarning() : finding))
            .Select(static finding => new PrerequisiteTest(finding))];
    }

    private static IReadOnlyList<PrerequisiteTest> OfVM(PassthroughDevice device)
    {
        var state = device.ReadFrom;
        var vm = state.VM(device.VMId!);
        var host = state.Host(vm.HostId);
        var attachment = state.Attachment(vm, device.Key!.Value);
        var own = attachment.Device is null
            ? DeviceAssignment.Available(state, host, vm with { Devices = [attachment] }, out _)
            : Held(state, host, vm, attachment);
        var findings = own.Concat(HostPrerequisites.Own(state, host, MmioSizing.DemandOf(state, vm, attachment)));
        return [.. findings.Select(finding => new PrerequisiteTest(VMPrerequisites.ForPowerOn(vm, finding)))];
    }
}
