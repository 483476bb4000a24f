using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.Operations;
using PassthroughTools.State;

namespace PassthroughTools.Backends.InMemory;

/// <summary>A copy of an inventory in memory, for rehearsals: every operation is decided as anywhere, nothing reaches the target.</summary>
public sealed class InMemoryBackend : IPassthroughBackend
{
    private readonly object gate = new();
    private readonly List<InventoryEvent> events = [];
    private InventoryState state;

    /// <summary>Makes a copy of a state that was read from a target.</summary>
    public InMemoryBackend(string target, InventoryState state)
    {
        Target = target;
        this.state = state;
    }

    /// <inheritdoc/>
    public string Target { get; }

    /// <inheritdoc/>
    public Task<InventoryState> ReadAsync(CancellationToken cancellationToken)
    {
        lock (gate) return Task.FromResult(state);
    }

    /// <inheritdoc/>
    public Task<Commit> ExecuteAsync(Operation operation, string actor, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            var decision = operation.Decide(state);
            if (decision.Changes.Count == 0) return Task.FromResult(new Commit(state, decision, null));
            var committed = InventoryEvent.Of(state.Revision + 1, actor, operation, decision);
            state = state.Apply(committed.Sequence, decision.Changes);
            events.Add(committed);
            return Task.FromResult(new Commit(state, decision, committed));
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after, CancellationToken cancellationToken)
    {
        lock (gate) return Task.FromResult<IReadOnlyList<InventoryEvent>>([.. events.Where(e => e.Sequence > after)]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
