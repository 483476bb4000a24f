using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>The inventory's document, made once a revision however many ask for it together.</summary>
internal sealed class StateDocuments : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly WeakReference<byte[]> newest = new([]);
    private long revision = -1;

    public void Dispose() => turn.Dispose();

    public async Task<byte[]> OfAsync(InventoryState state, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (revision == state.Revision && newest.TryGetTarget(out var known)) return known;
            var document = StateRoutes.Document(state);
            newest.SetTarget(document);
            revision = state.Revision;
            return document;
        }
        finally
        {
            turn.Release();
        }
    }
}
