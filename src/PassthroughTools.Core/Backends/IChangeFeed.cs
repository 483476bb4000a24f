namespace PassthroughTools.Backends;

/// <summary>What has changed in an inventory, and what changes further; for backends that know it.</summary>
public interface IChangeFeed
{
    /// <summary>The committed changes after a sequence number, oldest first.</summary>
    /// <exception cref="Errors.PassthroughException">They cannot be read.</exception>
    Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken);

    /// <summary>
    /// Hands over the committed changes after a sequence number, oldest first and each once, and then every further one as it is
    /// committed, until it is cancelled.
    /// </summary>
    /// <exception cref="Errors.PassthroughException">They cannot be read any further.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken);
}
