using PassthroughTools.Errors;
using PassthroughTools.Importing.Esxcli;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>
/// Imports files into the inventory: adds what is missing, changes what differs, and removes devices that a host's list no longer
/// has. The files count together, whatever their order: esxcli's lists first, then virtual machines, then documents. Importing
/// the same files again changes nothing.
/// </summary>
public sealed record ImportOperation : Operation
{
    /// <summary>The files, read and understood.</summary>
    public required IReadOnlyList<ImportFile> Files { get; init; }

    /// <summary>The name of the host that esxcli's lists and .vmx files are about; one that is not there is added.</summary>
    public string? VMHost { get; init; }

    /// <summary>The name of the host's cluster, or null to leave the host where it is; one that is not there is added.</summary>
    public string? Cluster { get; init; }

    /// <inheritdoc/>
    /// <returns>An <see cref="ImportDecision"/>.</returns>
    public override Decision Decide(InventoryState state)
    {
        var draft = new ImportDraft(state);
        var host = EnsureHost(draft);
        if (host is not null)
        {
            foreach (var file in Files.Where(static file => file.NeedsVMHost)) CheckHost(draft, host, file);
            host = MergeLists(draft, host);
            MergeVMs(draft, host);
        }

        foreach (var file in Files)
        {
            if (file.Inventory is { } inventory) JsonInventoryMerge.Apply(draft, inventory, host);
        }

        RunningDevices.Keep(draft);
        RunningDevices.Settle(draft);
        RunningHosts.Keep(draft);
        ImportChecks.Enforce(draft);
        DeviceRemarks.Add(draft);
        var target = host?.Name ?? string.Join(", ", Files.Select(static file => file.Path));
        var decision = ImportReport.Decide(draft, target);
        var after = state.Apply(state.Revision + 1, decision.Changes);
        return ConflictRemarks.Add(draft, after) ? ImportReport.Decide(draft, target) : decision;
    }

    private HostRecord? EnsureHost(ImportDraft draft)
    {
        if (string.IsNullOrWhiteSpace(VMHost))
        {
            if (Files.FirstOrDefault(static file => file.NeedsVMHost) is { } file)
                throw new PassthroughException(ErrorId.ValueInvalid, file.Host is { } shown
                    ? $"File '{file.Path}' shows host '{shown.Name}'. Name the host as the inventory is to have it: "
                        + $"-VMHost {shown.Name.Quoted()}"
                    : $"File '{file.Path}' does not say which host it is of. Name the host: -VMHost esxi01.domain.com",
                    file.Path);
            if (Cluster is not null)
                throw new PassthroughException(ErrorId.ValueInvalid,
                    $"Cluster '{Cluster}' is given without a host to put there. Name the host too: -VMHost esxi01.domain.com",
                    Cluster);
            return null;
        }

        var name = VMHost!.Trim();
        if (draft.FindHost(name) is null) RefusePattern("host", name, '*', '?', '[', ']');
        var host = draft.EnsureHost(name);
        if (string.IsNullOrWhiteSpace(Cluster)) return host;
        var cluster = Cluster!.Trim();

        // A cluster may have brackets in its name, which a host's has not.
        if (!draft.Before.ClustersNamed(cluster).Any()) RefusePattern("cluster", cluster, '*', '?');
        draft.Put(host = host with { ClusterId = draft.EnsureCluster(cluster).Id });
        return host;
    }

    private static void RefusePattern(string kind, string name, params char[] wildcards)
    {
        if (name.IndexOfAny(wildcards) < 0) return;
        throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"There is no {kind} '{name}', and none is made of a pattern. Give the whole name of one {kind}.", name);
    }

    /// <summary>
    /// A column that names another host is wrong or misread; a prompt may show a name that the inventory does not have.
    /// </summary>
    private static void CheckHost(ImportDraft draft, HostRecord host, ImportFile file)
    {
        if (file.Host is not { } shown || !shown.IsOther(host.Name)) return;
        var remedy = $"-VMHost {shown.Name.Quoted()}";
        if (shown.Field is null)
        {
            draft.Contradict(
                host,
                $"in file '{file.Path}' {shown.Where}. If that is another host, import the file with {remedy}, and this host's "
                + "own files again");
            return;
        }

        throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"In file '{file.Path}' {shown.Where}, and -VMHost is '{host.Name}'. Import it with {remedy}, "
            + $"or remove {shown.Field} from the file where both are one host.",
            file.Path);
    }

    private HostRecord MergeLists(ImportDraft draft, HostRecord host)
    {
        var lists = Files.Where(static file => file.ListsDevices).ToList();
        if (lists.Count > 1)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                $"Files '{lists[0].Path}' and '{lists[1].Path}' both list the devices of host '{host.Name}', so that nothing of "
                + "it was imported. "
                + "Import the newer one only, and each host's files apart.",
                lists[1].Path);
        }

        foreach (var file in lists)
        {
            host = EsxcliMerge.WithDevices(host, file.Lists!);
            foreach (var device in file.Lists!.Devices) draft.ListedDevices.Add(new DeviceRef(host.Id, device.Address));
            foreach (var address in file.Lists.VirtualFunctions)
            {
                if (host.FindDevice(address) is { ParentAddress: null })
                    draft.Remark(new DeviceRef(host.Id, address),
                        "a virtual function, whose physical function the list does not tell");
            }
        }

        foreach (var file in Files.Where(static file => file.Lists is not null))
        {
            host = EsxcliMerge.WithEnabled(host, file.Lists!, file.Path);
            foreach (var address in file.Lists!.Enabled.Keys) draft.ListedDevices.Add(new DeviceRef(host.Id, address));
        }

        draft.Put(host);
        return host;
    }

    private void MergeVMs(ImportDraft draft, HostRecord host)
    {
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Files)
        {
            if (file.VM is not { } vmx) continue;
            var known = draft.FindVM(vmx.Name, host.Id, vmx.Uuid, vmx.InstanceUuid);
            if (known is not null && sources.TryGetValue(known.Id, out var other))
            {
                throw new PassthroughException(
                    ErrorId.NameInUse,
                    $"Files '{other}' and '{file.Path}' both describe VM '{known.Name}' of host "
                    + $"'{host.Name}'. Import one of them.",
                    file.Path);
            }

            var vm = vmx.ApplyTo(known ?? draft.NewVM(vmx.Name, host.Id), host.Id);
            sources.Add(vm.Id, file.Path);
            draft.Put(vm);
            if (vmx.LeftOut is { } leftOut) draft.Remark(vm, $"left out: {leftOut}");
        }
    }
}
