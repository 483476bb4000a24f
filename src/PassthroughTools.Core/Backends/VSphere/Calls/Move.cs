using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere.Calls;

/// <summary>Moves machines to other hosts and datastores.</summary>
internal static class Move
{
    public static Task CallAsync(VSphereCall call) =>
        CallAsync(call, call.ChangedVMs.Single(vm => vm.Id == call.Decision.TargetId));

    /// <summary>Moves a machine to where it shall be.</summary>
    public static async Task CallAsync(VSphereCall call, VMRecord moved)
    {
        var vm = call.State.VM(moved.Id);
        bool isHost = moved.HostId != vm.HostId;
        if (moved.Datastore is null || moved.Datastore == vm.Datastore)
        {
            await call.DoAsync(
                vm,
                "migrate",
                "MigrateVM_Task",
                SoapArgument.Of("pool", isHost ? await PoolAsync(call, vm, moved).ConfigureAwait(false) : null),
                SoapArgument.Of("host", MoRefs.Of(moved.HostId)),
                SoapArgument.Of("priority", (VirtualMachineMovePriority?)VirtualMachineMovePriority.defaultPriority))
                .ConfigureAwait(false);
            return;
        }

        var spec = new VirtualMachineRelocateSpec
        {
            Datastore = await DatastoreAsync(call, moved).ConfigureAwait(false),
            Pool = isHost ? await PoolAsync(call, vm, moved).ConfigureAwait(false) : null,
            Host = isHost ? MoRefs.Of(moved.HostId) : null,
        };
        await call.DoAsync(
            vm,
            "relocate",
            "RelocateVM_Task",
            SoapArgument.Of("spec", spec),
            SoapArgument.Of("priority", (VirtualMachineMovePriority?)VirtualMachineMovePriority.defaultPriority))
            .ConfigureAwait(false);
    }

    /// <summary>The pool of the other cluster or host; null where the machine stays in its own.</summary>
    private static async Task<ManagedObjectReference?> PoolAsync(VSphereCall call, VMRecord vm, VMRecord moved)
    {
        var host = call.State.Host(moved.HostId);
        return host.ClusterId is not null && host.ClusterId == call.State.Host(vm.HostId).ClusterId
            ? null
            : await PoolOfAsync(call, host).ConfigureAwait(false);
    }

    /// <summary>The root pool of a host's cluster, or of a host of its own.</summary>
    public static async Task<ManagedObjectReference> PoolOfAsync(VSphereCall call, HostRecord host)
    {
        var parent = await call.ReferenceAsync(MoRefs.Of(host), "parent").ConfigureAwait(false);
        return await call.ReferenceAsync(parent, "resourcePool").ConfigureAwait(false);
    }

    private static async Task<ManagedObjectReference> DatastoreAsync(VSphereCall call, VMRecord moved)
    {
        var host = call.State.Host(moved.HostId);
        var names = await call.DatastoresAsync(host).ConfigureAwait(false);
        var named = names.Where(pair => pair.Value.TryGetValue("name", out var name)
            && string.Equals(name as string, moved.Datastore, StringComparison.OrdinalIgnoreCase)).Select(static pair => pair.Key)
            .ToList();
        return named.Count == 1 ? named[0] : throw new PassthroughException(
            ErrorId.ValueInvalid,
            $"Host '{host.Name}' has no datastore '{moved.Datastore}'. It has: "
            + $"{string.Join(", ", names.Values.Select(static one => one.TryGetValue("name", out var name) ? name : null).OfType<string>())}.",
            moved.Datastore);
    }
}
