using System.Globalization;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Mmio;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Prerequisites;

/// <summary>
/// What a virtual machine, its host and its devices must be. One with passthrough devices is tested for its next power-on: Fail
/// is what that would be refused for, and only a Warning while the machine runs or is suspended. One without is tested for its
/// first device: Fail is what attaching any would be refused for, a Warning what only some technologies and devices need, or what
/// a later power-on does.
/// </summary>
internal static class VMPrerequisites
{
    /// <summary>The requirements: the machine's own, then its host's, then its devices'.</summary>
    public static IReadOnlyList<PrerequisiteTest> Of(InventoryState state, VMRecord vm)
    {
        var host = state.Host(vm.HostId);
        var findings = vm.Devices.Count > 0 ? ForPowerOn(state, host, vm) : ForFirstDevice(state, host, vm);

        // Resuming is refused for them too.
        var adapters = DeviceRequirements.Adapters(state, host, vm)
            .Select(finding => vm.PowerState == VMPowerState.PoweredOn ? finding.AsWarning() : finding);
        return [.. findings.Concat(adapters).Append(HostRequirements.NoUsbBoot(state, host)).OrderBy(Place)
            .GroupBy(static finding => ((InventoryObject)finding.Target!).Uid, StringComparer.Ordinal)
            .SelectMany(static same => same.EachRemedyOnce())
            .Select(static finding => new PrerequisiteTest(finding))];
    }

    /// <summary>
    /// What is not known of a machine's devices and host, in sentences: what the operations that rest on it warn of. What only
    /// the host's firmware shows is told when it is imported.
    /// </summary>
    public static IEnumerable<string> Unknowns(InventoryState state, VMRecord vm) => Of(state, vm)
        .Where(static test => test.Result == Verdict.Unknown
            && test.ErrorId is not (null or ErrorId.IommuDisabled or ErrorId.Above4GDecodingDisabled))
        .GroupBy(static test => test.Advice, StringComparer.Ordinal)
        .Select(static tests => tests.First().Sentences);

    /// <summary>
    /// Whether anything may be unknown that <see cref="Unknowns"/> tells of: a look at the records, which costs a hundredth of
    /// the tests.
    /// </summary>
    public static bool MayHaveUnknowns(HostRecord host, VMRecord vm) =>
        host.PowerState == VMHostPowerState.Unknown || host.Devices.Count == 0 || host.Devices.Any(IsNotWhollyKnown)
            || SriovAdapter.Of(vm).Any()
        || vm.Devices.Any(static device => device is { Technology: DirectPathTechnology.Enhanced, Device: null })
        || VGpu.Of(vm).Any();

    /// <summary>
    /// What powering on is refused for, as it concerns a machine now: one that runs or is suspended works, yet resuming needs a
    /// host in service too, and hardware virtualization for the guest goes with no passthrough device (kb437651 in the catalog).
    /// </summary>
    public static Finding ForPowerOn(VMRecord vm, Finding finding) => vm.PowerState switch
    {
        VMPowerState.PoweredOff => finding,
        VMPowerState.Suspended when finding.Id == ErrorId.VMHostNotAvailable => finding,
        _ when finding.Id == ErrorId.NestedVirtualizationEnabled => finding,
        _ => finding.AsWarning(),
    };

    /// <summary>What powering on a machine is refused for, that is powered off and has its devices or is to have them.</summary>
    /// <param name="state">The inventory, as it is then.</param>
    /// <param name="host">The machine's host.</param>
    /// <param name="vm">The machine.</param>
    /// <param name="known">The devices that it has now: the others are tested where they are attached.</param>
    /// <param name="running">The machine holding a device for each request that there is one for.</param>
    public static IReadOnlyList<Finding> ForStart(
        InventoryState state, HostRecord host, VMRecord vm, IReadOnlyList<AttachmentRecord> known, out VMRecord running)
    {
        bool isToHave = known.Count < vm.Devices.Count;
        return
        [
            HostRequirements.InService(state, host),
            .. vm.Devices.Where(attachment => attachment.Device is not null && known.Any(one => one.Key == attachment.Key))
                .SelectMany(attachment => DevicePrerequisites.Held(state, host, vm, attachment)),
            .. AttachRequirements.Fit(state, host, vm),
            .. VGpus(state, host, vm),
            .. DeviceAssignment.Available(state, host, vm, out running),
            Mmio(state, vm, MmioSizing.Of(state, running), isToHave),
            .. DeviceGroupRequirements.Whole(state, host, vm),
            .. isToHave ? DeviceRequirements.Adapters(state, host, vm).Append(HostRequirements.NoUsbBoot(state, host)) : [],
        ];
    }

    private static IEnumerable<Finding> VGpus(InventoryState state, HostRecord host, VMRecord vm) =>
        VGpu.Of(vm).Any() ? [HostRequirements.HasVGpus(state, host, vm)] : [];

    private static List<Finding> ForPowerOn(InventoryState state, HostRecord host, VMRecord vm) =>
    [
        .. vm.IsTemplate ? [VMRequirements.NotTemplate(state, vm)] : Enumerable.Empty<Finding>(),
        VMRequirements.PoweredOff(state, vm, "attaching or detaching a device").AsWarning(),
        .. ForStart(state, host, vm, vm.Devices, out _).Select(finding => ForPowerOn(vm, finding)),
    ];

    private static IEnumerable<Finding> ForFirstDevice(InventoryState state, HostRecord host, VMRecord vm)
    {
        if (vm.IsTemplate) yield return VMRequirements.NotTemplate(state, vm);
        yield return VMRequirements.PoweredOff(state, vm, "attaching a passthrough device");
        yield return VMRequirements.NoNestedVirtualization(state, vm);
        foreach (var finding in VGpus(state, host, vm)) yield return finding;
        yield return VMRequirements.MemoryReserved(state, vm);
        yield return VMRequirements.HardwareVersion(state, vm, DirectPathTechnology.Fixed);
        yield return VMRequirements.HardwareVersion(state, vm, DirectPathTechnology.Dynamic).AsWarning();
        yield return VMRequirements.HardwareVersion(state, vm, DirectPathTechnology.Enhanced).AsWarning();
        yield return VMRequirements.DeviceCount(state, host, vm, 1);
        var largest = HostPrerequisites.LargestDemand(state, host);
        yield return VMRequirements.EfiFirmware(state, vm, [IfAttached(largest)]).AsWarning();
        yield return HostRequirements.InService(state, host).AsWarning();
        yield return HostRequirements.Iommu(state, host);
        yield return HostRequirements.Above4GDecoding(state, host, [IfAttached(largest)]).AsWarning();
    }

    /// <summary>
    /// A region that is large enough by assumption, in one mode of a device, or by a default that is not known for the host's
    /// ESXi is no more than likely so. A size that is derived is said, and nothing more: most are a device's memory rounded up.
    /// </summary>
    private static Finding Mmio(InventoryState state, VMRecord vm, MmioSizing sizing, bool isToHave)
    {
        // The firmware has a finding of its own.
        bool becomesEfi = VMRequirements.EfiFirmware(state, vm, sizing.Devices) is { Verdict: Verdict.Fail };
        var finding = VMRequirements.MmioSize(state, vm, sizing, isToHave, becomesEfi);
        if (finding.Verdict != Verdict.Pass) return finding;
        var doubt = sizing.Devices.Where(static device => device.Doubt is not null)
            .OrderBy(static device => device.Basis).FirstOrDefault();
        var told = doubt is null ? finding : finding with { Needed = $"{finding.Needed}; {doubt.Doubt}" };
        if (sizing.Assumed || !sizing.HoldsOtherModes)
        {
            var size = sizing.Assumed ? "<GB>" : sizing.OtherModesGB.ToString(CultureInfo.InvariantCulture);
            return told with
            {
                Verdict = Verdict.Warning,
                Remedy = $"{MmioDemand.Check} Where it is more: {state.Command(vm, "Set-MmioSizing", $"-SizeGB {size}")}",
                Command = null,
            };
        }

        if (sizing.IsDefaultKnown || sizing.RecommendedGB == 0) return told;
        return told with
        {
            Verdict = Verdict.Warning,
            Needed = $"{told.Needed}; no size is set, and the default of {sizing.HostName} is not known",
        };
    }

    private static bool IsNotWhollyKnown(PciDeviceRecord device) => device.OwnerUnknown || device.RebootPending is null
        || device.VendorId == default || device.DeviceId == default || device.KnownClassId is null
        || (device is { Mode: DeviceMode.EnhancedDirectPath, DeviceClass: null });

    private static MmioDemand IfAttached(MmioDemand device) => device with { Device = $"device {device.Device}, if attached," };

    private static int Place(Finding finding) => finding.Target switch
    {
        VirtualMachineBase => 0,
        VMHost => 1,
        _ => 2,
    };
}
