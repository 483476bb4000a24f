using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using Shouldly;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>Runs operations on states.</summary>
internal static class OperationRun
{
    public static Decision Decide(this InventoryState state, Func<InventoryState, Operation> ask) => ask(state).Decide(state);

    /// <summary>
    /// The state after operations. Each state must survive the store's document: what cannot be read again is lost.
    /// </summary>
    public static InventoryState Do(this InventoryState state, params Func<InventoryState, Operation>[] asks)
    {
        foreach (var ask in asks)
        {
            state = state.Apply(state.Revision + 1, state.Decide(ask).Changes);
            using var written = new StringReader(state.Document());
            InventoryJson.Read(written, state.Catalog, state.Origin, out _).Document().ShouldBe(state.Document());
        }

        return state;
    }

    public static PassthroughException Refused(this InventoryState state, Func<InventoryState, Operation> ask, ErrorId id)
    {
        var operation = ask(state);
        var refusal = Should.Throw<PassthroughException>(() => operation.Decide(state));
        refusal.Id.ShouldBe(id, refusal.Message);
        return refusal;
    }

    /// <summary>The id of the refusal, or null where the operation is decided.</summary>
    public static ErrorId? Outcome(this InventoryState state, Func<InventoryState, Operation> ask)
    {
        try
        {
            state.Decide(ask);
            return null;
        }
        catch (PassthroughException e)
        {
            return e.Id;
        }
    }

    /// <summary>The state as its store's document, which tells states apart by content.</summary>
    public static string Document(this InventoryState state)
    {
        using var text = new StringWriter();
        InventoryJson.Write(text, state, static () => "none");
        return text.ToString();
    }

    public static InventoryState WithCatalog(this InventoryState state, Catalog catalog) => state.With(catalog);
}
