using PassthroughTools.State;

namespace PassthroughTools.Backends;

/// <summary>
/// Where an inventory lives. It is read, and operations are begun on it; what became of one is told by the operation, not
/// predicted.
/// </summary>
public interface IInventoryBackend : IDisposable
{
    /// <summary>The path or address that was connected.</summary>
    string Target { get; }

    /// <summary>The inventory as it is now.</summary>
    /// <exception cref="Errors.PassthroughException">It cannot be read.</exception>
    Task<InventoryState> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Begins an operation; returns when it is accepted.</summary>
    /// <param name="request">The operation. One with the key of an earlier one is not carried out again: it gets that one's
    /// outcome.</param>
    /// <param name="cancellationToken">Ends the waiting, also for its end.</param>
    /// <exception cref="Errors.PassthroughException">
    /// It is refused, or cannot be written; nothing changed. ConcurrentChange: the inventory has another revision than the
    /// request names. ValueInvalid: its key was used for another operation.
    /// </exception>
    /// <exception cref="OperationInDoubtException">It was cancelled when it may have been accepted.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing changed.</exception>
    Task<IRunningOperation> BeginAsync(OperationRequest request, CancellationToken cancellationToken);

    /// <summary>An operation that was begun earlier, perhaps by another process; null where none of that id is known.</summary>
    /// <param name="id">Its <see cref="IRunningOperation.Id"/>.</param>
    /// <param name="cancellationToken">Ends the waiting, also for its end.</param>
    /// <exception cref="Errors.PassthroughException">It cannot be read.</exception>
    Task<IRunningOperation?> AttachAsync(string id, CancellationToken cancellationToken);
}
