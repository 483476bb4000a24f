using PassthroughTools.Backends.VSphere.Calls;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere;

/// <summary>
/// The inventory of a vCenter or ESXi. Our rules are asked first, so that a refusal reads as anywhere; then the server decides,
/// chooses ids and devices, and carries the operation out in tasks of its own.
/// </summary>
public sealed class VSphereBackend : IInventoryBackend, IVimSource, IChangeFeed
{
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly VSphereOptions options;
    private readonly VSphereConnection connection;
    private readonly InventoryReader reader;
    private readonly VSphereObjects objects;
    private readonly VSphereEvents events;
    private InventoryState state;

    private VSphereBackend(VSphereOptions options, VSphereConnection connection, InventoryReader reader, InventoryState state)
    {
        this.options = options;
        this.connection = connection;
        this.reader = reader;
        this.state = state;
        LeftOut = reader.LeftOut;
        objects = new VSphereObjects(connection);
        events = new VSphereEvents(connection);
    }

    /// <inheritdoc/>
    public string Target => options.Name;

    /// <summary>What the server is.</summary>
    public AboutInfo About => connection.Content.About ?? new AboutInfo();

    /// <summary>The user whom the server knows the session by.</summary>
    public string User => connection.User;

    /// <summary>The inventory as it was last read.</summary>
    public InventoryState Last => Volatile.Read(ref state);

    /// <inheritdoc/>
    public IReadOnlyList<string> LeftOut { get; private set; }

    /// <summary>Connects a server, logs in, and reads the inventory.</summary>
    /// <param name="options">How it is reached.</param>
    /// <param name="catalog">The capability catalog that applies.</param>
    /// <param name="originOf">What the Uids of its objects begin with, by the user that the server names.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="PassthroughException">
    /// ServerUnreachable, OperationTimeout, CertificateUntrusted, AuthenticationFailed, AccessDenied, InputMalformed.
    /// </exception>
    public static Task<VSphereBackend> ConnectAsync(
        VSphereOptions options, Catalog catalog, Func<string, string> originOf, CancellationToken cancellationToken) =>
        ConnectAsync(options, catalog, originOf, null, cancellationToken);

    /// <summary>Connects a server by what sends in the place of HTTPS.</summary>
    internal static async Task<VSphereBackend> ConnectAsync(
        VSphereOptions options,
        Catalog catalog,
        Func<string, string> originOf,
        HttpMessageHandler? handler,
        CancellationToken cancellationToken)
    {
        var opened = await VSphereConnection.OpenAsync(options, handler, cancellationToken).ConfigureAwait(false);
        try
        {
            var inventory = new InventoryReader(opened, catalog, originOf(opened.User));
            return new VSphereBackend(options, opened, inventory,
                await inventory.ReadAsync(null, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<InventoryState> ReadAsync(CancellationToken cancellationToken) => ReadAsync(null, cancellationToken);

    private async Task<InventoryState> ReadAsync(ManagedObjectReference? changed, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            state = await reader.ReadAsync(changed, cancellationToken).ConfigureAwait(false);
            LeftOut = reader.LeftOut;
            return state;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Returns when the server's first task is accepted. A key is not known to a vSphere: its task's id is what finds it again.
    /// </remarks>
    public async Task<IRunningOperation> BeginAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        var call = For(request.Operation);
        var now = Last;
        var decision = request.Operation.Decide(now);
        if (decision.Changes.Count == 0)
            return new EndedOperation("", new Outcome(now, decision.Target, decision.TargetId, decision.Summary));
        return await VSphereOperation.BeginAsync(
            connection,
            decision.Target,
            async running =>
            {
                var made = new VSphereCall(connection, running, now, decision);
                await call(made).ConfigureAwait(false);
                string id = made.MadeId ?? decision.TargetId;
                var after = await ReadAsync(MoRefs.Of(id), CancellationToken.None).ConfigureAwait(false);
                return new Outcome(after, decision.Target, id,
                    decision.Summary) { DeviceKey = AddedKey(request.Operation, now, after, id) };
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IRunningOperation?> AttachAsync(string id, CancellationToken cancellationToken)
    {
        if (MoRefs.Of(id) is not { Type: "Task" } task) return null;
        TaskInfo? info;
        try
        {
            info = await connection.ReadAsync<TaskInfo>(task, "info", cancellationToken).ConfigureAwait(false);
        }
        catch (PassthroughException e) when (e.Id == ErrorId.TaskNotFound)
        {
            return null;
        }

        if (info is null) return null;
        string target = info.EntityName ?? "";
        string what = info.Name ?? "carry out a task";
        return await VSphereOperation.BeginAsync(
            connection,
            target,
            async running =>
            {
                await running.WaitAsync(what, target, task).ConfigureAwait(false);
                return new Outcome(
                    await ReadAsync(CancellationToken.None).ConfigureAwait(false), target, info.Entity?.ToString() ?? "",
                    what) { IsRepeated = true };
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken) =>
        events.ReadEventsAsync(after, cancellationToken);

    /// <inheritdoc/>
    public Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken) =>
        events.FollowAsync(after, next, cancellationToken);

    Task<object?> IVimSource.ReadAsync(ManagedObjectReference moRef, string property, CancellationToken cancellationToken) =>
        objects.ReadAsync(moRef, property, cancellationToken);

    Task<bool> IVimSource.IsThereAsync(ManagedObjectReference moRef, CancellationToken cancellationToken) =>
        objects.IsThereAsync(moRef, cancellationToken);

    Task<object?> IVimSource.CallAsync(
        ManagedObjectReference moRef, string method, object?[] arguments, CancellationToken cancellationToken) =>
        objects.CallAsync(moRef, method, arguments, cancellationToken);

    Task<IReadOnlyList<TaskInfo>> IVimSource.ReadTasksAsync(CancellationToken cancellationToken) =>
        objects.ReadTasksAsync(cancellationToken);

    PassthroughException IVimSource.Failure(TaskInfo info) => objects.Failure(info);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (options.SessionId is not null)
        {
            // The session goes on for whoever began it, without what was made in it here.
            using var patience = new CancellationTokenSource(EndTime);
            try
            {
                Task.Run(() => reader.EndAsync(patience.Token), patience.Token).GetAwaiter().GetResult();
            }
            catch (Exception e) when (e is PassthroughException or OperationCanceledException)
            {
            }
        }

        connection.Dispose();
        turn.Dispose();
    }

    /// <summary>What calls the server for an operation.</summary>
    /// <exception cref="PassthroughException">NotSupportedByBackend.</exception>
    private Func<VSphereCall, Task> For(Operation operation) => operation switch
    {
        SetAdvancedSetting { Value: "" } set => throw Reconfigure.NoEmptyValue(Last, set),
        SetAdvancedSetting set when VGpu.IsKey(set.Setting) || SriovAdapter.IsKey(set.Setting) =>
            throw Reconfigure.OfDevice(Last, set),
        AttachOperation or DetachDevice or SetAdvancedSetting or SetMmioSizing or SetResources or ChangeVM or ReconfigureVM =>
            Reconfigure.CallAsync,
        PowerOnVM => Power.OnAsync,
        PowerOffVM => Power.OffAsync,
        SuspendVM => Power.SuspendAsync,
        RestartVM => Power.ResetAsync,
        MoveVM => Move.CallAsync,
        CreateSnapshot create => call => Snapshots.CreateAsync(call, create),
        RemoveSnapshot remove => call => Snapshots.RemoveAsync(call, remove),
        SetHostState set => call => Hosts.SetStateAsync(call, set),
        RestartHost restart => call => Hosts.RestartAsync(call, restart),
        RemoveHost remove => call => Hosts.RemoveAsync(call, remove),
        SetDeviceMode { Mode: not (null or DeviceMode.Host or DeviceMode.DirectPath) } set =>
            throw Passthrough.NoSuchMode(Last, set),
        SetDeviceMode set => call => Passthrough.CallAsync(call, set),
        CreateVM => Lifecycle.CreateAsync,
        RemoveVM remove => call => Lifecycle.RemoveAsync(call, remove),
        _ => throw new PassthroughException(
            ErrorId.NotSupportedByBackend,
            $"'{Target}' is a vSphere, which tells its own inventory and takes no import. Import into a local store, or into a "
            + $"copy: Connect-VIServer {Target.Quoted()} -Rehearsal",
            Target),
    };

    /// <summary>The key that the server gave to the device that was attached.</summary>
    private static int? AddedKey(Operation operation, InventoryState before, InventoryState after, string id) =>
        operation is AttachOperation && after.VMs.Find(id) is { } vm
            ? vm.Devices.FirstOrDefault(device => before.VMs.Find(id)?.Devices.Any(other => other.Key == device.Key) != true)?.Key
            : null;
}
