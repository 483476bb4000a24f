using PassthroughTools.Backends;
using PassthroughTools.Backends.JsonStore;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Operations;

namespace PassthroughTools.StoreWorker;

internal static class Sessions
{
    public static JsonStoreBackend Open(string store, long minJournalBytes = 1024 * 1024) =>
        JsonStoreBackend.Open(store, Catalog.BuiltIn, "", TimeSpan.FromSeconds(60), minJournalBytes);

    /// <summary>
    /// Commits and acknowledges; null where the operation is refused. What is wrong with the store itself is no refusal.
    /// </summary>
    public static Commit? TryCommit(this JournalBackend store, Operation operation, string actor)
    {
        try
        {
            var commit = store.ExecuteAsync(new OperationRequest(operation, actor), CancellationToken.None).GetAwaiter()
                .GetResult();
            if (commit.Event is { } committed) Acknowledgements.Write(committed);
            return commit;
        }
        catch (PassthroughException refusal) when (refusal.Id is not (ErrorId.StoreCorrupt or ErrorId.StoreLocked
            or ErrorId.StoreWriteFailed
            or ErrorId.StoreNotFound or ErrorId.StoreVersionUnsupported or ErrorId.StoreAccessDenied or ErrorId.ValueInvalid))
        {
            return null;
        }
    }
}
