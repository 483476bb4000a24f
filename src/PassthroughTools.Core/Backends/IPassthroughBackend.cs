using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.Operations;
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

    /// <summary>Decides an operation on the inventory as it is now and commits what it changes: all of it or nothing.</summary>
    /// <exception cref="Errors.PassthroughException">It is refused, or cannot be written; nothing changed.</exception>
    Task<Commit> ExecuteAsync(Operation operation, string actor, CancellationToken cancellationToken);

    /// <summary>The committed changes after a sequence number, oldest first.</summary>
    /// <exception cref="Errors.PassthroughException">They cannot be read.</exception>
    Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken);
}
