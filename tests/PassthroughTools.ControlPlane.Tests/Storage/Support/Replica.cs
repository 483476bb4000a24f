using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Storage.Postgres;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;

namespace PassthroughTools.ControlPlane.Tests.Storage.Support;

/// <summary>One of several servers on a database.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private Replica(PostgresDatabase database, PostgresBackend backend, RecordingLog log)
    {
        Database = database;
        Backend = backend;
        Log = log;
    }

    public PostgresDatabase Database { get; }

    public PostgresBackend Backend { get; }

    public RecordingLog Log { get; }

    public static async Task<Replica> OpenAsync(string connectionString, TimeSpan? patience = null, int snapshotEvery = 1000)
    {
        var log = new RecordingLog();
        var database = await PostgresDatabase.OpenAsync(connectionString, log, CancellationToken.None);
        try
        {
            var backend = await PostgresBackend.OpenAsync(database, Catalog.BuiltIn, "", log,
                patience ?? PostgresBackend.DefaultPatience, snapshotEvery, CancellationToken.None);
            return new Replica(database, backend, log);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public Task<InventoryState> ReadAsync() => Backend.ReadAsync(CancellationToken.None);

    public Task<IReadOnlyList<InventoryEvent>> EventsAsync(long after = 0) =>
        Backend.ReadEventsAsync(after, CancellationToken.None);

    public Task<Commit> AskAsync(Operation operation, string? key = null, string actor = "tester@lab") =>
        AskAsync(new OperationRequest(operation, actor) { Key = key });

    public Task<Commit> AskAsync(OperationRequest request) => Backend.ExecuteAsync(request, CancellationToken.None);

    /// <summary>Asks as clients do: again with the same key while the database is away.</summary>
    public async Task<Commit> InsistAsync(Operation operation, string key)
    {
        while (true)
        {
            try
            {
                return await AskAsync(operation, key);
            }
            catch (PassthroughException e) when (e.Id == ErrorId.ServerUnreachable)
            {
                await Task.Delay(50);
            }
        }
    }

    public async Task<PassthroughException> RefusedAsync(ErrorId id, Operation operation, string? key = null,
        params string[] words)
    {
        var refusal = await Should.ThrowAsync<PassthroughException>(AskAsync(operation, key));
        refusal.Id.ShouldBe(id, refusal.Message);
        foreach (var word in words) refusal.Message.ShouldContain(word, Case.Sensitive);
        return refusal;
    }

    public async ValueTask DisposeAsync()
    {
        Backend.Dispose();
        await Database.DisposeAsync();
    }
}
