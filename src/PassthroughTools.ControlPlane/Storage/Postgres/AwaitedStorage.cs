using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>
/// The storage of a server that was started while its database was away: it is opened when the database is there.
/// </summary>
internal sealed class AwaitedStorage : ServerStorage
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private readonly Func<CancellationToken, Task<PostgresStorage>> open;
    private readonly ILogger log;
    private readonly Task<PostgresStorage> opening;
    private volatile PassthroughException fault;

    /// <summary>Begins to ask for the database.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="fault">Why it could not be opened yet.</param>
    /// <param name="log">What is told of the waiting.</param>
    public AwaitedStorage(Func<CancellationToken, Task<PostgresStorage>> open, PassthroughException fault, ILogger log)
    {
        (this.open, this.fault, this.log) = (open, fault, log);
        Backend = new AwaitedBackend(this);
        Tokens = new AwaitedTokens(this);
        Refusals = new AwaitedRefusals(this);
        PostgresLog.Awaited(log, fault.Message);
        opening = OpenAsync();
    }

    public override string Kind => "postgres";

    public override JournalBackend Backend { get; }

    public override ITokenStore Tokens { get; }

    public override IRefusalLog Refusals { get; }

    /// <summary>Ends when the database is there; cancelled where the server ends before.</summary>
    public Task Opening => opening;

    private PostgresStorage Opened =>
        opening.IsCompletedSuccessfully
            ? opening.Result
            : throw new PassthroughException(fault.Id, fault.Message, fault.Target, fault);

    public override Task CheckAsync(CancellationToken cancellationToken) => Opened.CheckAsync(cancellationToken);

    public override Task PruneAsync(RetentionLimits refusals, RetentionLimits journals, CancellationToken cancellationToken) =>
        Opened.PruneAsync(refusals, journals, cancellationToken);

    public override IAsyncEnumerable<InventoryEvent> EventsUpToAsync(long last, CancellationToken cancellationToken) =>
        Opened.EventsUpToAsync(last, cancellationToken);

    public override async Task<InventoryEvent> RestoreAsync(RestoreRequest request, CancellationToken cancellationToken) =>
        await Opened.RestoreAsync(request, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opening.IsCompletedSuccessfully) await opening.Result.DisposeAsync();
        stopping.Dispose();
    }

    private async Task<PostgresStorage> OpenAsync()
    {
        while (true)
        {
            await Task.Delay(Pause, stopping.Token);
            try
            {
                return await open(stopping.Token);
            }
            catch (PassthroughException e)
            {
                // It may be there and refuse the login: whatever is wrong, an administrator can mend it meanwhile.
                if (e.Message != fault.Message) PostgresLog.Awaited(log, e.Message);
                fault = e;
            }
        }
    }

    private sealed class AwaitedBackend(AwaitedStorage storage) : JournalBackend
    {
        public override string Target => storage.Opened.Backend.Target;

        public override async Task<InventoryState> ReadAsync(CancellationToken cancellationToken) =>
            await storage.Opened.Backend.ReadAsync(cancellationToken);

        public override async Task<Commit> ExecuteAsync(OperationRequest request, CancellationToken cancellationToken) =>
            await storage.Opened.Backend.ExecuteAsync(request, cancellationToken);

        public override async Task<IReadOnlyList<InventoryEvent>> ReadPageAsync(
            long after, int most, CancellationToken cancellationToken) =>
            await storage.Opened.Backend.ReadPageAsync(after, most, cancellationToken);

        public override async Task<IReadOnlyList<InventoryEvent>> ReadEventsAsync(long after,
            CancellationToken cancellationToken) =>
            await storage.Opened.Backend.ReadEventsAsync(after, cancellationToken);

        public override async Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken) =>
            await storage.Opened.Backend.FollowAsync(after, next, cancellationToken);

        public override async Task<Commit?> FindAsync(RequestKey asked, CancellationToken cancellationToken) =>
            await storage.Opened.Backend.FindAsync(asked, cancellationToken);
    }

    private sealed class AwaitedTokens(AwaitedStorage storage) : ITokenStore
    {
        public async Task<IReadOnlyList<AccessToken>> ReadAsync(CancellationToken cancellationToken) =>
            await storage.Opened.Tokens.ReadAsync(cancellationToken);

        public async Task AddAsync(AccessToken token, CancellationToken cancellationToken) =>
            await storage.Opened.Tokens.AddAsync(token, cancellationToken);

        public async Task<IReadOnlyList<AccessToken>> RevokeAsync(string idOrName, DateTimeOffset time,
            CancellationToken cancellationToken) =>
            await storage.Opened.Tokens.RevokeAsync(idOrName, time, cancellationToken);

        public async Task<bool> AddFirstAsync(AccessToken token, DateTimeOffset time, CancellationToken cancellationToken) =>
            await storage.Opened.Tokens.AddFirstAsync(token, time, cancellationToken);

        public async Task<bool> ExchangeAsync(
            string id, AccessToken token, DateTimeOffset time, CancellationToken cancellationToken) =>
            await storage.Opened.Tokens.ExchangeAsync(id, token, time, cancellationToken);
    }

    private sealed class AwaitedRefusals(AwaitedStorage storage) : IRefusalLog
    {
        // Before the database was there nobody had a token: there is nothing but that, which the log has.
        public Task AddAsync(Refusal refusal, CancellationToken cancellationToken) =>
            storage.opening.IsCompletedSuccessfully
                ? storage.Opened.Refusals.AddAsync(refusal, cancellationToken)
                : Task.CompletedTask;

        public async Task<IReadOnlyList<Refusal>> ReadAsync(long after, int limit, CancellationToken cancellationToken) =>
            await storage.Opened.Refusals.ReadAsync(after, limit, cancellationToken);

        public async Task<IReadOnlyList<Refusal>> ReadBeforeAsync(long before, int limit, CancellationToken cancellationToken) =>
            await storage.Opened.Refusals.ReadBeforeAsync(before, limit, cancellationToken);
    }
}
