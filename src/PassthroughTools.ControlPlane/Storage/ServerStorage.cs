using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage.Backups;

namespace PassthroughTools.ControlPlane.Storage;

/// <summary>Where a server keeps what it has: the inventory, the tokens, the refusals.</summary>
internal abstract class ServerStorage : IAsyncDisposable
{
    /// <summary>local or postgres.</summary>
    public abstract string Kind { get; }

    /// <summary>Which server it is, for clients that reach it by several addresses. Another one after each start.</summary>
    public string Server { get; } = Guid.NewGuid().ToString("n");

    /// <summary>
    /// Finds out whether a change could be written now; where not, reads may go on from memory. It may be asked often.
    /// </summary>
    /// <exception cref="Errors.PassthroughException">Why it could not.</exception>
    public abstract Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Forgets what was found out, since a write has failed.</summary>
    public virtual void Doubt()
    {
    }

    public abstract JournalBackend Backend { get; }

    public abstract ITokenStore Tokens { get; }

    public abstract IRefusalLog Refusals { get; }

    /// <summary>Removes what is older or more than is to be kept.</summary>
    /// <param name="refusals">How much is kept of the refusals.</param>
    /// <param name="journals">How much is kept of archived journals, where there are such.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public abstract Task PruneAsync(RetentionLimits refusals, RetentionLimits journals, CancellationToken cancellationToken);

    /// <summary>All events that are kept up to a revision, the oldest first, of which few at a time are in memory.</summary>
    /// <exception cref="Errors.PassthroughException">They cannot be read.</exception>
    public abstract IAsyncEnumerable<InventoryEvent> EventsUpToAsync(long last, CancellationToken cancellationToken);

    /// <summary>
    /// Puts a backup in the place of the inventory and its history, and adds its tokens to those that are there: all of it or
    /// nothing, whenever the process ends.
    /// </summary>
    /// <returns>The event that tells of it.</returns>
    /// <exception cref="Errors.PassthroughException">NameInUse: there is an inventory that is not to be replaced; or it cannot be
    /// written.</exception>
    public abstract Task<InventoryEvent> RestoreAsync(RestoreRequest request, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
