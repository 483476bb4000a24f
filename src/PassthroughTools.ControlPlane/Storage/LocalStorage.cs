using PassthroughTools.Backends;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.ControlPlane.Storage;

/// <summary>A local JSON store, with the tokens and refusals in files beside it.</summary>
internal sealed class LocalStorage : ServerStorage
{
    private readonly FileRefusalLog refusals;

    /// <summary>Opens a store, and creates it where there is none.</summary>
    /// <exception cref="Errors.PassthroughException">It cannot be opened.</exception>
    public LocalStorage(string path, Catalog catalog, ILogger<FileRefusalLog> log)
    {
        JsonStoreBackend.CreateIfMissing(path, catalog);
        Backend = JsonStoreBackend.Open(path, catalog, "");
        Tokens = FileTokenStore.Beside(path);
        Refusals = refusals = new FileRefusalLog(path, log);
    }

    public override string Kind => "local";

    public override bool IsAvailable => true;

    public override JournalBackend Backend { get; }

    public override ITokenStore Tokens { get; }

    public override IRefusalLog Refusals { get; }

    public override ValueTask DisposeAsync()
    {
        Backend.Dispose();
        refusals.Dispose();
        return ValueTask.CompletedTask;
    }
}
