using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Projection;
using PassthroughTools.State;
using PassthroughTools.Vim.Views;
using VMware.Vim;

namespace PassthroughTools.Sessions;

/// <summary>
/// Answers for the VIM views of the objects of one inventory, as it was read. Methods of views are carried out by our operations,
/// under the same rules as the cmdlets, on the server that the inventory was read from.
/// </summary>
internal sealed class SessionViews(InventoryState state) : IVimClient
{
    /// <summary>The server that the inventory was read from.</summary>
    /// <exception cref="PassthroughException">NotConnected.</exception>
    public VIServer Server => SessionTable.Of(state.Origin) ?? throw new PassthroughException(
        ErrorId.NotConnected,
        $"The server that this object was read from ({state.Origin}) is not connected. Connect it first: Connect-VIServer",
        state.Origin);

    /// <summary>The server's own managed objects; null where the inventory stands for them.</summary>
    private IVimSource? Source => SessionTable.Of(state.Origin)?.Source;

    public object? Fetch(ManagedObjectReference moRef, string property)
    {
        try
        {
            return Source is { } source ? Wait(source.ReadAsync(moRef, property, CancellationToken.None))
                : moRef.Type == nameof(Vim.Views.Task)
                ? property == "info" ? TaskProjection.Info(TaskOf(moRef)) : null
                : InventoryProjection.Property(state, moRef, property);
        }
        catch (PassthroughException refusal)
        {
            throw Thrown(refusal);
        }
    }

    /// <summary>Whether there is such a managed object.</summary>
    public bool IsThere(ManagedObjectReference moRef)
    {
        if (Source is { } source) return Wait(source.IsThereAsync(moRef, CancellationToken.None));
        string id = MoRefs.OwnerOf(moRef) ?? moRef.ToString();
        return state.VMs.Find(id) is not null || state.Hosts.Find(id) is not null || state.Clusters.Find(id) is not null
            || (moRef.Type == nameof(Vim.Views.Task) && Server.Tasks.All.Any(task => task.Id == id))
            || state.VMOfSnapshot(id) is not null || moRef.Type == nameof(ServiceInstance);
    }

    public Exception NotServed(ManagedObjectReference moRef, string method) => Thrown(ViewMethods.NotServed(moRef, method));

    public void CheckProperty(string type, string property) => ViewPaths.CheckRoot(type, property);

    public IVimClient Refresh(ManagedObjectReference moRef)
    {
        var now = Source is null ? new SessionViews(Read()) : this;
        return now.IsThere(moRef) ? now : throw Advise(new ViewReference(moRef).Gone());
    }

    /// <summary>The inventory as it is now.</summary>
    public InventoryState Read() => Wait(Server.Handle.ReadAsync(CancellationToken.None));

    public object? Invoke(ManagedObjectReference moRef, string method, params object?[] arguments)
    {
        try
        {
            return Source is { } source
                ? Wait(source.CallAsync(moRef, method, [.. arguments.Select(PowerShellValue)], CancellationToken.None))
                : Answer(moRef, method, arguments);
        }
        catch (PassthroughException refusal)
        {
            throw Advise(refusal);
        }
    }

    /// <summary>A refusal of which the commands act on this server, where it is connected.</summary>
    public PassthroughException Advise(PassthroughException refusal) => SessionTable.Of(state.Origin)?.Advise(refusal) ?? refusal;

    /// <summary>
    /// As PowerShell throws what a method of a class does, so that a script finds the refusal in the same place. Of a property it
    /// makes null whatever else is thrown.
    /// </summary>
    private MethodInvocationException Thrown(PassthroughException refusal)
    {
        var advised = Advise(refusal);
        return new MethodInvocationException(advised.Message, advised);
    }

    private object? Answer(ManagedObjectReference moRef, string method, object?[] arguments)
    {
        // What is asked of a script's old object is decided on what is so now.
        var now = Read();
        return ViewMethods.TryAnswer(now, moRef, method, arguments, out object? answer) ? answer
            : moRef.Type == nameof(Vim.Views.Task) ? Cancel(TaskOf(moRef))
            : Carry(ViewMethods.Operations(now, moRef, method, arguments), method, now, moRef);
    }

    /// <summary>
    /// Starts the operation as a task, which a method whose name ends in _Task returns; any other waits for it.
    /// </summary>
    private ManagedObjectReference? Carry(
        IReadOnlyList<Operation> operations, string method, InventoryState now, ManagedObjectReference moRef)
    {
        string id = MoRefs.OwnerOf(moRef) ?? moRef.ToString();
        string name = now.VMs.Find(id)?.Name ?? now.Hosts.Find(id)?.Name ?? id;
        if (!method.EndsWith("_Task", StringComparison.Ordinal))
        {
            Snapshot? made = null;
            foreach (var operation in operations) made = Made(operation, Wait(EndAsync(operation)));
            return MoRefs.Of(made?.Id);
        }

        var task = PassthroughTask.Start(
            Server, operations[0], method, name, id, done => Made(operations[0], done), takesPayloads: false);
        return new ManagedObjectReference(task.Id);

        async Task<Outcome> EndAsync(Operation operation)
        {
            var running = await Server.BeginAsync(operation, CancellationToken.None).ConfigureAwait(false);
            return await running.Ended.ConfigureAwait(false);
        }
    }

    /// <summary>What a method has made, as VIM has it for the task's result: a snapshot.</summary>
    private static Snapshot? Made(Operation operation, Outcome done) =>
        operation is CreateSnapshot && done.State.VMs.Find(done.TargetId) is { } vm
            ? done.State.SnapshotsOf(vm).LastOrDefault()
            : null;

    private PassthroughTask TaskOf(ManagedObjectReference moRef) =>
        Server.Tasks.All.FirstOrDefault(task => task.Id == moRef.ToString())
        ?? throw new PassthroughException(
            ErrorId.TaskNotFound, $"There is no task '{moRef}' in this session. See what there is: Get-Task", moRef);

    private static object? Cancel(PassthroughTask task) => task.Stop() ? null : throw new PassthroughException(
        ErrorId.TaskEnded, $"Task {task.Id} has ended already. There is nothing to cancel.", task);

    private static object? PowerShellValue(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
