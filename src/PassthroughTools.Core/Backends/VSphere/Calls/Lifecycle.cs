using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Projection;
using PassthroughTools.State;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere.Calls;

/// <summary>Makes and removes machines.</summary>
internal static class Lifecycle
{
    /// <summary>Makes a machine without disks and networks on a host, in the first folder of its datacenter.</summary>
    public static async Task CreateAsync(VSphereCall call)
    {
        var vm = call.ChangedVMs.Single();
        var host = call.State.Host(vm.HostId);
        var spec = new VirtualMachineConfigSpec
        {
            Name = VimNames.Escape(vm.Name),
            Version = HardwareVersions.Format(vm.HardwareVersion),
            GuestId = vm.GuestId,
            Annotation = vm.Notes,
            Files = new VirtualMachineFileInfo { VmPathName = $"[{await DatastoreAsync(call, host).ConfigureAwait(false)}]" },
            NumCPUs = vm.NumCpu,
            NumCoresPerSocket = vm.CoresPerSocket,
            MemoryMB = vm.MemoryMB,
            Firmware = MachineProjection.FirmwareOf(vm),
        };
        var made = await call.Running.DoAsync(
            $"create VM '{vm.Name}'",
            vm.Name,
            await FolderAsync(call, host).ConfigureAwait(false),
            "CreateVM_Task",
            SoapArgument.Of("config", spec),
            SoapArgument.Of("pool", await Move.PoolOfAsync(call, host).ConfigureAwait(false)),
            SoapArgument.Of("host", MoRefs.Of(host))).ConfigureAwait(false);
        call.MadeId = (made.Result as ManagedObjectReference)?.ToString();
    }

    /// <summary>Takes a machine out of the inventory; its files are deleted only where that is asked for.</summary>
    public static async Task RemoveAsync(VSphereCall call, RemoveVM operation)
    {
        if (operation.DeletePermanently)
        {
            await call.DoAsync(call.VM, "delete", "Destroy_Task").ConfigureAwait(false);
            return;
        }

        await call.Connection.ChangeAsync<object>(
            $"unregister VM '{call.VM.Name}'", call.State.View(call.VM), MoRefs.Of(call.VM), "UnregisterVM", call.Running.Stop)
            .ConfigureAwait(false);
    }

    /// <summary>The name of the datastore of a host that has the most room.</summary>
    private static async Task<string> DatastoreAsync(VSphereCall call, HostRecord host)
    {
        var stores = await call.DatastoresAsync(host).ConfigureAwait(false);
        return stores.Values.Where(
            static one => one.TryGetValue("summary.accessible", out var isAccessible) && isAccessible is true)
            .OrderByDescending(static one => one.TryGetValue("summary.freeSpace", out var free) && free is long bytes ? bytes : 0)
            .Select(static one => one.TryGetValue("name", out var name) ? name as string : null)
            .FirstOrDefault(static name => name is not null)
            ?? throw new PassthroughException(
                ErrorId.VMHostNotAvailable, $"Host '{host.Name}' has no accessible datastore, which a VM's files need.",
                call.State.View(host));
    }

    /// <summary>The folder of machines of a host's datacenter.</summary>
    private static async Task<ManagedObjectReference> FolderAsync(VSphereCall call, HostRecord host)
    {
        var at = MoRefs.Of(host);
        while (at.Type != "Datacenter") at = await call.ReferenceAsync(at, "parent").ConfigureAwait(false);
        return await call.ReferenceAsync(at, "vmFolder").ConfigureAwait(false);
    }
}
