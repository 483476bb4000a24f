using System.Diagnostics;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere.Calls;

/// <summary>Maintenance mode, restart and removal of hosts.</summary>
internal static class Hosts
{
    // A large server checks its memory when it starts.
    private static readonly TimeSpan RestartTime = TimeSpan.FromMinutes(45), Pause = TimeSpan.FromSeconds(2);

    public static async Task SetStateAsync(VSphereCall call, SetHostState operation)
    {
        var host = call.State.Host(operation.VMHostId);
        if (operation.State == VMHostState.Connected)
        {
            await call.DoAsync(host, "take out of maintenance mode", "ExitMaintenanceMode_Task", SoapArgument.Of("timeout", 0))
                .ConfigureAwait(false);
            return;
        }

        // DRS moves what runs there by itself, and may know better hosts.
        bool isMoved = host.ClusterId is { } cluster && call.State.Clusters.Find(cluster)?.Services is
        {
            DrsEnabled: true, DrsAutomationLevel: DrsAutomationLevel.FullyAutomated,
        };
        var moved = isMoved ? [] : MovedFrom(call, host);
        call.Running.Steps = moved.Count + 1;
        foreach (var vm in moved) await Move.CallAsync(call, vm).ConfigureAwait(false);
        await call.DoAsync(
            host,
            "put into maintenance mode",
            "EnterMaintenanceMode_Task",
            SoapArgument.Of("timeout", 0),
            SoapArgument.Of<bool?>("evacuatePoweredOffVms", operation.Evacuate)).ConfigureAwait(false);
    }

    /// <summary>Restarts a host, and waits until it is back.</summary>
    public static async Task RestartAsync(VSphereCall call, RestartHost operation)
    {
        var host = call.State.Host(operation.VMHostId);
        var moved = MovedFrom(call, host);
        call.Running.Steps = moved.Count + 1;
        foreach (var vm in moved) await Move.CallAsync(call, vm).ConfigureAwait(false);
        var (_, before) = await RuntimeAsync(call, host).ConfigureAwait(false);
        await call.DoAsync(host, "restart", "RebootHost_Task", SoapArgument.Of("force", operation.Force)).ConfigureAwait(false);
        await ReturnAsync(call, host, before).ConfigureAwait(false);
    }

    /// <summary>Removes a host. One of no cluster goes with what stands for it: by itself it is refused, NotSupported.</summary>
    public static async Task RemoveAsync(VSphereCall call, RemoveHost operation)
    {
        var host = call.State.Host(operation.VMHostId);
        var removed = MoRefs.Of(host);
        if (host.ClusterId is null) removed = await call.ReferenceAsync(removed, "parent").ConfigureAwait(false);
        await call.Running.DoAsync($"remove host '{host.Name}'", call.State.View(host), removed, "Destroy_Task")
            .ConfigureAwait(false);
    }

    private static List<VMRecord> MovedFrom(VSphereCall call, HostRecord host) =>
        [.. call.ChangedVMs.Where(vm => vm.HostId != host.Id && call.State.VM(vm.Id).HostId == host.Id)];

    private static async Task ReturnAsync(VSphereCall call, HostRecord host, DateTime? before)
    {
        var since = Stopwatch.StartNew();
        bool wasAway = false;
        while (since.Elapsed < RestartTime)
        {
            var (state, booted) = await RuntimeAsync(call, host).ConfigureAwait(false);
            bool isHere = state == HostSystemConnectionState.connected;
            if (isHere && (wasAway || booted > before)) return;
            wasAway |= !isHere;
            await Task.Delay(Pause, call.Running.Stop).ConfigureAwait(false);
        }

        throw new PassthroughException(
            ErrorId.VMHostNotAvailable,
            FormattableString.Invariant($"Host '{host.Name}' was told to restart, and has not come back ")
            + FormattableString.Invariant($"in {RestartTime.TotalMinutes} minutes. See its console; then: Get-VMHost"),
            call.State.View(host));
    }

    private static async Task<(HostSystemConnectionState? State, DateTime? Booted)> RuntimeAsync(VSphereCall call,
        HostRecord host)
    {
        var runtime = await call.Connection.ReadAsync<HostRuntimeInfo>(MoRefs.Of(host), "runtime", call.Running.Stop)
            .ConfigureAwait(false);
        return (runtime?.ConnectionState, runtime?.BootTime);
    }
}
