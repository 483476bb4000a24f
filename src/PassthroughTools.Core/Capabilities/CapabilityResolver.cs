using PassthroughTools.Inventory;
using PassthroughTools.State;

namespace PassthroughTools.Capabilities;

/// <summary>
/// Decides what works for a device or a virtual machine. For Enhanced DirectPath: the catalog's entry for the model, else the
/// host's DVX class, else Unknown, never a guess. A virtual machine has the weakest over its devices.
/// </summary>
internal static class CapabilityResolver
{
    /// <summary>
    /// The rows of the device table that are fast suspend/resume operations. Sources: vcf-2026, vsphere7-fsr, vcf9-livepatch.
    /// </summary>
    private static readonly PassthroughFeature[] FastSuspendResume =
    [
        PassthroughFeature.StorageVMotion,
        PassthroughFeature.DiskOnlyStorageVMotion,
        PassthroughFeature.HotAddVirtualDevices,
        PassthroughFeature.HotAddMemory,
        PassthroughFeature.HotAddRemoveVcpu,
        PassthroughFeature.LivePatch,
    ];

    /// <summary>The capabilities of a host's device as it is configured, or as it could best be passed through.</summary>
    public static CapabilityMatrix ForHostDevice(InventoryState state, HostRecord host, PciDeviceRecord device)
    {
        var technology = TechnologyOf(state.Catalog, host, device);
        return new CapabilityMatrix(feature => ForDevice(state.Catalog, host, device, technology, feature));
    }

    /// <summary>The capabilities of a virtual machine's passthrough device.</summary>
    public static CapabilityMatrix ForAttachment(InventoryState state, VMRecord vm, AttachmentRecord attachment) =>
        new(feature => ForAttachment(state, vm, attachment, feature));

    /// <summary>
    /// The weakest capabilities over a virtual machine's passthrough devices, SR-IOV network adapters and vGPUs; without any, the
    /// paravirtual row.
    /// </summary>
    public static CapabilityMatrix ForVM(InventoryState state, VMRecord vm) => new(feature => ForVM(state, vm, feature));

    /// <summary>As above, one feature.</summary>
    public static Capability ForVM(InventoryState state, VMRecord vm, PassthroughFeature feature)
    {
        var found = vm.Devices.Select(attachment => ForAttachment(state, vm, attachment, feature))
            .Concat(SriovAdapter.Of(vm).Select(adapter => FromTechnology(
                state.Catalog, "SriovVirtualFunction", feature, $"{adapter.Name} (SR-IOV network adapter)")))
            .Concat(VGpu.Of(vm).Select(gpu => FromTechnology(state.Catalog, "Vgpu", feature, $"{gpu.Name} (vGPU {gpu.Profile})")))
            .ToList();
        return found.Count == 0 ? FromTechnology(state.Catalog, "Paravirtual", feature, null) : Weakest(found);
    }

    /// <summary>
    /// The catalog key of the technology that a host's device is configured for, or could best be passed through by.
    /// </summary>
    public static string TechnologyOf(Catalog catalog, HostRecord host, PciDeviceRecord device) => device.Mode switch
    {
        DeviceMode.EnhancedDirectPath => "Enhanced",
        DeviceMode.VGpuSameSize or DeviceMode.VGpuMixedSize => "Vgpu",
        DeviceMode.DirectPath => FixedKey(device),
        _ => OffersEnhanced(catalog, host, device) ? "Enhanced" : FixedKey(device),
    };

    /// <summary>
    /// Whether the catalog's model or the host's DVX class says that the device can be in Enhanced DirectPath mode.
    /// </summary>
    public static bool OffersEnhanced(Catalog catalog, HostRecord host, PciDeviceRecord device) =>
        catalog.FindModel(device.VendorId, device.DeviceId)?.SupportsEnhanced == true
            || host.FindDvxClass(device.DeviceClass) is not null;

    /// <summary>What a host's device would support under Enhanced DirectPath, whatever its mode.</summary>
    public static Capability UnderEnhanced(Catalog catalog, HostRecord host, PciDeviceRecord device,
        PassthroughFeature feature) =>
        ForDevice(catalog, host, device, "Enhanced", feature);

    /// <summary>What a device model supports under Enhanced DirectPath, on whatever host.</summary>
    public static Capability UnderEnhanced(Catalog catalog, ModelEntry model, PassthroughFeature feature) =>
        ForEnhanced(catalog, null, model.PciIds[0].VendorId, model.PciIds[0].DeviceId, null, model.Name, feature);

    private static Capability ForAttachment(InventoryState state, VMRecord vm, AttachmentRecord attachment,
        PassthroughFeature feature)
    {
        if (attachment.Device is { } held && state.Hosts.Find(held.HostId) is { } heldHost
            && heldHost.FindDevice(held.Address) is { } device)
            return ForDevice(state.Catalog, heldHost, device, TechnologyOf(attachment, device), feature);
        if (attachment.Technology != DirectPathTechnology.Enhanced)
            return FromTechnology(state.Catalog, TechnologyOf(attachment, null), feature, attachment.Request);

        // Powered off it holds no device: every device that it could be given must have the feature. Where only the host knows
        // those, the class has it or not.
        var host = state.Hosts.Find(vm.HostId)!;
        if (attachment.IsChoiceOf(host))
            return ForEnhanced(state.Catalog, host, default, default, attachment.DeviceClass, attachment.Request, feature);
        var candidates = host.Devices.Where(attachment.Accepts)
            .Select(candidate => ForDevice(state.Catalog, host, candidate, "Enhanced", feature)).ToList();
        return candidates.Count > 0
            ? Weakest(candidates)
            : new Capability(feature, CapabilitySupport.Unknown,
                $"host '{host.Name}' has no device of class {attachment.Request}", "host inventory", attachment.Request);
    }

    private static string TechnologyOf(AttachmentRecord attachment, PciDeviceRecord? device) => attachment.Technology switch
    {
        DirectPathTechnology.Dynamic => "Dynamic",
        DirectPathTechnology.Enhanced => "Enhanced",
        _ => device is null ? "Fixed" : FixedKey(device),
    };

    private static string FixedKey(PciDeviceRecord device) => device.ParentAddress is null ? "Fixed" : "SriovVirtualFunction";

    private static Capability ForDevice(Catalog catalog, HostRecord host, PciDeviceRecord device, string technology,
        PassthroughFeature feature)
    {
        var label = $"{device.Address} {device.Name}".TrimEnd();
        return string.Equals(technology, "Enhanced", StringComparison.Ordinal)
            ? ForEnhanced(catalog, host, device.VendorId, device.DeviceId, device.DeviceClass, label, feature)
            : FromTechnology(catalog, technology, feature, label);
    }

    private static Capability ForEnhanced(
        Catalog catalog, HostRecord? host, PciId vendorId, PciId deviceId, string? deviceClass, string label,
        PassthroughFeature feature)
    {
        Capability For(PassthroughFeature other) => ForEnhanced(catalog, host, vendorId, deviceId, deviceClass, label, other);
        if (catalog.FindModel(vendorId, deviceId) is { } model && model.Fact(feature) is { } fact)
        {
            return new Capability(
                feature, fact.Support, $"{model.Name} under Enhanced DirectPath: {feature} {fact.Value}",
                $"catalog entry {model.Key} ({Where(model, fact)})", label);
        }

        switch (feature)
        {
            case PassthroughFeature.FastSuspendResumeOperations:
                // The technology has them, yet models deny some or all: what is asked for is all of them.
                var weakest = Weakest(FastSuspendResume.Select(For));
                return new Capability(feature, weakest.Support, $"as strong as the weakest of these operations; {weakest.Reason}",
                    weakest.Source, label);
            case PassthroughFeature.DrsMigration when For(
                PassthroughFeature.VMotion) is { Support: CapabilitySupport.NotSupported } denied:
                return new Capability(feature, denied.Support, $"DRS moves a running VM with vMotion; {denied.Reason}",
                    denied.Source, label);
        }

        if (host?.FindDvxClass(deviceClass) is { } dvxClass && ByDvxClass(dvxClass, feature) is { } supported)
        {
            return new Capability(
                feature,
                supported ? CapabilitySupport.Supported : CapabilitySupport.NotSupported,
                $"DVX class {dvxClass.Name}: checkpointSupported {Word(dvxClass.CheckpointSupported)}, swDMATracingSupported "
                + $"{Word(dvxClass.SwDmaTracingSupported)}",
                $"DVX class {dvxClass.Name} of host {host!.Name} (vSphere Web Services API, HostDvxClass)",
                label);
        }

        return FromTechnology(catalog, "Enhanced", feature, label);
    }

    private static bool? ByDvxClass(DvxClassRecord dvxClass, PassthroughFeature feature) => feature switch
    {
        PassthroughFeature.SuspendResume or PassthroughFeature.MemorySnapshots => dvxClass.CheckpointSupported,
        PassthroughFeature.VMotion => dvxClass.CheckpointSupported && dvxClass.SwDmaTracingSupported,
        _ => null,
    };

    private static Capability FromTechnology(Catalog catalog, string key, PassthroughFeature feature, string? label)
    {
        var technology = catalog.FindTechnology(key);
        if (technology?.Fact(feature) is not { } fact)
            return new Capability(feature, CapabilitySupport.Unknown, "no source says", "catalog", label);
        var note = fact.Note is null ? "" : $" ({fact.Note})";
        return new Capability(
            feature, fact.Support, $"{technology.Name}: {feature} {fact.Value}{note}",
            $"catalog entry {technology.Key} ({Where(technology, fact)})", label);
    }

    private static Capability Weakest(IEnumerable<Capability> capabilities) =>
        capabilities.Aggregate(static (weakest, next) => next.Support < weakest.Support ? next : weakest);

    private static string Where(CatalogEntry entry, CatalogFact fact) =>
        string.Equals(entry.DefinedIn, "built-in", StringComparison.Ordinal)
            || string.Equals(entry.DefinedIn, fact.Source, StringComparison.Ordinal)
            ? fact.Source
            : $"{fact.Source}; {entry.DefinedIn}";

    private static string Word(bool value) => value ? "true" : "false";
}
