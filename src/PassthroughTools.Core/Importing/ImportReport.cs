using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>What a draft changes against the state before it: as items for people, as changes for the journal.</summary>
internal sealed class ImportReport
{
    private readonly ImportDraft draft;
    private readonly List<ImportedItem> items = [];
    private readonly List<Change> hosts = [];
    private readonly List<VMRecord> vms = [];

    private ImportReport(ImportDraft draft) => this.draft = draft;

    /// <summary>The decision of a draft that passed its checks.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="target">What the import is about, in a word.</param>
    public static ImportDecision Decide(ImportDraft draft, string target)
    {
        var report = new ImportReport(draft);
        var changes = report.Clusters().ToList();
        var vmsByHost = draft.VMs.ToLookup(static vm => vm.HostId, StringComparer.Ordinal);
        foreach (var host in draft.Hosts)
        {
            report.Host(host);
            foreach (var vm in vmsByHost[host.Id]) report.VM(vm, host.Name);
        }

        var hostIds = new HashSet<string>(draft.Hosts.Select(static host => host.Id), StringComparer.Ordinal);
        foreach (var vm in draft.VMs.Where(vm => !hostIds.Contains(vm.HostId))) report.VM(vm, draft.Host(vm.HostId)!.Name);
        changes.AddRange(report.hosts);
        changes.AddRange(report.VMChanges());
        return new ImportDecision
        {
            Changes = changes,
            Items = report.items,
            Target = target,
            TargetId = draft.Hosts.Count == 1 ? draft.Hosts[0].Id : "",
            Summary = report.Summary(),
        };
    }

    private IEnumerable<Change> Clusters()
    {
        foreach (var cluster in draft.Clusters)
        {
            var before = draft.Before.Clusters.Find(cluster.Id);
            var detail = before is null ? null : RecordDiff.Between(before, cluster);
            var action = ActionOf(before is null, detail);
            items.Add(new ImportedItem { Kind = ImportedKind.Cluster, Name = cluster.Name, Action = action, Detail = detail });
            if (action != ImportAction.Unchanged) yield return new ClusterPut(cluster);
        }
    }

    private void Host(HostRecord host)
    {
        var before = draft.Before.Hosts.Find(host.Id);
        var detail = before is null ? null : RecordDiff.Between(before, host);
        bool changed = before is null || detail is not null;
        var shown = before is null ? NotKnown(host) : detail;
        draft.HostContradictions.TryGetValue(host.Id, out var contradiction);
        items.Add(new ImportedItem
        {
            Kind = ImportedKind.VMHost,
            Name = host.Name,
            Action = ActionOf(before is null, detail),
            Detail = contradiction is null ? shown : With(shown, contradiction),
            Contradiction = contradiction,
        });
        foreach (var device in host.Devices) changed |= Device(host, before?.FindDevice(device.Address), device);
        foreach (var device in before?.Devices ?? [])
        {
            if (host.FindDevice(device.Address) is not null) continue;
            changed = true;
            bool isRemarked = draft.DeviceRemarks.TryGetValue(new DeviceRef(host.Id, device.Address), out var remark);
            items.Add(Item(host, device, ImportAction.Removed, isRemarked ? With(device.Name, remark!) : device.Name));
        }

        if (changed) hosts.Add(new HostPut(host));
    }

    /// <summary>
    /// What of a new host only its firmware or another list shows, and who says how to record it; null where all of it is known.
    /// </summary>
    private static string? NotKnown(HostRecord host)
    {
        var what = new List<string>();
        if (host.IommuEnabled is null) what.Add("IOMMU");
        if (host.Above4GDecoding is null) what.Add("Above 4G decoding");
        int modes = host.Devices.Count(static device => device is { PassthroughCapable: true, Mode: DeviceMode.Unknown });
        if (modes > 0) what.Add(FormattableString.Invariant($"the mode of {modes} device{(modes == 1 ? "" : "s")}"));
        return what.Count == 0
            ? null
            : $"{string.Join(what.Count > 2 ? ", " : " and ", what)} {(what.Count == 1 ? "is" : "are")} not recorded. To see "
                + $"how: Test-PassthroughPrerequisite -VMHost {host.Name.Quoted()}";
    }

    private bool Device(HostRecord host, PciDeviceRecord? before, PciDeviceRecord device)
    {
        var detail = before is null || ReferenceEquals(before, device) ? null : RecordDiff.Between(before, device);
        var action = ActionOf(before is null, detail);
        var place = new DeviceRef(host.Id, device.Address);
        bool isRemarked = draft.DeviceRemarks.TryGetValue(place, out var remark);
        if (action == ImportAction.Added) detail = device.Name;
        if (isRemarked) detail = With(detail, remark!);
        if (action != ImportAction.Unchanged || isRemarked || draft.ListedDevices.Contains(place))
            items.Add(Item(host, device, action, detail) with
            {
                Contradiction = draft.Contradictions.TryGetValue(place, out var what) ? what : null,
            });
        return action != ImportAction.Unchanged;
    }

    private void VM(VMRecord vm, string hostName)
    {
        var before = draft.Before.VMs.Find(vm.Id);
        bool isMoved = before is not null && before.HostId != vm.HostId;
        var detail = before is null ? null : RecordDiff.Between(isMoved ? MovedTo(before, vm.HostId) : before, vm);
        if (isMoved) detail = $"VMHost {draft.Host(before!.HostId)!.Name} -> {hostName}{(detail is null ? "" : "; " + detail)}";
        var action = isMoved ? ImportAction.Moved : ActionOf(before is null, detail);
        if (draft.VMRemarks.TryGetValue(vm.Id, out var remark)) detail = With(detail, remark);
        items.Add(new ImportedItem
        {
            Kind = vm.IsTemplate ? ImportedKind.Template : ImportedKind.VirtualMachine,
            Name = vm.Name,
            VMHost = hostName,
            Action = action,
            Detail = detail,
            Contradiction = draft.VMContradictions.TryGetValue(vm.Id, out var contradiction) ? contradiction : null,
        });
        if (action != ImportAction.Unchanged) vms.Add(vm);
    }

    /// <summary>
    /// The machine as it would be if it had moved and nothing else: its devices at the same addresses of the other host.
    /// </summary>
    private static VMRecord MovedTo(VMRecord vm, string hostId) => vm with
    {
        HostId = hostId,
        Devices = [.. vm.Devices.Select(
            device => device.Device is { } held ? device with { Device = new DeviceRef(hostId, held.Address) } : device)],
    };

    /// <summary>Before a machine takes a device that another changed one gives up, that one must have let go of it.</summary>
    private IEnumerable<Change> VMChanges()
    {
        var taken = new HashSet<DeviceRef>();
        foreach (var device in vms.SelectMany(static vm => vm.Devices))
        {
            if (device.Device is { } held) taken.Add(held);
        }

        foreach (var vm in vms)
        {
            if (draft.Before.VMs.Find(vm.Id) is not { } before) continue;
            var kept = before.Devices
                .Where(device => device.Device is not { } held || !taken.Contains(held)
                    || vm.Devices.Any(after => after.Device == held))
                .ToArray();
            if (kept.Length < before.Devices.Count) yield return new VMPut(before with { Devices = kept });
        }

        foreach (var vm in vms) yield return new VMPut(vm);
    }

    private string Summary()
    {
        int Count(ImportAction action) => items.Count(item => item.Action == action);
        int moved = Count(ImportAction.Moved);
        return FormattableString.Invariant(
            $"Imported: {Count(ImportAction.Added)} added, {Count(ImportAction.Changed)} changed, ")
            + (moved > 0 ? FormattableString.Invariant($"{moved} moved, ") : "")
            + FormattableString.Invariant(
                $"{Count(ImportAction.Removed)} removed, {Count(ImportAction.Unchanged)} left as they were");
    }

    private static ImportedItem Item(HostRecord host, PciDeviceRecord device, ImportAction action, string? detail) => new()
    {
        Kind = ImportedKind.PciDevice,
        Name = device.Address.ToString(),
        VMHost = host.Name,
        Action = action,
        Detail = detail,
    };

    private static string With(string? detail, string remark) => detail is null ? remark : $"{detail}; {remark}";

    private static ImportAction ActionOf(bool isNew, string? difference) =>
        isNew ? ImportAction.Added : difference is null ? ImportAction.Unchanged : ImportAction.Changed;
}
