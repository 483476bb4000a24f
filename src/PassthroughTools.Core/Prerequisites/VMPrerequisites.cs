using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Prerequisites;

/// <summary>
/// What a virtual machine, its host and its devices must be. One with passthrough devices is tested for its next power-on: Fail is
/// what that would be refused for, and only a Warning while the machine runs or is suspended. One without is tested for its first
/// device: Fail is what attaching any would be refused for, a Warning what only some technologies and devices need, or what a later
/// power-on does.
/// </summary>
internal static class VMPrerequisites
{
    /// <summary>The requirements: the machine's own, then its host's, then its devices'.</summary>
    public static IReadOnlyList<PrerequisiteTest> Of(InventoryState state, VMRecord vm)
    {
        var host = state.Host(vm.HostId);
        var findings = vm.Devices.Count > 0 ? ForPowerOn(state, host, vm) : ForFirstDevice(state, host, vm);
        return [.. findings.Append(HostRequirements.NoUsbBoot(state, host)).OrderBy(Place).Select(static finding => new PrerequisiteTest(finding))];
    }

    /// <summary>
    /// What powering on is refused for, as it concerns a machine now: one that runs or is suspended works, yet resuming needs a host in
    /// service too.
    /// </summary>
    public static Finding ForPowerOn(VMRecord vm, Finding finding) => vm.PowerState switch
    {
        VMPowerState.PoweredOff => finding,
        VMPowerState.Suspended when finding.Id == ErrorId.VMHostNotAvailable => finding,
        _ => finding.AsWarning(),
    };

    private static List<Finding> ForPowerOn(InventoryState state, HostRecord host, VMRecord vm)
    {
        List<Finding> enforced =
        [
            HostRequirements.InService(state, host),
            .. vm.Devices.Where(static attachment => attachment.Device is not null).SelectMany(attachment => DevicePrerequisites.Held(state, host, vm, attachment)),
            .. AttachRequirements.Fit(state, host, vm),
            .. DeviceAssignment.Available(state, host, vm, out var running),
            Mmio(state, vm, MmioSizing.Of(state, running)),
        ];
        return
        [
            .. vm.IsTemplate ? [VMRequirements.NotTemplate(state, vm)] : Enumerable.Empty<Finding>(),
            VMRequirements.PoweredOff(state, vm, "attaching or detaching a device").AsWarning(),
            .. enforced.Select(finding => ForPowerOn(vm, finding)),
        ];
    }

    private static IEnumerable<Finding> ForFirstDevice(InventoryState state, HostRecord host, VMRecord vm)
    {
        if (vm.IsTemplate) yield return VMRequirements.NotTemplate(state, vm);
        yield return VMRequirements.PoweredOff(state, vm, "attaching a passthrough device");
        yield return VMRequirements.NoNestedVirtualization(state, vm);
        yield return VMRequirements.MemoryReserved(state, vm);
        yield return VMRequirements.HardwareVersion(state, vm, DirectPathTechnology.Fixed);
        yield return VMRequirements.HardwareVersion(state, vm, DirectPathTechnology.Dynamic).AsWarning();
        yield return VMRequirements.HardwareVersion(state, vm, DirectPathTechnology.Enhanced).AsWarning();
        yield return VMRequirements.DeviceCount(state, host, vm, 1);
        var largest = HostPrerequisites.LargestDemand(state, host);
        yield return VMRequirements.EfiFirmware(state, vm, largest).AsWarning();
        yield return HostRequirements.InService(state, host).AsWarning();
        yield return HostRequirements.Iommu(state, host);
        yield return HostRequirements.Above4GDecoding(state, host, largest.IsLarge).AsWarning();
    }

    /// <summary>A region that is large enough by assumption is no more than likely so.</summary>
    private static Finding Mmio(InventoryState state, VMRecord vm, MmioSizing sizing)
    {
        var finding = VMRequirements.MmioSize(state, vm, sizing);
        if (finding.Verdict != Verdict.Pass || !sizing.Assumed) return finding;
        var assumed = sizing.Devices.First(static device => device.Assumed);
        return finding with
        {
            Verdict = Verdict.Warning,
            Needed = string.Format(CultureInfo.InvariantCulture, "{0}, of which {1} GB are assumed for device {2}", finding.Needed, assumed.SizeGB, assumed.Device),
            Remedy = $"Look up how much memory the device maps, and where it is more: Set-MmioSizing -VM {vm.Name.Quoted()} -SizeGB <GB>",
            Command = null,
        };
    }

    private static int Place(Finding finding) => finding.Target switch
    {
        VirtualMachineBase => 0,
        VMHost => 1,
        _ => 2,
    };
}
