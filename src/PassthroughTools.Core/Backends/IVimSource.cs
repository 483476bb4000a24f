using PassthroughTools.Errors;
using VMware.Vim;

namespace PassthroughTools.Backends;

/// <summary>Of backends whose server has managed objects and tasks of its own: they are read and called as they are.</summary>
internal interface IVimSource
{
    /// <summary>What was there and could not be recorded when the inventory was last read, one sentence a kind.</summary>
    IReadOnlyList<string> LeftOut { get; }

    /// <summary>The value of a managed object's property; null where it has none, or none that is known here.</summary>
    /// <exception cref="Errors.PassthroughException">It cannot be read.</exception>
    Task<object?> ReadAsync(ManagedObjectReference moRef, string property, CancellationToken cancellationToken);

    /// <summary>Whether there is such a managed object.</summary>
    /// <exception cref="Errors.PassthroughException">That cannot be read.</exception>
    Task<bool> IsThereAsync(ManagedObjectReference moRef, CancellationToken cancellationToken);

    /// <summary>
    /// Calls a method of a managed object that has a view. One that the server has as a task only is waited for.
    /// </summary>
    /// <exception cref="Errors.PassthroughException">It is refused.</exception>
    Task<object?> CallAsync(ManagedObjectReference moRef, string method, object?[] arguments,
        CancellationToken cancellationToken);

    /// <summary>The tasks that the server runs and remembers, of all its users.</summary>
    /// <exception cref="Errors.PassthroughException">They cannot be read.</exception>
    Task<IReadOnlyList<TaskInfo>> ReadTasksAsync(CancellationToken cancellationToken);

    /// <summary>Why a task failed.</summary>
    PassthroughException Failure(TaskInfo info);
}
