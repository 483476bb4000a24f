using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Projection.Reading;
using PassthroughTools.State;
using PassthroughTools.Vim.PropertyCollector;
using PassthroughTools.Vim.Soap;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere;

/// <summary>
/// A vSphere's inventory, read whole at first and then brought up to date by what has changed. Not for two callers at a time.
/// </summary>
internal sealed class InventoryReader
{
    // A host with 250 PCI devices takes 200,000 characters on the wire.
    private const int PageSize = 100;

    private readonly VSphereConnection connection;
    private readonly PropertyFilter filter;
    private readonly Catalog catalog;
    private readonly string origin;
    private VimInventory inventory;
    private long revision;

    public InventoryReader(VSphereConnection connection, Catalog catalog, string origin)
    {
        this.connection = connection;
        this.catalog = catalog;
        this.origin = origin;
        inventory = new VimInventory(catalog, origin);
        var paths = VimInventory.Paths(connection.Content.About?.ApiVersion);
        filter = new PropertyFilter(connection,
            [.. paths.Select(static type => (type.Key, (IReadOnlyList<string>)[.. type]))], PageSize);
    }

    /// <summary>What is there and cannot be recorded, in words.</summary>
    public IReadOnlyList<string> LeftOut => inventory.LeftOut;

    /// <summary>The inventory as it is now.</summary>
    /// <param name="changed">An object that is read by itself too: not every server tells all that changes of one. Null for
    /// none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="PassthroughException">It cannot be read.</exception>
    public async Task<InventoryState> ReadAsync(ManagedObjectReference? changed, CancellationToken cancellationToken)
    {
        await filter.ReadAsync(Restart, Take, cancellationToken).ConfigureAwait(false);
        if (changed is not null) await RereadAsync(changed, cancellationToken).ConfigureAwait(false);
        var state = inventory.Read();
        revision = state.Revision;
        return state;
    }

    private async Task RereadAsync(ManagedObjectReference one, CancellationToken cancellationToken)
    {
        var paths = filter.PathsOf(one.Type ?? "");
        if (paths.Length == 0) return;
        try
        {
            var read = await connection.ReadAsync([one], paths, cancellationToken).ConfigureAwait(false);
            if (!read.TryGetValue(one, out var properties)) return;
            foreach (var path in paths) inventory.Put(one, path, properties.TryGetValue(path, out var value) ? value : null);
        }
        catch (PassthroughException e) when (e.InnerException is VimFaultException { Fault: "ManagedObjectNotFound" })
        {
            inventory.Remove(one);
        }
    }

    /// <summary>Frees what the server keeps for it.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => filter.EndAsync(cancellationToken);

    private void Restart() => inventory = new VimInventory(catalog, origin, revision);

    private void Take(ObjectUpdate update)
    {
        if (update.Obj is not { Type: not null, Value: not null } moRef) return;
        if (update.Kind == ObjectUpdateKind.leave)
        {
            inventory.Remove(moRef);
            return;
        }

        foreach (var change in update.ChangeSet ?? [])
        {
            bool isGone = change.Op is PropertyChangeOp.remove or PropertyChangeOp.indirectRemove;
            if (change.Name is { } path) inventory.Put(moRef, path, isGone ? null : change.Val);
        }
    }
}
