using PassthroughTools.Capabilities;
using PassthroughTools.Projection.Reading;
using PassthroughTools.State;
using PassthroughTools.Vim.Data;
using PassthroughTools.Vim.PropertyCollector;

namespace PassthroughTools.Backends.VSphere;

/// <summary>A vSphere's inventory, read whole at first and then brought up to date by what has changed. Not for two callers at a time.</summary>
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
        filter = new PropertyFilter(connection, [.. paths.Select(static type => (type.Key, (IReadOnlyList<string>)[.. type]))], PageSize);
    }

    /// <summary>What is there and cannot be recorded, in words.</summary>
    public IReadOnlyList<string> LeftOut => inventory.LeftOut;

    /// <summary>Properties that the server does not know, each with its type in front.</summary>
    public IReadOnlyCollection<string> Unknown => filter.Unknown;

    /// <summary>The inventory as it is now.</summary>
    /// <param name="changed">An object that is read by itself too: not every server tells all that changes of one. Null for none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="Errors.PassthroughException">It cannot be read.</exception>
    public async Task<InventoryState> ReadAsync(ManagedObjectReference? changed, CancellationToken cancellationToken)
    {
        await filter.ReadAsync(Restart, Take, cancellationToken).ConfigureAwait(false);
        if (changed?.Type is { } type && filter.PathsOf(type) is { Length: > 0 } paths)
        {
            var read = await connection.ReadAsync([changed], paths, cancellationToken).ConfigureAwait(false);
            if (read.TryGetValue(changed, out var properties))
            {
                foreach (var path in paths) inventory.Put(changed, path, properties.TryGetValue(path, out var value) ? value : null);
            }
        }

        var state = inventory.Read();
        revision = state.Revision;
        return state;
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
