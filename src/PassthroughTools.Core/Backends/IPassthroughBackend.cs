using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>Where an inventory lives. Whatever it is, the same operations are decided by the same rules.</summary>
public interface IPassthroughBackend : IDisposable
{
    /// <summary>The path or address that was connected.</summary>
    string Target { get; }

    /// <summary>The inventory as it is now.</summary>
    /// <exception cref="Errors.PassthroughException">It cannot be read.</exception>
    Task<InventoryState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Decides an operation on the inventory as it is now and commits what it changes: all of it or nothing. A request with the
    /// key of one that was committed is not carried out again: it gets that one's commit.
    /// </summary>
    /// <exception cref="Errors.PassthroughException">
    /// It is refused, or cannot be written; nothing changed. ConcurrentChange: the inventory has another revision than the request
    /// names. ValueInvalid: its key was used for another operation.
    /// </exception>
    Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken);

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
