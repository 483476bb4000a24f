using PassthroughTools.Errors;
using PassthroughTools.Operations.Json;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Something asked of the inventory. An operation names objects by id, holds all its rules, and decides on a state without
/// touching anything: the same decision serves the local store, the control plane, a rehearsal and a preflight.
/// </summary>
public abstract record Operation
{
    private protected Operation()
    {
    }

    /// <summary>The operation's name in the journal and the event feed.</summary>
    public string Name => GetType().Name;

    /// <summary>The names of all operations.</summary>
    public static IEnumerable<string> Names => OperationShape.All.Keys;

    /// <summary>Decides what the operation changes in a state; no changes where all is already as asked.</summary>
    /// <exception cref="PassthroughException">The operation is refused; the id and message say why.</exception>
    public abstract Decision Decide(InventoryState state);

    /// <summary>Why the operation is refused in a state; null where it is not.</summary>
    internal PassthroughException? RefusalIn(InventoryState state)
    {
        try
        {
            Decide(state);
            return null;
        }
        catch (PassthroughException refusal)
        {
            return refusal;
        }
    }
}
