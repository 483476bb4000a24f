using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.ControlPlane.Storage;

/// <summary>Where a server keeps what it has: the inventory, the tokens, the refusals.</summary>
internal abstract class ServerStorage : IAsyncDisposable
{
    /// <summary>local or postgres.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it answers; while it does not, reads go on from memory and writes are refused.</summary>
    public abstract bool IsAvailable { get; }

    public abstract JournalBackend Backend { get; }

    public abstract ITokenStore Tokens { get; }

    public abstract IRefusalLog Refusals { get; }

    public abstract ValueTask DisposeAsync();
}
